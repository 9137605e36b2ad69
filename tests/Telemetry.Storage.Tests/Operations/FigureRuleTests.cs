using System.Text;
using System.Text.Json;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Storage.Tests.Operations;

public sealed class FigureRuleTests : IDisposable
{
    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    // Today is 2009-08-10 in the city.
    [Theory]
    [InlineData("day_correction", "plant,nowhere", "plant", "a plant of the registry: sewage-1")]
    [InlineData("day_correction", "plant,", "plant", "is missing; a plant")]
    [InlineData("day_correction", "meter,bypass", "meter", "a meter of sewage-1 of the registry: effluent, influent")]
    [InlineData("day_correction", "day,2009-02-30", "day", "a day such as 2009-03-01")]
    [InlineData("day_correction", "day,3/7/2009", "day", "a day such as 2009-03-01")]
    [InlineData("day_correction", "day,2009-08-11", "day", "a day that has begun, until 2009-08-10")]
    [InlineData("day_correction", "day,1909-07-03", "day", "a day from 2000-01-01 to 2100-01-01")]
    [InlineData("day_correction", "volume_m3,-1", "volume_m3", "0 or more")]
    [InlineData("day_correction", "volume_m3,much", "volume_m3", "a number with a decimal point, such as 1234.5")]
    [InlineData("day_correction", "volume_m3,NaN", "volume_m3", "a number with a decimal point, such as 1234.5")]
    [InlineData("day_correction", "volume_m3,\"38,000\"", "volume_m3",
        "a number with a decimal point and no separators of thousands, such as 1234.5")]
    [InlineData("day_correction", "reason,", "reason", "is missing; 1 to 1000 characters")]
    [InlineData("day_correction", "source,", "source", "is missing; 1 to 200 characters")]
    [InlineData("water_supply", "scope,west", "scope", "city or one of north, south")]
    [InlineData("water_supply", "customers,rich", "customers",
        "one of domestic, public, commercial, industrial, special, other")]
    [InlineData("water_supply", "until,2009-01-01", "until",
        "the first day it no longer holds: after 2009-01-01, or empty while it lasts")]
    [InlineData("water_supply", "coefficient,0", "coefficient", "above 0, at most 2")]
    [InlineData("water_supply", "coefficient,2.1", "coefficient", "above 0, at most 2")]
    [InlineData("declared_generation", "indicator,rate", "indicator",
        "an indicator of the registry: garbage-rate, load, sewage-rate")]
    [InlineData("declared_generation", "indicator,load", "indicator",
        "not a plant's load, which is held against its design capacity")]
    [InlineData("declared_generation", "value_m3d,", "value_m3d", "is missing; sewage-rate needs it")]
    [InlineData("declared_generation", "value_td,5", "value_td", "empty: sewage-rate takes value_m3d")]
    [InlineData("meter_replacement", "at,2009-07-03T10:00", "at",
        "an instant with its offset from UTC, such as 2009-03-01T08:00:00+08:00")]
    [InlineData("meter_replacement", "at,2009-08-10T13:00:00+08:00", "at", "an instant that has passed")]
    [InlineData("meter_replacement", "last_m3,-0.5", "last_m3", "0 or more")]
    [InlineData("missed_volume", "volume_m3,", "volume_m3", "is missing; 0 or more")]
    [InlineData("laboratory_result", "point,inlet", "point", "a quality point of sewage-1 of the registry: outlet")]
    [InlineData("laboratory_result", "parameter,COD", "parameter",
        "a quality parameter such as cod_mgl: a to z, 0 to 9 and _, at most 40 characters")]
    [InlineData("laboratory_result", "value,-1", "value", "0 to 1000000")]
    [InlineData("weighing", "facility,depot", "facility", "a facility of the registry: gate")]
    [InlineData("weighing", "material,gold", "material", "one of sludge, fecal, garbage")]
    [InlineData("weighing", "vehicle,L 17", "vehicle", "letters, digits, '.', '_' and '-', at most 64 characters")]
    [InlineData("weighing", "district,west", "district", "city or one of north, south")]
    [InlineData("weighing", "tare_kg,9000", "tare_kg", "at most gross_kg, 8000")]
    [InlineData("weighing", "tare_kg,", "tare_kg", "is missing: gross and tare come together")]
    [InlineData("weighing", "net_kg,2400", "net_kg", "gross less tare, 2500")]
    public async Task One_wrong_value_names_row_column_value_and_what_is_allowed(
        string kind, string change, string column, string allowed)
    {
        var (name, value) = (change[..change.IndexOf(',', StringComparison.Ordinal)],
            change[(change.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        var row = Good(kind);
        row[name] = value;

        var receipt = await Import(Kind(kind), Csv(Good(kind), row));

        var error = Assert.Single(receipt.Errors);
        Assert.Equal((3, column, allowed), (error.Row, error.Column, error.Allowed));
        Assert.Equal(value.Length == 0 ? null : value.Trim('"'), error.Value);
        Assert.Empty(await Sut.HistoryAsync(null, null, null, 10, default));
    }

    [Fact]
    public async Task All_errors_come_at_once_and_nothing_is_taken()
    {
        var receipt = await Import(
            FigureKind.DayCorrection,
            """
            plant,meter,day,volume_m3,reason,source
            sewage-1,influent,2009-07-01,1,r,s
            nowhere,influent,2009-07-02,-1,r,s
            sewage-1,influent,yesterday,x,,s
            sewage-1,influent,2009-07-01,2,r,s
            sewage-1,influent,2009-07-05
            """);

        Assert.Equal(
            [
                "row 3, column plant: 'nowhere': a plant of the registry: sewage-1",
                "row 3, column volume_m3: '-1': 0 or more",
                "row 4, column day: 'yesterday': a day such as 2009-03-01",
                "row 4, column volume_m3: 'x': a number with a decimal point, such as 1234.5",
                "row 4, column reason: is missing; 1 to 1000 characters",
                "row 5: states the same figure as row 2: keep one of them",
                "row 6: has 3 values, and the header 6 columns",
            ],
            receipt.Errors.Select(error => error.ToString()));
        Assert.False(receipt.IsAccepted);
        Assert.Empty(await Sut.HistoryAsync(null, null, null, 10, default));
        Assert.Empty((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
    }

    [Fact]
    public async Task Records_go_through_the_same_rules()
    {
        var good = Filled.Correction(new DateOnly(2009, 7, 3), 1);

        var receipt = await Sut.DeclareAsync(
            [good, good with { VolumeM3 = double.NaN, Reason = "" }], OperationsRig.City, OperationsRig.Wang, "w",
            default);

        Assert.Equal(
            [
                "row 2, column volume_m3: 'NaN': a number with a decimal point, such as 1234.5",
                "row 2, column reason: is missing; 1 to 1000 characters",
            ],
            receipt.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public async Task Json_with_an_unknown_key_or_no_object_is_refused()
    {
        using var json = JsonDocument.Parse(
            """
            [17, {"plant":"sewage-1","meter":"influent","day":"2009-07-03","volume":5,"reason":"r","source":"s"}]
            """);

        var receipt = await Sut.DeclareAsync(
            FigureKind.DayCorrection, json.RootElement, OperationsRig.City, OperationsRig.Wang, "w", default);

        Assert.Equal(
            [
                "row 1: an object with the keys plant, meter, day, volume_m3, reason, source",
                "row 2, column volume: is no key of it; allowed are plant, meter, day, volume_m3, reason, source",
                "row 2, column volume_m3: is missing; 0 or more",
            ],
            receipt.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public async Task A_day_has_begun_once_the_citys_clock_says_so()
    {
        // 16:00 UTC is midnight in the city.
        _rig.Clock.SetUtcNow(new DateTimeOffset(2009, 8, 10, 16, 0, 0, TimeSpan.Zero));

        var receipt = await Sut.DeclareAsync(
            [Filled.Correction(new DateOnly(2009, 8, 11), 1)], OperationsRig.City, OperationsRig.Wang, "w", default);

        Assert.Empty(receipt.Errors);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_columns_of_a_kind_are_those_that_its_file_takes(FigureKind kind)
    {
        var columns = FigureColumn.Of(kind);

        var receipt = await Import(kind, Csv(Good(WireNames.Of(kind))));

        Assert.Empty(receipt.Errors);
        Assert.Equal(columns.Length, columns.Select(column => column.Name).Distinct().Count());
        var header = await Import(kind, "x\n1\n");
        Assert.Equal(
            columns.Where(column => column.IsRequired).Select(column => column.Name),
            header.Errors.Where(error => error.Column.Length > 0).Select(error => error.Column));
    }

    public static TheoryData<FigureKind> Kinds => [.. Enum.GetValues<FigureKind>()];

    internal static Dictionary<string, string> Good(string kind) => kind switch
    {
        "day_correction" or "missed_volume" => new()
        {
            ["plant"] = "sewage-1", ["meter"] = "influent", ["day"] = "2009-07-03", ["volume_m3"] = "38000.5",
            ["reason"] = "fouled", ["source"] = "note 17",
        },
        "water_supply" => new()
        {
            ["scope"] = "city", ["customers"] = "domestic", ["from"] = "2009-01-01", ["until"] = "",
            ["supply_m3d"] = "130000", ["coefficient"] = "0.77", ["source"] = "yearbook",
        },
        "declared_generation" => new()
        {
            ["indicator"] = "sewage-rate", ["scope"] = "north", ["from"] = "2009-01-01", ["until"] = "2009-06-01",
            ["value_m3d"] = "100000", ["value_td"] = "", ["source"] = "speech",
        },
        "meter_replacement" => new()
        {
            ["plant"] = "sewage-1", ["meter"] = "influent", ["at"] = "2009-07-03T10:00:00+08:00", ["last_m3"] = "999.5",
            ["first_m3"] = "0", ["reason"] = "", ["source"] = "note 3",
        },
        "laboratory_result" => new()
        {
            ["plant"] = "sewage-1", ["point"] = "outlet", ["day"] = "2009-07-03", ["parameter"] = "cod_mgl",
            ["value"] = "41.5", ["source"] = "sheet 9",
        },
        _ => new()
        {
            ["facility"] = "gate", ["ticket"] = "T-17", ["at"] = "2009-07-03T10:00:00+08:00", ["material"] = "garbage",
            ["vehicle"] = "truck-9", ["district"] = "south", ["gross_kg"] = "8000", ["tare_kg"] = "5500",
            ["net_kg"] = "2500", ["source"] = "book 2",
        },
    };

    private static string Csv(params Dictionary<string, string>[] rows)
    {
        // The first row is good and of another identity, so that the wrong one is not alone.
        var text = new StringBuilder(string.Join(',', rows[0].Keys)).Append('\n');
        for (var i = 0; i < rows.Length; i++)
        {
            var row = new Dictionary<string, string>(rows[i]);
            if (i == 0 && rows.Length > 1) Move(row);
            text.Append(string.Join(',', row.Values)).Append('\n');
        }
        return text.ToString();
    }

    private static void Move(Dictionary<string, string> row)
    {
        if (row.ContainsKey("day")) row["day"] = "2009-07-01";
        if (row.ContainsKey("from")) row["from"] = "2008-01-01";
        if (row.ContainsKey("at")) row["at"] = "2009-07-01T10:00:00+08:00";
        if (row.ContainsKey("ticket")) row["ticket"] = "T-1";
    }

    private static FigureKind Kind(string name) =>
        WireNames.TryParse<FigureKind>(name, out var kind) ? kind : throw new ArgumentException(name);

    private IDeclaredFigures Sut => _rig.Store.Declared;

    private Task<DeclareReceipt> Import(FigureKind kind, string csv) => Sut.ImportAsync(
        kind, Encoding.UTF8.GetBytes(csv), "figures.csv", OperationsRig.City, OperationsRig.Wang, "import", default);
}
