using System.Globalization;
using System.Text;
using System.Text.Json;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

public sealed class PlantHistoryApi
{
    private const string City = """
        {
          "city": { "name": { "en": "Testville", "zh": "测试市" }, "time_zone": "Asia/Shanghai", "day_start": "00:00" },
          "districts": [{
            "id": "north", "name": { "en": "North", "zh": "北区" },
            "responsible_unit": { "en": "North District", "zh": "北区政府" }
          }],
          "plants": [{
            "id": "sewage-1", "kind": "sewage", "name": { "en": "Sewage plant 1", "zh": "污水处理一厂" },
            "district": "north",
            "capacity": [{ "from": "2009-01-01", "state": "in_service", "design_m3d": 40000 }],
            "meters": [
              { "id": "overflow", "role": "bypass", "name": { "en": "Overflow", "zh": "溢流" }, "interval": "5m",
                "full_scale_m3h": 1000 },
              { "id": "outlet", "role": "effluent", "treated": true, "name": { "en": "Outlet", "zh": "出水" },
                "interval": "5m" }
            ],
            "quality_points": [{
              "id": "out", "role": "effluent", "name": { "en": "Outlet", "zh": "出水口" }, "interval": "1h",
              "limits": [{ "parameter": "cod_mgl", "max": 60 }, { "parameter": "ph", "min": 6, "max": 9 }]
            }]
          }]
        }
        """;

    private static readonly Series Out = new(Measurements.PlantQuality, "sewage-1", "out");
    private static readonly Series State = new(Measurements.PlantStatus, "sewage-1", "-");
    private static readonly Series Overflow = new(Measurements.PlantFlow, "overflow", "sewage-1");
    private static readonly DateTimeOffset Start = DashboardsApp.Start;

    [Fact]
    public async Task Quality_a_point_has_its_limits_and_its_newest_values()
    {
        await using var sut = await CreateSut();
        sut.Store.Add(Out, Start.AddHours(-1), ("cod_mgl", 31.5), ("tp_mgl", 0.3), ("q", "N"), ("flags", 0L));

        var point = (await sut.GetAsync("/api/plants/sewage-1/quality")).GetProperty("points")[0];

        Assert.Equal("2026-03-01T11:00:00+08:00", point.GetProperty("latest").GetString());
        Assert.Equal(
            ["cod_mgl 31.5 60", "ph  9", "tp_mgl 0.3 "], point.GetProperty("parameters").EnumerateArray().Select(one =>
                $"{one.GetProperty("id")} {Optional(one, "value")} {Optional(one, "max")}"));
    }

    [Fact]
    public async Task Quality_history_keeps_extremes_and_leaves_gaps()
    {
        await using var sut = await CreateSut();
        sut.Store.Add(Out, Start, ("cod_mgl", 30.0));
        sut.Store.Add(Out, Start.AddMinutes(2), ("cod_mgl", 90.0));
        sut.Store.Add(Out, Start.AddMinutes(21), ("cod_mgl", 33.0));

        var history = await sut.GetAsync(
            $"/api/plants/sewage-1/points/out/quality?parameters=cod_mgl&every=10m&from={Ms(Start)}"
            + $"&to={Ms(Start.AddHours(1))}");

        var buckets = history.GetProperty("parameters")[0].GetProperty("buckets").EnumerateArray().ToArray();
        Assert.Equal(2, buckets.Length);
        Assert.Equal(90, buckets[0].GetProperty("max").GetDouble());
        Assert.Equal(60, buckets[0].GetProperty("mean").GetDouble());
        Assert.Equal("2026-03-01T12:20:00+08:00", buckets[1].GetProperty("start").GetString());
    }

    [Theory]
    [InlineData("/api/plants/sewage-1/points/nowhere/quality", 404, "no quality point 'nowhere'")]
    [InlineData("/api/plants/nowhere/quality", 404, "no plant 'nowhere'")]
    [InlineData("/api/plants/nowhere/events", 404, "no plant 'nowhere'")]
    [InlineData("/api/plants/sewage-1/points/out/quality?parameters=COD", 400, "parameters 'COD'")]
    [InlineData("/api/plants/sewage-1/points/out/quality?every=raw", 400, "every 'raw'")]
    [InlineData("/api/plants/sewage-1/events?from=yesterday", 400, "from 'yesterday'")]
    [InlineData("/api/plants/sewage-1/events?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", 400, "at most 400")]
    public async Task A_wrong_request_is_refused_in_words(string path, int status, string words)
    {
        await using var sut = await CreateSut();

        Assert.Contains(words, await sut.GetProblemAsync(path, status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_states_are_changes_and_the_one_in_force_stands_first()
    {
        await using var sut = await CreateSut();
        foreach (var (hours, state) in new[] { (-30.0, "standby"), (-20, "running"), (-10, "running"), (-9, "fault"),
            (-8.5, "fault"), (-8, "running") })
        {
            sut.Store.Add(State, Start.AddHours(hours), ("state", state), ("flags", 0L));
        }

        var events = await EventsAsync(sut, Start.AddHours(-12));

        Assert.Equal(
            ["state 2026-02-28T16:00:00+08:00 running", "state 2026-03-01T03:00:00+08:00 fault",
                "state 2026-03-01T04:00:00+08:00 running"],
            events.Select(one => $"{one.GetProperty("kind")} {one.GetProperty("at")} {one.GetProperty("state")}"));
    }

    [Fact]
    public async Task Events_water_past_the_treatment_is_one_time_until_it_pauses()
    {
        await using var sut = await CreateSut();
        foreach (var (minutes, flow) in new[] { (0, 0.5), (5, 40.0), (10, 60), (15, 0), (20, 30), (60, 5) })
            sut.Store.Add(Overflow, Start.AddHours(-2).AddMinutes(minutes), ("flow_m3h", flow));

        var events = await EventsAsync(sut, Start.AddHours(-3));

        Assert.Equal(
            ["10:05 10:25 60", "11:00 11:05 5"], events.Select(one =>
                $"{Clock(one, "at")} {Clock(one, "until")} {one.GetProperty("greatest_m3h").GetDouble()}"));
    }

    [Fact]
    public async Task Events_a_totaliser_is_reset_by_its_device_or_by_a_person()
    {
        await using var sut = await CreateSut();
        sut.Store.Add(
            new Series(Measurements.MeterEvent, "outlet", "sewage-1"), Start.AddHours(-2), ("last_m3", 900.0),
            ("first_m3", 0.0), ("reason", "board replaced"));
        await sut.PostAsync("/api/declared", """
            { "kind": "meter_replacement", "why": "work order 12", "figures": { "plant": "sewage-1", "meter": "outlet",
              "at": "2026-03-01T11:00:00+08:00", "last_m3": 950, "first_m3": 3, "source": "note" } }
            """);

        var events = await EventsAsync(sut, Start.AddHours(-3));

        Assert.Equal(
            ["False 900 0", "True 950 3"], events.Select(one =>
                $"{one.GetProperty("declared")} {one.GetProperty("last_m3")} {one.GetProperty("first_m3")}"));
    }

    [Fact]
    public async Task Scopes_are_the_city_its_districts_and_its_plants()
    {
        await using var sut = await CreateSut();

        var scopes = (await sut.GetAsync("/api/scopes")).GetProperty("scopes").EnumerateArray();

        Assert.Equal(["city", "district:north", "plant:sewage-1"], scopes.Select(one =>
            one.GetProperty("scope").GetString()));
    }

    [Fact]
    public async Task Forms_have_the_columns_of_each_kind()
    {
        await using var sut = await CreateSut();

        var forms = (await sut.GetAsync("/api/declared/forms")).GetProperty("forms").EnumerateArray().ToArray();

        var correction = forms.Single(form => form.GetProperty("kind").GetString() == "day_correction");
        Assert.Equal(
            ["plant", "meter", "day", "volume_m3", "reason", "source"], correction.GetProperty("columns")
                .EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        Assert.Equal("m³", correction.GetProperty("columns")[3].GetProperty("unit").GetString());
        Assert.Equal(7, forms.Length);
    }

    [Fact]
    public async Task Locks_are_none_before_a_month_is_published()
    {
        await using var sut = await CreateSut();

        Assert.Equal(0, (await sut.GetAsync("/api/reports/locks")).GetProperty("locks").GetArrayLength());
        Assert.Contains(
            "from 'x'", await sut.GetProblemAsync("/api/reports/locks?from=x", 400), StringComparison.Ordinal);
    }

    private static async Task<DashboardsApp> CreateSut()
    {
        var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = TestRegistry.Parse(Encoding.UTF8.GetBytes(City));
        return sut;
    }

    private static async Task<JsonElement[]> EventsAsync(DashboardsApp sut, DateTimeOffset from) =>
        [.. (await sut.GetAsync($"/api/plants/sewage-1/events?from={Ms(from)}&to={Ms(Start)}"))
            .GetProperty("events").EnumerateArray()];

    private static string Clock(JsonElement element, string name) =>
        element.GetProperty(name).GetDateTimeOffset().ToString("HH:mm", CultureInfo.InvariantCulture);

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static string Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ToString() : "";
}
