using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

public sealed class FleetBalanceApi
{
    private const string Path = "/api/fleet/balance?from=2009-06-01&to=2009-06-03";

    [Fact]
    public async Task Balance_Days_AreAllThereWithLoadsInTonnesAndInflowsThatAgreeOrNot()
    {
        await using var sut = await StartAsync();

        var answer = await sut.GetAsync(Path);

        var days = answer.GetProperty("days").EnumerateArray().ToArray();
        Assert.Equal(["2009-06-01", "2009-06-02", "2009-06-03"], days.Select(d => d.GetProperty("day").GetString()));
        var load = Assert.Single(days[0].GetProperty("loads").EnumerateArray());
        Assert.Equal(("fecal", "final", 5, 1), (
            load.GetProperty("material").GetString(), load.GetProperty("state").GetString(),
            load.GetProperty("delivered").GetInt32(), load.GetProperty("elsewhere").GetInt32()));
        Assert.Equal((20.5, 19.75, 0.75), (
            load.GetProperty("collected_t").GetDouble(), load.GetProperty("matched_t").GetDouble(),
            load.GetProperty("unmatched_t").GetDouble()));
        // 25 against 20.5: 4.5 of 25 is within a fifth, and 9.5 of 30 isn't.
        Assert.Equal([true, false], days.Take(2).Select(day =>
            Assert.Single(day.GetProperty("inflows").EnumerateArray()).GetProperty("agrees").GetBoolean()));
        Assert.Empty(days[2].GetProperty("loads").EnumerateArray());
    }

    [Fact]
    public async Task Balance_WhatIsNotKnown_IsAbsentWithTheReason()
    {
        await using var sut = await StartAsync();

        var day = (await sut.GetAsync(Path)).GetProperty("days")[1];

        var load = Assert.Single(day.GetProperty("loads").EnumerateArray());
        Assert.False(load.TryGetProperty("collected_t", out _));
        Assert.Equal(("nothing_weighed", "provisional"), (
            load.GetProperty("reason").GetString(), load.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Balance_ADayThatIsNone_IsRefusedInWords()
    {
        await using var sut = await StartAsync();

        Assert.Contains(
            "from 'June' is no day", await sut.GetProblemAsync("/api/fleet/balance?from=June", 400),
            StringComparison.Ordinal);
    }

    private static async Task<DashboardsApp> StartAsync()
    {
        var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = PlacesRegistry.Read();
        sut.Store.Put(Load(1, 5, 1, 20_500, 750, "final"));
        sut.Store.Put(Load(2, 0, 2, null, 0, ""));
        sut.Store.Put(Inflow(1, 20.5, 25));
        sut.Store.Put(Inflow(2, 20.5, 30));
        return sut;
    }

    private static long Start(int day) =>
        PlacesRegistry.Read().City.StartOf(new(2009, 6, day)).ToUnixTimeMilliseconds();

    private static DerivedPoint Load(
        int day, long delivered, long elsewhere, double? collected, double unmatched, string state) =>
        new DerivedPoint(new Series(DerivedMeasurements.LoadDaily, "fecal"), Start(day))
            .Set(DerivedMeasurements.Delivered, (long?)delivered).Set(DerivedMeasurements.Elsewhere, (long?)elsewhere)
            .Set(DerivedMeasurements.NotWeighed, 0L).Set(DerivedMeasurements.Undelivered, 0L)
            .Set(DerivedMeasurements.CollectedKg, collected)
            .Set(DerivedMeasurements.MatchedKg, (collected ?? 0) - unmatched)
            .Set(DerivedMeasurements.UnmatchedKg, unmatched).Set(DerivedMeasurements.Unmatched, unmatched > 0 ? 1L : 0L)
            .Set(DerivedMeasurements.WeightsUnknown, 0L).Set(DerivedMeasurements.Valid, collected is not null)
            .Set(DerivedMeasurements.Reason, collected is null ? "nothing_weighed" : "")
            .Set(DerivedMeasurements.State, state);

    private static DerivedPoint Inflow(int day, double weighed, double metered) =>
        new DerivedPoint(new Series(DerivedMeasurements.InflowDaily, "fecal-1"), Start(day))
            .Set(DerivedMeasurements.WeighedM3, weighed).Set(DerivedMeasurements.InfluentM3, metered)
            .Set(DerivedMeasurements.Difference, (metered - weighed) / metered)
            .Set(DerivedMeasurements.Valid, true).Set(DerivedMeasurements.State, "final");
}
