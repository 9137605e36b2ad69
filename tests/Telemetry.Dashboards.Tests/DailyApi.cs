using System.Text.Json;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Dashboards.Tests.Reports;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

public sealed class DailyApi
{
    [Fact]
    public async Task Daily_EveryDayOfTheRange_IsThereAndAGapHasNoFigure()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        var daily = await sut.GetAsync("/api/plants/sewage-1/daily?from=2009-06-06&to=2009-06-08");

        var days = daily.GetProperty("days").EnumerateArray().ToArray();
        Assert.Equal(
            ["2009-06-06", "2009-06-07", "2009-06-08"],
            days.Select(day => day.GetProperty("day").GetProperty("day").GetString()));
        Assert.Equal(38_600, days[0].GetProperty("day").GetProperty("treated_m3").GetDouble());
        Assert.Equal(38_600 / 40_000.0, days[0].GetProperty("day").GetProperty("load").GetDouble());
        Assert.Equal("none", days[1].GetProperty("day").GetProperty("state").GetString());
        Assert.False(days[1].GetProperty("day").TryGetProperty("treated_m3", out _));
    }

    [Fact]
    public async Task Daily_AMetersDay_HasVolumeCoverageAndWhatWasMeasuredAcrossMidnight()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        var daily = await sut.GetAsync("/api/plants/sewage-1/daily?from=2009-06-15&to=2009-06-16");

        var gap = Meter(daily, 0);
        Assert.False(gap.TryGetProperty("volume_m3", out _));
        Assert.Equal(0, gap.GetProperty("coverage").GetDouble());
        var after = Meter(daily, 1);
        Assert.Equal(39_600, after.GetProperty("volume_m3").GetDouble());
        Assert.Equal(39_500, after.GetProperty("undistributed_m3").GetDouble());
        Assert.Equal("2009-06-15T00:00:00+08:00", after.GetProperty("gap_from").GetString());
    }

    [Fact]
    public async Task Daily_ARowOfAnotherTimeZone_IsOfNoDay()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);
        var before = (await DayAsync(sut)).GetRawText();

        // Eight hours later begins the day of UTC.
        sut.Store.Put(new DerivedPoint(
            new Series(DerivedMeasurements.PlantDaily, "sewage-1"),
            new DateTimeOffset(2009, 6, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds())
            .Set(DerivedMeasurements.TreatedM3, 1.0).Set(DerivedMeasurements.Valid, true));

        Assert.Equal(before, (await DayAsync(sut)).GetRawText());
    }

    [Fact]
    public async Task Daily_AReviewedDay_IsReviewedUntilItsValueChanges()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        await sut.PostAsync(
            "/api/reviews", """{"plant":"sewage-1","day":"2009-06-02","revision":0,"note":"checked"}""", token: "li");

        var day = await DayAsync(sut);
        Assert.True(day.GetProperty("reviewed").GetBoolean());
        Assert.Equal("token:li", day.GetProperty("reviewed_by").GetString());
        Assert.Equal("checked", day.GetProperty("note").GetString());
        JuneRows.Change(sut, 2, 38_250);
        Assert.False((await DayAsync(sut)).GetProperty("reviewed").GetBoolean());
    }

    [Theory]
    [InlineData("/api/plants/atlantis/daily", 404, "no plant 'atlantis'")]
    [InlineData("/api/plants/sewage-1/daily?from=yesterday", 400, "from 'yesterday'")]
    [InlineData("/api/plants/sewage-1/daily?from=2009-06-02&to=2009-06-01", 400, "must not lie after")]
    [InlineData("/api/plants/sewage-1/daily?from=2005-01-01&to=2009-06-01", 400, "at most 400")]
    [InlineData("/api/indicators/daily?scope=atlantis", 400, "scope 'atlantis'")]
    [InlineData("/api/indicators/daily?scope=district:atlantis", 400, "no district 'atlantis'")]
    [InlineData("/api/indicators/daily?scope=plant:sewage-1", 400, "a load and no rate")]
    public async Task Daily_AWrongRequest_IsRefusedInWords(string path, int status, string words)
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(words, await sut.GetProblemAsync(path, status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indicators_EveryDefinitionOfTheDenominator_HasASeriesAndAboveOneIsMarked()
    {
        await using var sut = await DashboardsApp.StartAsync();
        JuneRows.Fill(sut, whole: false);

        var rates = (await sut.GetAsync("/api/indicators/daily?from=2009-06-01&to=2009-06-30&scope=city"))
            .GetProperty("rates").EnumerateArray().ToArray();

        Assert.Equal(["declared", "old_survey"], rates.Select(rate => rate.GetProperty("basis").GetString()));
        Assert.True(rates[0].GetProperty("official").GetBoolean());
        // The 7th has no row.
        Assert.Equal(29, rates[0].GetProperty("days").GetArrayLength());
        var first = rates[1].GetProperty("days")[0];
        Assert.Equal(38_100 / 30_000.0, first.GetProperty("rate").GetDouble());
        Assert.Equal((38_100, 30_000), (
            first.GetProperty("numerator").GetDouble(), first.GetProperty("denominator").GetDouble()));
        Assert.True(first.GetProperty("above_whole").GetBoolean());
        Assert.False(rates[0].GetProperty("days")[0].GetProperty("above_whole").GetBoolean());
    }

    [Fact]
    public async Task Today_LiveFigures_AreShownWithTheProjectedLoad()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Post(
            "plants/sewage-1/today", DashboardsApp.Start.AddMinutes(-1),
            """ "day":"2026-03-01","stale_after_s":900,"so_far_m3":20000,"unknown_hours":1,"expected_by_now_m3":19000,"projected_m3":42000,"low_m3":40000,"high_m3":44000,"days_compared":4,"reason":"" """);

        var today = await sut.GetAsync("/api/plants/sewage-1/today");

        Assert.Equal("2026-03-01", today.GetProperty("day").GetString());
        Assert.Equal(20_000, today.GetProperty("so_far_m3").GetDouble());
        Assert.Equal(42_000 / 40_000.0, today.GetProperty("projected_load").GetDouble());
        Assert.Equal(60, today.GetProperty("age_seconds").GetDouble());
        Assert.False(today.GetProperty("stale").GetBoolean());
        Assert.False(today.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task Today_NobodyPublishes_SaysSoAndShowsNoZero()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var today = await sut.GetAsync("/api/plants/sewage-1/today");

        Assert.True(today.GetProperty("stale").GetBoolean());
        Assert.Equal("not_published", today.GetProperty("reason").GetString());
        Assert.False(today.TryGetProperty("so_far_m3", out _));
        Assert.Equal(40_000, today.GetProperty("capacity_m3").GetDouble());
    }

    [Fact]
    public async Task Today_OfAPlantThatIsWeighed_SaysThatNoMeterMakesItsVolume()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = TestRegistry.Parse("""
            {
              "city": { "name": { "en": "Testville", "zh": "测试市" }, "time_zone": "Asia/Shanghai" },
              "districts": [
                {
                  "id": "north", "name": { "en": "North", "zh": "北区" },
                  "responsible_unit": { "en": "North District", "zh": "北区政府" }
                }
              ],
              "plants": [
                {
                  "id": "landfill", "kind": "landfill", "name": { "en": "Landfill", "zh": "填埋场" },
                  "district": "north", "capacity": [{ "from": "2009-01-01", "state": "in_service" }]
                }
              ]
            }
            """u8.ToArray());

        var today = await sut.GetAsync("/api/plants/landfill/today");

        Assert.Equal("no_meter", today.GetProperty("reason").GetString());
    }

    private static JsonElement Meter(JsonElement daily, int day) =>
        Assert.Single(daily.GetProperty("days")[day].GetProperty("meters").EnumerateArray());

    private static async Task<JsonElement> DayAsync(DashboardsApp app) =>
        (await app.GetAsync("/api/plants/sewage-1/daily?from=2009-06-02&to=2009-06-02")).GetProperty("days")[0];
}
