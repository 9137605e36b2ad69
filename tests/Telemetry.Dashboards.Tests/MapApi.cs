using System.Text.Json;
using Telemetry.Dashboards.Map;
using Telemetry.Dashboards.Tests.Doors;

namespace Telemetry.Dashboards.Tests;

public sealed class MapApi
{
    [Fact]
    public async Task Map_OfTheReferenceCitysArea_HasItsCoastlineAndNoTiles()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var map = await sut.GetAsync("/api/map");

        Assert.Equal(
            [122.1, 30.0, 122.1, 30.0], map.GetProperty("bounds").EnumerateArray().Select(one => one.GetDouble()));
        Assert.Equal("© OpenStreetMap contributors", map.GetProperty("seas").GetProperty("attribution").GetString());
        Assert.False(map.TryGetProperty("seas_missing", out _));
        Assert.False(map.TryGetProperty("tiles", out _));
    }

    [Fact]
    public async Task Seas_AreGeoJsonOfSeaAndShore()
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await sut.Client.GetAsync(new Uri("/api/map/seas", UriKind.Relative));

        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(answer.Headers.ETag);
        using var seas = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            ["sea MultiPolygon", "shore MultiLineString"],
            seas.RootElement.GetProperty("features").EnumerateArray().Select(one =>
                $"{one.GetProperty("id").GetString()} {one.GetProperty("geometry").GetProperty("type").GetString()}"));
    }

    [Fact]
    public async Task Map_OfACityElsewhere_SaysThatItsCoastlineIsMissing()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Replace(Elsewhere());

        var map = await sut.GetAsync("/api/map");

        Assert.False(map.TryGetProperty("seas", out _));
        Assert.Contains("cut.mjs", map.GetProperty("seas_missing").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Map_WithAFileOfItsOwn_ServesIt()
    {
        using var file = new SeasOf("[8, 53, 10, 55]");
        await using var sut = await DashboardsApp.StartAsync(map: new MapOptions { SeasFile = file.Path });
        sut.Registry.Replace(Elsewhere());

        var map = await sut.GetAsync("/api/map");

        Assert.Equal("somebody", map.GetProperty("seas").GetProperty("attribution").GetString());
        Assert.Equal("FeatureCollection", (await sut.GetAsync("/api/map/seas")).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Map_WithTiles_NamesTheirCoordinates()
    {
        await using var sut = await DashboardsApp.StartAsync(map: new MapOptions
        {
            TileUrl = "/tiles/{z}/{x}/{y}.png", TileCoordinates = MapCoordinates.Gcj02, TileAttribution = "City survey",
        });

        var tiles = (await sut.GetAsync("/api/map")).GetProperty("tiles");

        Assert.Equal(
            """{"url":"/tiles/{z}/{x}/{y}.png","coordinates":"gcj02","attribution":"City survey","""
            + "\"min_zoom\":3,\"max_zoom\":18}", tiles.GetRawText());
    }

    [Theory]
    [InlineData("https://t{0-1}.example.org/{z}/{x}/{y}.png", "https://t0.example.org,https://t1.example.org")]
    [InlineData("http://maps.example.org:8081/{z}/{x}/{-y}", "http://maps.example.org:8081")]
    [InlineData("/tiles/{z}/{x}/{y}.png", "")]
    [InlineData(null, "")]
    public void TileOrigins_AreThoseOfItsHosts(string? url, string origins)
    {
        var sut = new MapOptions { TileUrl = url, TileAttribution = "x" };

        Assert.Equal(origins, string.Join(',', sut.TileOrigins()));
        Assert.Empty(sut.Validate());
    }

    [Theory]
    [InlineData("ftp://x/{z}/{x}/{y}", "x", 3, 18, "an http or https address")]
    [InlineData("//x/{z}/{x}/{y}", "x", 3, 18, "an http or https address")]
    [InlineData("https://u:p@x/{z}/{x}/{y}", "x", 3, 18, "an http or https address")]
    [InlineData("https://x/{z}/{x}", "x", 3, 18, "are wanted")]
    [InlineData("https://x/{z}/{x}/{y}", " ", 3, 18, "TileAttribution is empty")]
    [InlineData("https://x/{z}/{x}/{y}", "x", 9, 8, "TileMinZoom 9")]
    [InlineData("https://x/{z}/{x}/{y}", "x", 3, 23, "TileMaxZoom 23")]
    public void Tiles_ThatCantBeAsked_AreRefusedAtStart(string url, string whose, int from, int to, string words)
    {
        var sut = new MapOptions
        {
            TileUrl = url, TileAttribution = whose, TileMinZoom = from, TileMaxZoom = to,
        };

        Assert.Contains(words, Assert.Single(sut.Validate()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[8, 53, 10]", "has no bbox")]
    [InlineData("oops", "is not JSON")]
    public void SeasFile_ThatIsNone_IsRefusedAtStart(string bbox, string words)
    {
        using var file = new SeasOf(bbox);

        var sut = new MapOptions { SeasFile = file.Path };

        Assert.Contains(words, Assert.Single(sut.Validate()), StringComparison.Ordinal);
    }

    private static ReadOnlyMemory<byte> Elsewhere() => """
        {
          "city": { "name": "Hamburg", "time_zone": "Europe/Berlin" },
          "districts": [{ "id": "n", "name": "N", "responsible_unit": "U" }], "plants": [],
          "facilities": [
            { "id": "a", "kind": "depot", "name": "A", "district": "n", "location": { "lat": 54, "lon": 9 } }
          ]
        }
        """u8.ToArray();

    private sealed class SeasOf : IDisposable
    {
        public SeasOf(string bbox) => File.WriteAllText(
            Path, $$"""{"type":"FeatureCollection","attribution":"somebody","bbox":{{bbox}},"features":[]}""");

        public string Path { get; } = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(), $"seas-{Guid.NewGuid():N}.geojson");

        public void Dispose() => File.Delete(Path);
    }
}
