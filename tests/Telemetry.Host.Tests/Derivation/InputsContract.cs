using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>Inputs that are no readings: a change of one makes its partitions dirty, and no others.</summary>
public abstract partial class InputsContract
{
    private static readonly DateOnly First = new(2009, 3, 1);
    private const int Days = 10;
    private protected static readonly DateTimeOffset Now = DeriveBench.At(First.AddDays(Days), 1);

    private protected abstract Task<DeriveBench> OpenAsync();

    [Fact]
    public async Task A_capacity_from_a_date_on_derives_the_plants_days_from_that_date()
    {
        await using var sut = await DerivedAsync();

        sut.City.Edit(
            """{ "from": "2009-01-01", "state": "in_service", "design_m3d": 2400 }""",
            """
            { "from": "2009-01-01", "state": "in_service", "design_m3d": 2400 },
            { "from": "2009-03-08", "state": "in_service", "design_m3d": 4800 }
            """);
        await sut.DrainAsync();

        Assert.Equal((0, 0), Meters(sut));
        // The 8th to the 10th and the 11th, which has begun: before that date nothing they depend on has changed.
        Assert.Equal(4, sut.Recomputed(PartitionKind.PlantDay));
        var loads = (await sut.RowsAsync(DerivedMeasurements.PlantDaily)).ToDictionary(
            row => row.Time, row => row.Values.Number(DerivedMeasurements.Load));
        Assert.Equal(0.5, loads[DeriveBench.At(new DateOnly(2009, 3, 7))]!.Value, 9);
        Assert.Equal(0.25, loads[DeriveBench.At(new DateOnly(2009, 3, 8))]!.Value, 9);
    }

    [Fact]
    public async Task A_modulus_derives_that_meters_hours()
    {
        await using var sut = await DerivedAsync();

        sut.City.Edit("\"modulus_m3\": 10000", "\"modulus_m3\": 20000");
        await sut.DrainAsync();

        Assert.Equal(((Days + 1) * 24, Days + 1), Meters(sut));
        // 1,200 m³ a day from 500: the totaliser fell below at the end of the 8th day, from 9,300 to 9,500 − 10,000.
        Assert.Equal(
            ["2009-03-08"],
            (await sut.RowsAsync(DerivedMeasurements.VolumeDaily))
                .Where(row => row.Series["meter"] == "out"
                    && row.Values.Integer(DerivedMeasurements.UnknownGaps) > 0)
                .Select(row => $"{row.Time.AddHours(8):yyyy-MM-dd}"));
    }

    [Fact]
    public async Task An_edit_that_nothing_derived_depends_on_derives_nothing()
    {
        await using var sut = await DerivedAsync();

        sut.City.Edit("\"en\": \"Outlet\"", "\"en\": \"Weir\"");
        await sut.DrainAsync();

        Assert.Equal((0, 0), Meters(sut));
        Assert.Equal(0, sut.Recomputed(PartitionKind.PlantDay));
        Assert.Equal(0, sut.Recomputed(PartitionKind.IndicatorDay));
    }

    [Fact]
    public async Task An_edit_while_nobody_derived_is_found_at_the_next_start()
    {
        await using var sut = await DerivedAsync();

        sut.City.Edit("\"design_m3d\": 2400", "\"design_m3d\": 1200");
        sut.Restart();
        await sut.DrainAsync();

        Assert.Equal(Days + 1, sut.Recomputed(PartitionKind.PlantDay));
        Assert.All(
            (await sut.RowsAsync(DerivedMeasurements.PlantDaily))
                .Where(row => row.Time < DeriveBench.At(First.AddDays(Days))),
            row => Assert.Equal(1, row.Values.Number(DerivedMeasurements.Load)!.Value, 9));
    }

    [Fact]
    public async Task A_declared_generation_derives_the_rates_of_its_days()
    {
        await using var sut = await DerivedAsync();

        await DeclareAsync(sut, new DeclaredGeneration(
            "rate", null, new DateOnly(2009, 3, 4), new DateOnly(2009, 3, 6), 2000, null, "a letter"));
        await sut.DrainAsync();

        Assert.Equal((0, 0), Meters(sut));
        Assert.Equal(0, sut.Recomputed(PartitionKind.PlantDay));
        Assert.Equal(2, sut.Recomputed(PartitionKind.IndicatorDay));
        var rates = (await sut.RowsAsync(DerivedMeasurements.IndicatorDaily))
            .Where(row => row.Series["district"] == "city").ToDictionary(
                row => row.Time, row => row.Values.Number(DerivedMeasurements.Rate));
        Assert.Equal(0.3, rates[DeriveBench.At(new DateOnly(2009, 3, 3))]!.Value, 9);
        Assert.Equal(0.6, rates[DeriveBench.At(new DateOnly(2009, 3, 4))]!.Value, 9);
        Assert.Equal(0.6, rates[DeriveBench.At(new DateOnly(2009, 3, 5))]!.Value, 9);
        Assert.Equal(0.3, rates[DeriveBench.At(new DateOnly(2009, 3, 6))]!.Value, 9);
    }

    [Fact]
    public async Task A_corrected_day_derives_that_day_and_is_one_row_of_the_ledger()
    {
        await using var sut = await DerivedAsync();

        await DeclareAsync(sut, new DayCorrection(
            new PlantId("p"), new MeterId("out"), new DateOnly(2009, 3, 4), 1000, "meter cleaned", "log book"));
        await sut.DrainAsync();

        Assert.Equal((0, 1), Meters(sut));
        Assert.Equal(1, sut.Recomputed(PartitionKind.PlantDay));
        Assert.Equal(1, sut.Recomputed(PartitionKind.IndicatorDay));
        var day = await sut.DayAsync("out", new DateOnly(2009, 3, 4));
        Assert.Equal(1000, day!.Values.Number(DerivedMeasurements.VolumeM3));
        Assert.Equal(1200, day.Values.Number(DerivedMeasurements.MeasuredM3)!.Value, 6);
        Assert.Equal(1, day.Values.Integer(DerivedMeasurements.Revision));
        var ledger = await sut.Operations.Ledger.ReadAsync(
            new() { Kind = Storage.Operations.Ledger.LedgerKind.DayValue, Subject = "plant:p" }, default);
        var row = Assert.Single(ledger.Rows);
        Assert.Equal(new DateOnly(2009, 3, 4), row.Day);
        Assert.Contains("declared figure", row.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_registered_after_they_began_to_send_are_derived_from_their_first_readings()
    {
        await using var sut = await OpenAsync();
        Sample[] earlier =
        [
            .. from meter in new[] { "a", "b", "c" }
            from half in Enumerable.Range(0, 49)
            select new Sample(meter, DeriveBench.At(First).AddMinutes(30 * half), Total: half * 25),
        ];
        await sut.WriteAsync(earlier);
        await sut.DrainAsync();

        sut.City.Edit(
            """{ "id": "in",""",
            string.Concat(from meter in new[] { "a", "b", "c" }
                select $$"""{ "id": "{{meter}}", "role": "influent", "interval": "10m", """
                    + """ "name": { "en": "M", "zh": "计" } }, """)
            + """{ "id": "in",""");
        // One of them sends on meanwhile.
        await sut.WriteAsync(new Sample("c", Now, Total: 90_000));
        await sut.DrainAsync();

        foreach (var meter in new[] { "a", "b", "c" })
            Assert.Equal(1200, (await sut.DayAsync(meter, First))?.Values.Number(DerivedMeasurements.VolumeM3));
    }

    /// <summary>Ten whole days of 50 m³ an hour and the first reading of the next, all derived and at rest.</summary>
    private async Task<DeriveBench> DerivedAsync()
    {
        var bench = await OpenAsync();
        var samples = new List<Sample>();
        for (var minutes = 0; minutes <= Days * 24 * 60; minutes += 30)
        {
            var at = DeriveBench.At(First).AddMinutes(minutes);
            samples.Add(new Sample("out", at, Total: (500 + (minutes / 60.0 * 50)) % 10_000));
            samples.Add(new Sample("in", at, Flow: 50));
        }
        await bench.WriteAsync(samples);
        await bench.DrainAsync();
        bench.CountFromHere();
        return bench;
    }

    private static (long Hours, long Days) Meters(DeriveBench bench) =>
        (bench.Recomputed(PartitionKind.MeterHour), bench.Recomputed(PartitionKind.MeterDay));

    private static async Task DeclareAsync(DeriveBench bench, Declaration figure)
    {
        var receipt = await bench.Operations.Declared.DeclareAsync(
            [figure], bench.City.Current, Actor.Local, "test", CancellationToken.None);
        Assert.Empty(receipt.Errors);
    }
}
