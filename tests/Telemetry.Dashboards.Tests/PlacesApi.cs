using System.Text.Json;
using Telemetry.Dashboards.Tests.Doors;

namespace Telemetry.Dashboards.Tests;

public sealed class PlacesApi
{
    [Fact]
    public async Task Places_OfEveryKind_AreFeaturesByKindAndId()
    {
        await using var sut = await StartAsync();

        using var answer = await sut.Client.GetAsync(new Uri("/api/places", UriKind.Relative));

        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType?.MediaType);
        using var places = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            [
                "depot/yard", "facility/gate", "collection_point/tank-1", "collection_point/tank-2",
                "district/north-area", "forbidden/no-go",
            ],
            places.RootElement.GetProperty("features").EnumerateArray().Select(p => p.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Place_WithoutAnArea_IsAPointWithItsRadius()
    {
        await using var sut = await StartAsync();

        var places = await sut.GetAsync("/api/places");

        Assert.Equal("""{"type":"Point","coordinates":[122,30.02]}""", Geometry(places, "collection_point/tank-2"));
        var tank = Place(places, "collection_point/tank-2").GetProperty("properties");
        Assert.Equal(25, tank.GetProperty("radius_m").GetDouble());
        Assert.Equal("septic_tank", tank.GetProperty("point_kind").GetString());
        Assert.Equal("二号池", tank.GetProperty("name").GetProperty("zh").GetString());
        Assert.Equal("north", tank.GetProperty("district").GetString());
        // What docs/fleet.md says of those that name none.
        Assert.Equal(40, Radius(places, "collection_point/tank-1"));
        Assert.Equal(100, Radius(places, "depot/yard"));
    }

    [Fact]
    public async Task Place_WithAnArea_HasItWithTheOuterRingCounterclockwise()
    {
        await using var sut = await StartAsync();

        var places = await sut.GetAsync("/api/places");

        Assert.Equal(
            """{"type":"Polygon","coordinates":[[[121.999,29.899],[122.001,29.899],[122.001,29.901],"""
            + "[121.999,29.901],[121.999,29.899]]]}",
            Geometry(places, "facility/gate"));
        var gate = Place(places, "facility/gate").GetProperty("properties");
        Assert.Equal(
            ("fecal_plant", "fecal-1", 29.9),
            (gate.GetProperty("facility_kind").GetString(), gate.GetProperty("plant").GetString(),
            gate.GetProperty("lat").GetDouble()));
        Assert.False(gate.TryGetProperty("radius_m", out _));
    }

    [Fact]
    public async Task Place_OfSeveralParts_IsAMultipolygonWhoseHolesRunClockwise()
    {
        await using var sut = await StartAsync();

        var area = Place(await sut.GetAsync("/api/places"), "forbidden/no-go").GetProperty("geometry");

        Assert.Equal("MultiPolygon", area.GetProperty("type").GetString());
        var parts = area.GetProperty("coordinates");
        Assert.Equal([2, 1], parts.EnumerateArray().Select(part => part.GetArrayLength()));
        Assert.Equal("[122.2,30.1]", parts[0][0][1].GetRawText());
        Assert.Equal("[122.12,30.14]", parts[0][1][1].GetRawText());
    }

    [Theory]
    [InlineData("kind=collection_point", 2)]
    [InlineData("district=south", 1)]
    [InlineData("kind=depot&district=south", 0)]
    public async Task Places_Filtered_AreThoseThatMatchAll(string query, int count)
    {
        await using var sut = await StartAsync();

        Assert.Equal(count, (await sut.GetAsync($"/api/places?{query}")).GetProperty("features").GetArrayLength());
    }

    [Fact]
    public async Task Places_AWrongRequest_IsToldEverythingThatIsWrong()
    {
        await using var sut = await StartAsync();

        var problem = await sut.GetProblemAsync("/api/places?kind=moon&district=west", 400);

        Assert.Contains("kind 'moon': one of depot, facility, collection_point", problem, StringComparison.Ordinal);
        Assert.Contains("no such district", problem, StringComparison.Ordinal);
    }

    private static async Task<DashboardsApp> StartAsync()
    {
        var app = await DashboardsApp.StartAsync();
        app.Registry.Current = PlacesRegistry.Read();
        return app;
    }

    private static double Radius(JsonElement places, string id) =>
        Place(places, id).GetProperty("properties").GetProperty("radius_m").GetDouble();

    private static string Geometry(JsonElement places, string id) =>
        Place(places, id).GetProperty("geometry").GetRawText();

    private static JsonElement Place(JsonElement places, string id) =>
        places.GetProperty("features").EnumerateArray().Single(place => place.GetProperty("id").GetString() == id);
}
