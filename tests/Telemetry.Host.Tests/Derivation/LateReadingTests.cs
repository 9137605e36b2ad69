using Telemetry.Domain.Derived;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>A late reading costs its hour, at most the two beside it, and one daily value of each kind.</summary>
public sealed class LateReadingTests
{
    private static readonly DateOnly First = new(2009, 3, 1);
    private const int Days = 40;

    [Fact]
    public async Task One_late_reading_inside_its_hour_costs_that_hour_and_no_scan()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(First.AddDays(Days), 2));
        await sut.WriteAsync(
        [
            .. Enumerable.Range(0, Days * 48).Select(half => new Sample(
                "out", DeriveBench.At(First).AddMinutes(30 * half), Total: half * 25 % 10_000)),
        ]);
        await sut.DrainAsync();
        sut.CountFromHere();
        var before = sut.Store.Traffic;

        // Between 12:00 and 12:30 on the fifth day, ahead of the straight line: the hour's sum and edges stay.
        var at = DeriveBench.At(First.AddDays(4), 12).AddMinutes(10);
        await sut.WriteAsync(new Sample("out", at, Total: ((4 * 48 * 25) + (24 * 25) + 20) % 10_000));
        await sut.DrainAsync();

        Assert.Equal(1, sut.Recomputed(PartitionKind.MeterHour));
        // The day's row counts one reading more, from its hours' rows; what follows from its volume stays.
        Assert.Equal(1, sut.Recomputed(PartitionKind.MeterDay));
        Assert.Equal(0, sut.Recomputed(PartitionKind.PlantDay));
        Assert.Equal(0, sut.Recomputed(PartitionKind.IndicatorDay));
        var now = sut.Store.Traffic;
        Assert.InRange(now.Questions - before.Questions, 1, 14);
        // Seven readings and four hours of a window of three; the pages of changes; the day, its 24 hours and the next.
        Assert.InRange(now.RowsRead - before.RowsRead, 1, 40 + 26);
    }

    [Fact]
    public async Task A_late_reading_that_moves_an_edge_costs_the_hour_beside_it_too()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(First.AddDays(3), 2));
        await sut.WriteAsync(
        [
            .. Enumerable.Range(0, 3 * 48).Select(half => new Sample(
                "out", DeriveBench.At(First).AddMinutes((30 * half) + 15), Total: half * 25)),
        ]);
        await sut.DrainAsync();
        sut.CountFromHere();

        // Before the hour's first reading, and above the line: the hour before gets more of the half hour's water.
        var late = DeriveBench.At(First.AddDays(1), 5).AddMinutes(5);
        await sut.WriteAsync(new Sample("out", late, Total: (58 * 25) - 1));
        await sut.DrainAsync();

        Assert.Equal(2, sut.Recomputed(PartitionKind.MeterHour));
        Assert.Equal(1, sut.Recomputed(PartitionKind.MeterDay));
        var hours = (await sut.RowsAsync(DerivedMeasurements.VolumeHourly)).ToDictionary(
            row => row.Time, row => row.Values.Number(DerivedMeasurements.VolumeM3)!.Value);
        // 03:45 shows 1375, 04:15 1400, 04:45 1425, and now 05:05 1449. Of the first step half lies after four o'clock,
        // of the last 24 m³ in 20 minutes three quarters before five.
        Assert.Equal(12.5 + 25 + 18, hours[DeriveBench.At(First.AddDays(1), 4)], 9);
    }

    [Fact]
    public async Task What_came_after_a_gap_is_told_of_the_reading_that_ends_the_gap_earlier()
    {
        await using var sut = await DeriveBench.OpenAsync(DeriveBench.At(First.AddDays(2), 2));
        await sut.WriteAsync(new Sample("out", DeriveBench.At(First, 1), Total: 100), new Sample(
            "out", DeriveBench.At(First, 20), Total: 1_000));
        await sut.DrainAsync();

        await sut.WriteAsync(new Sample("out", DeriveBench.At(First, 10), Total: 400));
        await sut.DrainAsync();

        var hours = (await sut.RowsAsync(DerivedMeasurements.VolumeHourly)).ToDictionary(
            row => row.Time, row => row.Values.Number(DerivedMeasurements.UndistributedM3));
        Assert.Equal(300, hours[DeriveBench.At(First, 10)]);
        Assert.Equal(600, hours[DeriveBench.At(First, 20)]);
        Assert.Equal(
            900, (await sut.DayAsync("out", First))!.Values.Number(DerivedMeasurements.VolumeM3));
    }
}
