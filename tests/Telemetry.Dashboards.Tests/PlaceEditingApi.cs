using System.Text.Json;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tests;

public sealed class PlaceEditingApi
{
    private const string Tank = """
        {
          "type": "Feature", "geometry": { "type": "Point", "coordinates": [122.005, 30.03] },
          "properties": {
            "kind": "collection_point", "name": { "en": "Tank 3", "zh": "三号池" }, "district": "north",
            "point_kind": "septic_tank", "radius_m": 30
          }
        }
        """;

    [Fact]
    public async Task Put_OfANewPlace_IsThereAfterwards()
    {
        await using var sut = await StartAsync();

        using var answer = await PutAsync(sut, "collection_point/tank-3", Body(Tank));

        Assert.Equal(201, (int)answer.StatusCode);
        var place = await PlaceAsync(sut, "collection_point/tank-3");
        Assert.Equal("""{"type":"Point","coordinates":[122.005,30.03]}""", place.GetProperty("geometry").GetRawText());
        Assert.Equal("三号池", place.GetProperty("properties").GetProperty("name").GetProperty("zh").GetString());
        Assert.Equal(30, place.GetProperty("properties").GetProperty("radius_m").GetDouble());
    }

    [Theory]
    [InlineData("depot/yard")]
    [InlineData("facility/gate")]
    [InlineData("collection_point/tank-2")]
    [InlineData("district/north-area")]
    public async Task Put_OfWhatTheMapGave_ChangesNothingOfIt(string id)
    {
        await using var sut = await StartAsync();
        var before = await PlaceAsync(sut, id);

        using var answer = await PutAsync(sut, id, Body(before.GetRawText()));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(before.GetRawText(), (await PlaceAsync(sut, id)).GetRawText());
    }

    [Fact]
    public async Task Put_OfAnotherKindOfTheSamePart_ChangesTheKind()
    {
        await using var sut = await StartAsync();
        var fence = (await PlaceAsync(sut, "forbidden/no-go")).GetRawText()
            .Replace("\"kind\":\"forbidden\"", "\"kind\":\"service_area\"", StringComparison.Ordinal);

        using var answer = await PutAsync(sut, "forbidden/no-go", Body(fence));

        Assert.Equal(200, (int)answer.StatusCode);
        var places = await sut.GetAsync("/api/places?kind=service_area");
        Assert.Equal("service_area/no-go", places.GetProperty("features")[0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("collection_point/tank-3", "\"north\"", "\"nowhere\"", 400, "collection_points[2].district")]
    [InlineData("collection_point/tank-3", "\"septic_tank\"", "\"tank\"", 400, "point_kind 'tank'")]
    [InlineData("collection_point/tank-3", "122.005, 30.03", "30.03, 122.005", 400, "off the globe")]
    [InlineData("collection_point/tank-3", "\"Point\"", "\"LineString\"", 400, "LineString")]
    [InlineData("collection_point/tank-3", "\"radius_m\": 30", "\"radius_m\": 5000", 400, "radius_m")]
    [InlineData("collection_point/tank 3", "x", "x", 400, "id 'tank 3'")]
    [InlineData("bin/tank-3", "x", "x", 400, "kind 'bin'")]
    [InlineData("forbidden/tank-3", "\"collection_point\"", "\"forbidden\"", 400, "is an area")]
    public async Task Put_OfWhatMakesAWrongRegistry_IsRefusedInWords(
        string id, string part, string other, int status, string words)
    {
        await using var sut = await StartAsync();
        var version = sut.Registry.Current.Version;

        using var answer = await PutAsync(
            sut, id, Body(Tank.Replace(part, other, StringComparison.Ordinal)));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, await DetailAsync(answer), StringComparison.Ordinal);
        Assert.Equal(version, sut.Registry.Current.Version);
    }

    [Fact]
    public async Task Put_OfADepotWhoseNameAnotherFacilityHas_IsNotFound()
    {
        await using var sut = await StartAsync();
        var yard = (await PlaceAsync(sut, "depot/yard")).GetRawText();

        using var answer = await PutAsync(sut, "depot/gate", Body(yard));

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Contains("depot/gate", await DetailAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_WithoutAReason_IsRefused()
    {
        await using var sut = await StartAsync();

        using var answer = await PutAsync(sut, "collection_point/tank-3", $$"""{"place": {{Tank}}}""");

        Assert.Contains("why is wanted", await DetailAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_OfWhatSomebodyChangedMeanwhile_IsAConflict()
    {
        await using var sut = await StartAsync();

        using var answer = await PutAsync(
            sut, "collection_point/tank-3", $$"""{"why": "new", "version": "0123456789ab", "place": {{Tank}}}""");

        Assert.Equal(409, (int)answer.StatusCode);
        Assert.Contains("Somebody changed", await DetailAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_FromAPageOfAnotherSite_IsForbidden()
    {
        await using var sut = await StartAsync();

        using var answer = await sut.SendAsync(
            "/api/places/collection_point/tank-3", Body(Tank), "application/json", site: "cross-site",
            method: HttpMethod.Put);

        Assert.Equal(403, (int)answer.StatusCode);
        Assert.Empty(sut.Places.Wishes);
    }

    [Fact]
    public async Task Put_CarriesItsActorAndReason()
    {
        await using var sut = await StartAsync();

        using var answer = await sut.SendAsync(
            "/api/places/collection_point/tank-3", Body(Tank), "application/json", token: "wang",
            method: HttpMethod.Put);

        var wish = Assert.Single(sut.Places.Wishes);
        Assert.Equal(("token:wang", "drawn anew"), (wish.Actor.ToString(), wish.Why));
    }

    [Fact]
    public async Task Put_WhereTheFileCantBeWritten_SaysSo()
    {
        await using var sut = await StartAsync();
        sut.Places.Stuck = "The registry /etc/city.json can't be written";

        using var answer = await PutAsync(sut, "collection_point/tank-3", Body(Tank));

        Assert.Equal(409, (int)answer.StatusCode);
        Assert.Contains("/etc/city.json", await DetailAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_TakesThePlaceOut()
    {
        await using var sut = await StartAsync();

        using var answer = await sut.SendAsync(
            "/api/places/forbidden/no-go?why=dry", "", "application/json", method: HttpMethod.Delete);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Empty((await sut.GetAsync("/api/places?kind=forbidden")).GetProperty("features").EnumerateArray());
    }

    [Fact]
    public async Task Delete_OfAPointThatARoundServes_NamesTheRound()
    {
        await using var sut = await StartAsync();

        using var answer = await sut.SendAsync(
            "/api/places/collection_point/tank-1?why=gone", "", "application/json", method: HttpMethod.Delete);

        Assert.Equal(400, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        using var problem = JsonDocument.Parse(text);
        Assert.Equal(
            "rounds[0].points[0].point", problem.RootElement.GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Delete_OfWhatIsNotThere_IsNotFound()
    {
        await using var sut = await StartAsync();

        using var answer = await sut.SendAsync(
            "/api/places/facility/yard?why=gone", "", "application/json", method: HttpMethod.Delete);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    private static async Task<DashboardsApp> StartAsync()
    {
        var app = await DashboardsApp.StartAsync();
        app.Registry.Replace(PlacesRegistry.File);
        return app;
    }

    private static string Body(string place) => $$"""{"why": "drawn anew", "place": {{place}}}""";

    private static Task<HttpResponseMessage> PutAsync(DashboardsApp sut, string id, string body) =>
        sut.SendAsync($"/api/places/{id}", body, "application/json", method: HttpMethod.Put);

    private static async Task<JsonElement> PlaceAsync(DashboardsApp sut, string id) =>
        (await sut.GetAsync("/api/places")).GetProperty("features").EnumerateArray()
            .Single(place => place.GetProperty("id").GetString() == id);

    private static async Task<string> DetailAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("detail").GetString()!;
    }
}
