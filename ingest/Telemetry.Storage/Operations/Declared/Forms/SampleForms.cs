using System.Collections.Immutable;
using System.Globalization;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using static Telemetry.Storage.Operations.Declared.Forms.Shared;

namespace Telemetry.Storage.Operations.Declared.Forms;

internal sealed class LaboratoryResultForm : FigureForm
{
    private static readonly ValueRange Acidity = new(0, 14);
    private static readonly ValueRange Celsius = new(-50, 150);
    private static readonly ValueRange Concentration = new(0, 1e6);

    public override FigureKind Kind => FigureKind.LaboratoryResult;

    public override ImmutableArray<FigureColumn> Columns { get; } =
    [
        PlantColumn, new("point", true, "", "a quality point of the plant"), DayColumn,
        new("parameter", true, "", "such as cod_mgl: a to z, 0 to 9 and _, at most 40 characters"),
        new("value", true, "in the parameter's name", "ph 0 to 14, temp_c -50 to 150, _mgl 0 to 1,000,000"),
        SourceColumn,
    ];

    protected override Declaration Make(FigureFields fields)
    {
        var plant = fields.Plant("plant", out var id);
        var parameter = fields.Parameter("parameter");
        return new LaboratoryResult(
            id, fields.Point("point", plant), fields.PastDay("day"), parameter,
            fields.Number("value", RangeOf(parameter)), Source(fields));
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var result = (LaboratoryResult)figure;
        to.Text("plant", result.Plant.Value);
        to.Text("point", result.Point.Value);
        to.Day("day", result.Day);
        to.Text("parameter", result.Parameter);
        to.Number("value", result.Value);
        to.Text("source", result.Source);
    }

    private static ValueRange RangeOf(string parameter) => parameter switch
    {
        "ph" => Acidity,
        "temp_c" => Celsius,
        _ when parameter.EndsWith("_mgl", StringComparison.Ordinal) => Concentration,
        _ => ValueRange.Finite,
    };
}

internal sealed class WeighingForm : FigureForm
{
    // Gross less tare and net may differ by this much, kg, or by the share below, whichever is more.
    private const double Tolerance = 1;
    private const double ToleranceShare = 0.005;

    // No scale shows less than a gram.
    private const int GramDecimals = 3;

    private const int LongestTicket = 100;

    public override FigureKind Kind => FigureKind.Weighing;

    public override ImmutableArray<FigureColumn> Columns { get; } =
    [
        new("facility", true, "", "a facility of the registry"), new("ticket", true, "", "1 to 100 characters"),
        AtColumn, new("material", true, "", string.Join(", ", WireNames.All<WeighedMaterial>())),
        new("vehicle", false, "", "what brought it"), new("district", false, "", "where it comes from"),
        new("gross_kg", false, "kg", "0 or more; with tare_kg"),
        new("tare_kg", false, "kg", "0 or more; with gross_kg"),
        new("net_kg", false, "kg", "0 or more; needed without gross_kg and tare_kg"), SourceColumn,
    ];

    protected override Declaration Make(FigureFields fields)
    {
        var (at, day) = fields.PastInstant("at");
        var gross = fields.OptionalNumber("gross_kg", ValueRange.NotNegative);
        var tare = fields.OptionalNumber("tare_kg", ValueRange.NotNegative);
        var net = fields.OptionalNumber("net_kg", ValueRange.NotNegative);
        var vehicle = fields.OptionalIdentifier("vehicle");
        return new DeclaredWeighing(
            fields.Facility("facility"), fields.Text("ticket", LongestTicket, isRequired: true), at,
            fields.Choice<WeighedMaterial>("material"), vehicle is null ? null : new VehicleId(vehicle),
            fields.OptionalDistrict("district"), gross, tare, Net(fields, gross, tare, net), Source(fields))
        {
            Day = day,
        };
    }

    protected override void Write(Declaration figure, FigureWriter to)
    {
        var weighing = (DeclaredWeighing)figure;
        to.Text("facility", weighing.Facility.Value);
        to.Text("ticket", weighing.Ticket);
        to.Instant("at", weighing.At);
        to.Day("day", weighing.Day);
        to.Text("material", WireNames.Of(weighing.Material));
        to.Text("vehicle", weighing.Vehicle?.Value);
        to.Text("district", weighing.District?.Value);
        to.Number("gross_kg", weighing.GrossKg);
        to.Number("tare_kg", weighing.TareKg);
        to.Number("net_kg", weighing.NetKg);
        to.Text("source", weighing.Source);
    }

    private static double Net(FigureFields fields, double? gross, double? tare, double? net)
    {
        if (fields.Has("gross_kg") != fields.Has("tare_kg"))
            fields.Wrong(fields.Has("gross_kg") ? "tare_kg" : "gross_kg", "is missing: gross and tare come together");
        if (gross is not { } loaded || tare is not { } empty)
        {
            if (!fields.Has("net_kg") && !fields.Has("gross_kg") && !fields.Has("tare_kg"))
                fields.Wrong("net_kg", "is missing; 0 or more, or gross_kg and tare_kg");
            return net ?? 0;
        }
        var difference = Math.Round(loaded - empty, GramDecimals);
        if (difference < 0)
            fields.Wrong("tare_kg", string.Create(CultureInfo.InvariantCulture, $"at most gross_kg, {loaded}"));
        if (net is not { } given || difference < 0) return difference;
        if (Math.Abs(difference - given) > Math.Max(Tolerance, difference * ToleranceShare))
            fields.Wrong("net_kg", string.Create(CultureInfo.InvariantCulture, $"gross less tare, {difference}"));
        return given;
    }
}
