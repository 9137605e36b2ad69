using Telemetry.Domain.Derived;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>
/// A day's loads against the scales, and what was weighed at the works against what its inlet metered.
/// </summary>
public sealed class LoadDayTests
{
    private static readonly DateOnly Day = new(2009, 3, 2);

    // There at 46 minutes, as the first load; vac-2 the same two hours later.
    private static readonly DateTimeOffset AtGate = DeriveBench.At(Day, 6).AddMinutes(46);

    [Fact]
    public async Task Loads_weighings_and_the_inlet_stand_in_the_days_rows()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(Lines());

        await sut.DrainAsync();

        var loads = await RowAsync(sut, DerivedMeasurements.LoadDaily);
        Assert.Equal(("fecal", DeriveBench.At(Day)), (loads.Series["material"], loads.Time));
        Assert.Equal((1L, 0L, 1L, 0L), (
            loads.Values.Integer(DerivedMeasurements.Delivered), loads.Values.Integer(DerivedMeasurements.NotWeighed),
            loads.Values.Integer(DerivedMeasurements.Elsewhere),
            loads.Values.Integer(DerivedMeasurements.Undelivered)));
        // 900 kg of a truck that was not there.
        Assert.Equal((4_200.0, 900.0, 5_100.0), (
            loads.Values.Number(DerivedMeasurements.MatchedKg), loads.Values.Number(DerivedMeasurements.UnmatchedKg),
            loads.Values.Number(DerivedMeasurements.CollectedKg)));
        Assert.Equal(1, loads.Values.Integer(DerivedMeasurements.Unmatched));
        var inflow = await RowAsync(sut, DerivedMeasurements.InflowDaily);
        // 5,100 kg at 1,000 kg/m³ against a quarter of a cubic metre each hour.
        Assert.Equal(5.1, inflow.Values.Number(DerivedMeasurements.WeighedM3)!.Value, 9);
        Assert.Equal(6, inflow.Values.Number(DerivedMeasurements.InfluentM3)!.Value, 9);
        Assert.Equal(0.15, inflow.Values.Number(DerivedMeasurements.Difference)!.Value, 9);
        Assert.True(inflow.Values.Truth(DerivedMeasurements.Valid));
    }

    [Fact]
    public async Task A_late_weighing_and_a_late_reading_of_the_inlet_replace_the_rows_whole()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync([.. Lines().Where(static line => !line.Contains("T-", StringComparison.Ordinal))]);
        await sut.DrainAsync();
        var before = await RowAsync(sut, DerivedMeasurements.LoadDaily);
        Assert.Equal((0L, 1L, null, false), (
            before.Values.Integer(DerivedMeasurements.Delivered), before.Values.Integer(DerivedMeasurements.NotWeighed),
            before.Values.Number(DerivedMeasurements.CollectedKg), before.Values.Truth(DerivedMeasurements.Valid)));
        Assert.Equal("nothing_weighed", before.Values.Text(DerivedMeasurements.Reason));
        Assert.False((await RowAsync(sut, DerivedMeasurements.InflowDaily)).Values.Truth(DerivedMeasurements.Valid));

        await sut.WriteLinesAsync(
        [
            FleetTown.Weighing("vac-1", "T-1", AtGate, 4_200),
            FleetTown.Inlet(DeriveBench.At(Day, 23.9), 9), FleetTown.Inlet(DeriveBench.At(Day, 24), 9),
        ]);
        await sut.DrainAsync();

        var loads = await RowAsync(sut, DerivedMeasurements.LoadDaily);
        Assert.Equal((1L, 0L, 4_200.0), (
            loads.Values.Integer(DerivedMeasurements.Delivered), loads.Values.Integer(DerivedMeasurements.NotWeighed),
            loads.Values.Number(DerivedMeasurements.CollectedKg)));
        var inflow = await RowAsync(sut, DerivedMeasurements.InflowDaily);
        Assert.Equal(9, inflow.Values.Number(DerivedMeasurements.InfluentM3)!.Value, 9);
        // 4.8 of 9.
        Assert.Equal(4.8 / 9, inflow.Values.Number(DerivedMeasurements.Difference)!.Value, 9);
    }

    [Fact]
    public async Task Another_density_makes_the_loads_day_anew_and_no_hour()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(Lines());
        await sut.DrainAsync();
        sut.CountFromHere();

        sut.City.Edit(
            "\"districts\": [",
            "\"materials\": [ { \"material\": \"fecal\", \"density_kgm3\": 850 } ], \"districts\": [");
        await sut.DrainAsync();

        Assert.Equal(0, sut.Recomputed(PartitionKind.VehicleHour));
        Assert.Equal(
            6,
            (await RowAsync(sut, DerivedMeasurements.InflowDaily)).Values.Number(DerivedMeasurements.WeighedM3)!.Value,
            9);
    }

    private static Task<DeriveBench> OpenAsync() =>
        DeriveBench.OpenAsync(DeriveBench.At(Day.AddDays(1), 3), FleetTown.City());

    private static async Task<StoredPoint> RowAsync(DeriveBench sut, Domain.Readings.Measurement measurement) =>
        Assert.Single(await sut.RowsAsync(measurement), row => row.Time == DeriveBench.At(Day));

    /// <summary>One truck that delivers, one that lets go on its way, and a weighing of it all the same.</summary>
    private static List<string> Lines() =>
    [
        .. FleetTown.Day("vac-1", DeriveBench.At(Day, 6)), FleetTown.Weighing("vac-1", "T-1", AtGate, 4_200),
        .. FleetTown.Day("vac-2", DeriveBench.At(Day, 8), unload: 30.07),
        FleetTown.Weighing("vac-2", "T-2", AtGate.AddHours(2), 900),
        .. Enumerable.Range(0, 25).Select(hour => FleetTown.Inlet(DeriveBench.At(Day, hour), hour / 4.0)),
    ];
}
