using Telemetry.Domain.Derived;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>A meter that somebody reads once a day, at midnight: the reading closes the day before.</summary>
public sealed class DailyMeterTests
{
    private static readonly DateOnly First = new(2009, 3, 1);

    [Fact]
    public async Task Each_midnight_closes_the_day_before_and_its_plants_day_and_rate()
    {
        await using var sut = await OpenAsync();
        await sut.WriteAsync(Reading(0, 100));
        await sut.DrainAsync();
        Assert.Null((await sut.DayAsync("out", First))!.Values.Number(DerivedMeasurements.VolumeM3));

        await sut.WriteAsync(Reading(1, 1_300));
        await sut.DrainAsync();

        var day = await sut.DayAsync("out", First);
        Assert.Equal(1_200, day!.Values.Number(DerivedMeasurements.VolumeM3));
        Assert.Equal(1, day.Values.Number(DerivedMeasurements.Completeness));
        Assert.Equal("final", day.Values.Text(DerivedMeasurements.State));
        Assert.Equal(1, day.Values.Integer(DerivedMeasurements.Readings));
        var next = await sut.DayAsync("out", First.AddDays(1));
        Assert.Null(next!.Values.Number(DerivedMeasurements.UndistributedM3));
        Assert.Equal("no_segment", next.Values.Text(DerivedMeasurements.Reason));
        // 1,200 of 2,400 m³ a day, and of 4,000 generated.
        Assert.Equal(0.5, await ValueAsync(sut, DerivedMeasurements.PlantDaily, DerivedMeasurements.Load));
        Assert.Equal(0.3, await ValueAsync(sut, DerivedMeasurements.IndicatorDaily, DerivedMeasurements.Rate));
    }

    [Fact]
    public async Task A_late_reading_of_the_day_leaves_its_volume_and_the_rows_of_any_other_order()
    {
        await using var sut = await OpenAsync();
        await sut.WriteAsync(Reading(0, 100), Reading(1, 1_300), Reading(2, 2_600));
        await sut.DrainAsync();

        await sut.WriteAsync(new Sample("out", DeriveBench.At(First, 12), Total: 600));
        await sut.DrainAsync();

        // From midnight to noon, and from noon to midnight: both within the day.
        Assert.Equal(
            1_200, (await sut.DayAsync("out", First))!.Values.Number(DerivedMeasurements.VolumeM3));
        Assert.Equal(
            1_300, (await sut.DayAsync("out", First.AddDays(1)))!.Values.Number(DerivedMeasurements.VolumeM3));
        var incremental = await MetersRowsAsync(sut);
        await sut.AgainAsync(First, First.AddDays(2));
        Assert.Equal(incremental, await MetersRowsAsync(sut));
    }

    [Fact]
    public async Task A_tolerance_in_the_registry_derives_the_meters_days_anew()
    {
        await using var sut = await OpenAsync();
        await sut.WriteAsync(
            new Sample("out", DeriveBench.At(First).AddSeconds(40), Total: 100),
            new Sample("out", DeriveBench.At(First.AddDays(1)).AddSeconds(50), Total: 1_300));
        await sut.DrainAsync();
        Assert.Null((await sut.DayAsync("out", First))!.Values.Number(DerivedMeasurements.VolumeM3));

        sut.City.Edit("\"modulus_m3\": 1000000,", "\"modulus_m3\": 1000000, \"day_tolerance\": \"1m\",");
        await sut.DrainAsync();

        Assert.Equal(
            1_200, (await sut.DayAsync("out", First))!.Values.Number(DerivedMeasurements.VolumeM3));
        Assert.Null(
            (await sut.DayAsync("out", First.AddDays(1)))!.Values.Number(DerivedMeasurements.UndistributedM3));
    }

    [Fact]
    public async Task Readings_that_measure_nothing_are_counted_all_the_same()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(First, 6));
        // A level alone, twice the same instant, and one with a total.
        await sut.WriteAsync(
            new Sample("out", DeriveBench.At(First, 1)), new Sample("out", DeriveBench.At(First, 1)),
            new Sample("out", DeriveBench.At(First, 2), Flow: 50), new Sample("out", DeriveBench.At(First, 3), Q: 'M'));
        await sut.DrainAsync();

        Assert.Equal(
            [1L, 1, 1],
            (await sut.RowsAsync(DerivedMeasurements.VolumeHourly))
                .Select(row => row.Values.Integer(DerivedMeasurements.Readings)));
        var rows = await MetersRowsAsync(sut);
        await sut.AgainAsync(First, First);
        Assert.Equal(rows, await MetersRowsAsync(sut));
    }

    private static async Task<IEnumerable<string>> MetersRowsAsync(DeriveBench bench) =>
        (await bench.RowsAsync("revision")).Where(row => row.Contains("meter=out", StringComparison.Ordinal));

    private static Task<DeriveBench> OpenAsync()
    {
        var city = new SmallCity();
        // At 10,000 m³ it may turn more than once in a day, and nobody could tell.
        city.Edit("\"modulus_m3\": 10000", "\"modulus_m3\": 1000000");
        return DeriveBench.OpenAsync(DeriveBench.At(First.AddDays(2), 2), city);
    }

    private static async Task<double?> ValueAsync(
        DeriveBench bench, Telemetry.Domain.Readings.Measurement measurement,
        Telemetry.Domain.Readings.FieldDefinition field) =>
        (await bench.RowsAsync(measurement)).First(row => row.Time == DeriveBench.At(First)
            && (measurement != DerivedMeasurements.IndicatorDaily || row.Series["district"] == "city"))
            .Values.Number(field);

    private static Sample Reading(int day, double total) =>
        new("out", DeriveBench.At(First.AddDays(day)), Total: total);
}
