using System.Text.Json;

namespace Telemetry.Dashboards.Tests;

public sealed class OpenApiDocument
{
    private static readonly string[] Routes =
    [
        "/api/accounts", "/api/accounts/first", "/api/accounts/{id}",
        "/api/alarms", "/api/alarms/counts", "/api/alarms/{id}", "/api/alarms/{id}/acknowledge",
        "/api/alarms/{id}/shelve", "/api/alarms/{id}/unshelve",
        "/api/clocks", "/api/dead-letters", "/api/dead-letters/replay", "/api/declared", "/api/declared/forms",
        "/api/declared/template",
        "/api/declared/{id}/withdraw", "/api/fleet/balance",
        "/api/indicators/daily", "/api/ledger", "/api/live", "/api/map", "/api/map/seas", "/api/places",
        "/api/places/{kind}/{id}", "/api/plants", "/api/plants/{id}/daily",
        "/api/plants/{id}/events", "/api/plants/{id}/meters/{meter}/flow", "/api/plants/{id}/points/{point}/quality",
        "/api/plants/{id}/quality", "/api/plants/{id}/today", "/api/reports/locks", "/api/reports/monthly/{month}",
        "/api/reports/monthly/{month}/lock", "/api/reviews", "/api/revisions", "/api/revisions/{id}/accept",
        "/api/revisions/{id}/refuse", "/api/rounds/{date}", "/api/scopes", "/api/session", "/api/session/password",
        "/api/status", "/api/tokens", "/api/tokens/{id}", "/api/unregistered", "/api/vehicles",
        "/api/vehicles/{id}/day/{date}", "/api/vehicles/{id}/positions", "/api/vehicles/{id}/track",
    ];

    [Fact]
    public async Task Document_Paths_AreEveryRouteAndNoOther()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var paths = (await sut.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(
            path => path.Name);

        Assert.Equal(Routes, paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryOperation_HasASummaryADescriptionAndAnAnswer()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var paths = (await sut.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject();

        Assert.All(paths.SelectMany(path => path.Value.EnumerateObject()), path =>
        {
            var operation = path.Value;
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            Assert.NotEqual("", operation.GetProperty("description").GetString());
            Assert.True(
                operation.GetProperty("responses").GetProperty("200").TryGetProperty("content", out _), path.Name);
        });
    }

    [Fact]
    public async Task Document_Flow_NamesItsParametersErrorsAndUnits()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var document = await sut.GetAsync("/openapi/v1.json");
        var flow = document.GetProperty("paths").GetProperty("/api/plants/{id}/meters/{meter}/flow").GetProperty("get");

        var parameters = flow.GetProperty("parameters").EnumerateArray().ToDictionary(
            p => p.GetProperty("name").GetString()!);
        Assert.Equal(["every", "from", "id", "meter", "to"], parameters.Keys.Order());
        Assert.All(
            parameters.Values, parameter => Assert.NotEqual("", parameter.GetProperty("description").GetString()));
        Assert.False(parameters["from"].TryGetProperty("required", out var required) && required.GetBoolean());
        Assert.Equal(
            ["200", "400", "404", "503"], flow.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order());
        Assert.Contains(
            "m³/h", Property(document, "FlowPoint", "flow_m3h").GetProperty("description").GetString()!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_AValueThatMayBeUnknown_IsNotRequired()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var point = (await sut.GetAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas")
            .GetProperty("FlowPoint");

        Assert.Equal(
            ["flags", "time"], point.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
    }

    private static JsonElement Property(JsonElement document, string schema, string property) => document
        .GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(
            property);
}
