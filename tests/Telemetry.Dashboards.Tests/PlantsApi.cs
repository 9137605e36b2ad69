using System.Text.Json;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Tests;

public sealed class PlantsApi
{
    private static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");
    private static readonly DateTimeOffset Start = DashboardsApp.Start;

    [Fact]
    public async Task Plants_AMeterThatNeverSent_HasNoLatestAndNoZero()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var meter = Meter(await sut.GetAsync("/api/plants"), "influent");

        Assert.False(meter.TryGetProperty("latest", out _));
        Assert.Equal(300, meter.GetProperty("interval_seconds").GetDouble());
        Assert.Equal(900, meter.GetProperty("stale_after_seconds").GetDouble());
    }

    [Fact]
    public async Task Plants_ALiveReading_HasItsTimeInTheCitysOffsetAndItsAge()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post("plants/sewage-1/flow/influent", Start.AddSeconds(-42), """ "flow_m3h":812.5,"q":"N","flags":0 """);

        var latest = Meter(await sut.GetAsync("/api/plants"), "influent").GetProperty("latest");

        Assert.Equal("2026-03-01T11:59:18+08:00", latest.GetProperty("time").GetString());
        Assert.Equal(42, latest.GetProperty("age_seconds").GetDouble());
        Assert.False(latest.GetProperty("stale").GetBoolean());
        Assert.Equal(812.5, latest.GetProperty("flow_m3h").GetDouble());
        Assert.False(latest.TryGetProperty("total_m3", out _));
    }

    [Theory]
    [InlineData(900, false)]
    [InlineData(901, true)]
    public async Task Plants_AReadingOlderThanThreeIntervals_IsStale(int ageSeconds, bool stale)
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post(
            "plants/sewage-1/flow/influent", Start.AddSeconds(-ageSeconds), """ "flow_m3h":1,"q":"N","flags":0 """);

        var latest = Meter(await sut.GetAsync("/api/plants"), "influent").GetProperty("latest");

        Assert.Equal(stale, latest.GetProperty("stale").GetBoolean());
    }

    [Fact]
    public async Task Plants_NothingLiveYet_TheStoresNewestReadingIsShown()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Influent, Start.AddHours(-2), ("flow_m3h", 700.0), ("q", "N"), ("flags", 0L));
        sut.Store.Add(Influent, Start.AddHours(-3), ("flow_m3h", 600.0), ("q", "N"), ("flags", 0L));

        var latest = Meter(await sut.GetAsync("/api/plants"), "influent").GetProperty("latest");

        Assert.Equal(700, latest.GetProperty("flow_m3h").GetDouble());
        Assert.True(latest.GetProperty("stale").GetBoolean());
    }

    [Fact]
    public async Task Plants_AStoredReadingNewerThanTheLiveOne_Wins()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Influent, Start.AddMinutes(-1), ("flow_m3h", 700.0));
        sut.Post("plants/sewage-1/flow/influent", Start.AddHours(-1), """ "flow_m3h":1 """);

        var latest = Meter(await sut.GetAsync("/api/plants"), "influent").GetProperty("latest");

        Assert.Equal(700, latest.GetProperty("flow_m3h").GetDouble());
    }

    [Fact]
    public async Task Plants_TheStoreCantAnswer_LiveReadingsAreShownAndTheGapIsNamed()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Trouble = new StoreUnavailableException("connection refused");
        sut.Post("plants/sewage-1/flow/influent", Start, """ "flow_m3h":5 """);

        var list = await sut.GetAsync("/api/plants");

        Assert.Equal(5, Meter(list, "influent").GetProperty("latest").GetProperty("flow_m3h").GetDouble());
        Assert.Contains("connection refused", list.GetProperty("incomplete").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plants_TheCapacityInForceToday_IsTheLatestPeriodBegun()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var capacity = Plant(await sut.GetAsync("/api/plants"), "sewage-1").GetProperty("capacity");

        Assert.Equal("in_service", capacity.GetProperty("state").GetString());
        Assert.Equal(40000, capacity.GetProperty("design_m3d").GetDouble());
    }

    [Fact]
    public async Task Plants_AnUnregisteredPlantThatSends_IsListedAsSuch()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post("plants/new-plant/flow/m1", Start, """ "flow_m3h":5 """);
        sut.Post("plants/new-plant", Start, """ "state":"running" """);

        var plant = Plant(await sut.GetAsync("/api/plants"), "new-plant");

        Assert.False(plant.GetProperty("registered").GetBoolean());
        Assert.Equal("running", plant.GetProperty("state").GetProperty("state").GetString());
        Assert.Equal(5, plant.GetProperty("meters")[0].GetProperty("latest").GetProperty("flow_m3h").GetDouble());
    }

    [Fact]
    public async Task Flow_BucketsOfFiveMinutes_HoldMinMeanMaxLastAndCount()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Influent, Start, ("flow_m3h", 10.0), ("total_m3", 1000.0));
        sut.Store.Add(Influent, Start.AddMinutes(1), ("flow_m3h", 40.0));
        sut.Store.Add(Influent, Start.AddMinutes(2), ("flow_m3h", 22.0), ("total_m3", 1002.0));
        sut.Store.Add(Influent, Start.AddMinutes(11), ("flow_m3h", 7.0));

        var history = await sut.GetAsync(
            "/api/plants/sewage-1/meters/influent/flow?from=2026-03-01T12:00:00%2B08:00&"
            + "to=2026-03-01T12:30:00%2B08:00&every=5m");

        var buckets = history.GetProperty("buckets").EnumerateArray().ToArray();
        Assert.Equal(["2026-03-01T12:00:00+08:00", "2026-03-01T12:10:00+08:00"], buckets.Select(
            b => b.GetProperty("start").GetString()));
        var flow = buckets[0].GetProperty("flow_m3h");
        Assert.Equal(10, flow.GetProperty("min").GetDouble());
        Assert.Equal(24, flow.GetProperty("mean").GetDouble());
        Assert.Equal(40, flow.GetProperty("max").GetDouble());
        Assert.Equal(22, flow.GetProperty("last").GetDouble());
        Assert.Equal(3, flow.GetProperty("count").GetInt64());
        Assert.Equal(2, buckets[0].GetProperty("total_m3").GetProperty("count").GetInt64());
        Assert.False(buckets[1].TryGetProperty("total_m3", out _));
        Assert.Equal("5m", history.GetProperty("every").GetString());
    }

    [Fact]
    public async Task Flow_EveryDay_CutsAtTheCitysMidnight()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Influent, new DateTimeOffset(2026, 2, 28, 15, 59, 0, TimeSpan.Zero), ("flow_m3h", 1.0));
        sut.Store.Add(Influent, new DateTimeOffset(2026, 2, 28, 16, 0, 0, TimeSpan.Zero), ("flow_m3h", 2.0));

        var history = await sut.GetAsync(
            "/api/plants/sewage-1/meters/influent/flow?from=2026-02-28T00:00:00%2B08:00&"
            + "to=2026-03-02T00:00:00%2B08:00&every=day");

        Assert.Equal(
            ["2026-02-28T00:00:00+08:00", "2026-03-01T00:00:00+08:00"],
            history.GetProperty("buckets").EnumerateArray().Select(b => b.GetProperty("start").GetString()));
    }

    [Fact]
    public async Task Flow_Raw_GivesEveryPointAsStored()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Add(Influent, Start.AddMinutes(-5), ("flow_m3h", 0.1), ("q", "S"), ("flags", 4L));

        var history = await sut.GetAsync("/api/plants/sewage-1/meters/influent/flow?every=raw");

        var point = Assert.Single(history.GetProperty("points").EnumerateArray());
        Assert.Equal(0.1, point.GetProperty("flow_m3h").GetDouble());
        Assert.Equal("S", point.GetProperty("q").GetString());
        Assert.Equal(4, point.GetProperty("flags").GetInt64());
        Assert.False(point.TryGetProperty("level_m", out _));
        Assert.False(history.TryGetProperty("buckets", out _));
    }

    [Theory]
    [InlineData("", "1m")]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z", "30m")]
    [InlineData("from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "day")]
    public async Task Flow_NoStepGiven_IsTheFinestOfAtMostFifteenHundredBuckets(string range, string every)
    {
        await using var sut = await DashboardsApp.StartAsync();

        var history = await sut.GetAsync($"/api/plants/sewage-1/meters/influent/flow?{range}");

        Assert.Equal(every, history.GetProperty("every").GetString());
    }

    [Theory]
    [InlineData("from=yesterday", "from 'yesterday'")]
    [InlineData("from=2026-03-01T00:00:00", "with an offset")]
    [InlineData("to=12:00", "to '12:00'")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z", "must lie before")]
    [InlineData("every=5x", "every '5x'")]
    [InlineData("every=0m", "every '0m'")]
    [InlineData("from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&every=1s", "at most 10000")]
    public async Task Flow_AWrongRequest_IsRefusedInWords(string query, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        var detail = await sut.GetProblemAsync($"/api/plants/sewage-1/meters/influent/flow?{query}", 400);

        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_MoreRawPointsThanTheLimit_IsRefusedWithTheLimit()
    {
        await using var sut = await DashboardsApp.StartAsync(options => options.MaxPoints = 100);
        for (var i = 1; i <= 101; i++) sut.Store.Add(Influent, Start.AddMinutes(-i), ("flow_m3h", 1.0));

        var detail = await sut.GetProblemAsync("/api/plants/sewage-1/meters/influent/flow?every=raw", 400);

        Assert.Contains("more than 100 points", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/plants/nowhere/meters/influent/flow", "no plant 'nowhere'")]
    [InlineData("/api/plants/sewage-1/meters/m9/flow", "no meter 'm9'")]
    [InlineData("/api/plants/a%20b/meters/influent/flow", "no plant 'a b'")]
    public async Task Flow_AnUnknownPlantOrMeter_Is404WithItsName(string path, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync(path, 404), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_TheStoreCantAnswer_Is503WithItsWords()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Store.Trouble = new StoreUnavailableException("connection refused");

        var detail = await sut.GetProblemAsync("/api/plants/sewage-1/meters/influent/flow", 503);

        Assert.Contains("connection refused", detail, StringComparison.Ordinal);
    }

    private static JsonElement Plant(JsonElement list, string id) =>
        list.GetProperty("plants").EnumerateArray().Single(plant => plant.GetProperty("id").GetString() == id);

    private static JsonElement Meter(JsonElement list, string id) =>
        Plant(list, "sewage-1").GetProperty("meters").EnumerateArray().Single(
            meter => meter.GetProperty("id").GetString() == id);
}
