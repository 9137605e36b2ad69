using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Telemetry.Dashboards.Tests.Reports;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

/// <summary>The truck of the test city reports every 10 s; a degree of latitude is 111,195 m.</summary>
public sealed class TracksApi
{
    private const string Path = "/api/vehicles/v-01/track";

    private static readonly Series Truck = new(Measurements.VehiclePosition, "v-01");
    private static readonly DateTimeOffset Noon = DashboardsApp.Start.AddHours(-4);
    private static readonly XNamespace Gpx = "http://www.topografix.com/GPX/1/1";

    [Fact]
    public async Task Track_ADrive_IsOneLineWithLongitudeFirstAndTheTimesOfItsPositions()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Drive(sut, Noon, 30.0, fixes: 4);

        var track = await sut.GetAsync(Path);

        Assert.Equal("FeatureCollection", track.GetProperty("type").GetString());
        var line = Assert.Single(track.GetProperty("features").EnumerateArray());
        Assert.Equal("LineString", line.GetProperty("geometry").GetProperty("type").GetString());
        Assert.Equal([(122.1, 30.0), (122.1, 30.001), (122.1, 30.002), (122.1, 30.003)], Positions(line));
        var properties = line.GetProperty("properties");
        Assert.Equal(
            ["2026-03-01T08:00:00+08:00", "2026-03-01T08:00:10+08:00", "2026-03-01T08:00:20+08:00",
            "2026-03-01T08:00:30+08:00"], properties.GetProperty("times").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(40, properties.GetProperty("speeds_kmh")[0].GetDouble());
        Assert.Equal((4, 4), (track.GetProperty("stored").GetInt32(), track.GetProperty("used").GetInt32()));
    }

    [Fact]
    public async Task Track_ASilenceOfMoreThanAnHour_IsAGapBetweenTwoSegments()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Drive(sut, Noon, 30.0, fixes: 3);
        Drive(sut, Noon.AddMinutes(62), 30.1, fixes: 2);

        var segments = (await sut.GetAsync(Path)).GetProperty("features").EnumerateArray().ToArray();

        Assert.Equal([3, 2], segments.Select(segment => Positions(segment).Length));
        Assert.Equal([1, 2], segments.Select(s => s.GetProperty("properties").GetProperty("segment").GetInt32()));
        Assert.Equal(
            "2026-03-01T09:02:00+08:00", segments[1].GetProperty("properties").GetProperty("from").GetString());
    }

    [Fact]
    public async Task Track_AFixThatJumpsAway_IsPassedOverAndCounted()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Drive(sut, Noon, 30.0, fixes: 3);
        Add(sut, Noon.AddSeconds(30), 31.0);
        Drive(sut, Noon.AddSeconds(40), 30.003, fixes: 2);

        var track = await sut.GetAsync(Path);

        Assert.Equal(5, Positions(Assert.Single(track.GetProperty("features").EnumerateArray())).Length);
        Assert.Equal((6, 5), (track.GetProperty("stored").GetInt32(), track.GetProperty("used").GetInt32()));
    }

    [Fact]
    public async Task Track_TheFirstFixOfTheRange_IsJudgedByThoseBeforeIt()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Drive(sut, Noon.AddSeconds(-30), 30.0, fixes: 3);
        Add(sut, Noon, 31.0);
        Drive(sut, Noon.AddSeconds(10), 30.003, fixes: 2);

        var track = await sut.GetAsync($"{Path}?from={Noon.ToUnixTimeMilliseconds()}");

        Assert.Equal(
            [(122.1, 30.003), (122.1, 30.004)],
            Positions(Assert.Single(track.GetProperty("features").EnumerateArray())));
    }

    [Fact]
    public async Task Track_OneFix_IsAPoint()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Add(sut, Noon, 30.0);

        var geometry = (await sut.GetAsync(Path)).GetProperty("features")[0].GetProperty("geometry");

        Assert.Equal("Point", geometry.GetProperty("type").GetString());
        Assert.Equal(122.1, geometry.GetProperty("coordinates")[0].GetDouble());
    }

    [Fact]
    public async Task Track_NothingStored_HasNoSegment()
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Empty((await sut.GetAsync(Path)).GetProperty("features").EnumerateArray());
    }

    /// <summary>The middle fix lies 0.0001°, 11 m, beside the line between its neighbours.</summary>
    [Theory]
    [InlineData("", 3)]
    [InlineData("&tolerance_m=10", 3)]
    [InlineData("&tolerance_m=12", 2)]
    public async Task Track_WithATolerance_LeavesOutWhatLiesWithinIt(string tolerance, int positions)
    {
        await using var sut = await DashboardsApp.StartAsync();
        Add(sut, Noon, 0, 122.1);
        Add(sut, Noon.AddSeconds(10), 0.0001, 122.101);
        Add(sut, Noon.AddSeconds(20), 0, 122.102);

        var track = await sut.GetAsync($"{Path}?format=geojson{tolerance}");

        Assert.Equal(positions, Positions(track.GetProperty("features")[0]).Length);
        Assert.Equal(3, track.GetProperty("used").GetInt32());
    }

    [Fact]
    public async Task Track_AsGpx_HasASegmentEachAndTimesInUtc()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Drive(sut, Noon, 30.0, fixes: 3);
        Drive(sut, Noon.AddMinutes(62), 30.1, fixes: 2);

        using var answer = await AskAsync(sut, Path, "application/gpx+xml");

        Assert.Equal("application/gpx+xml", answer.Content.Headers.ContentType?.MediaType);
        var gpx = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.Equal((Gpx + "gpx", "1.1"), (gpx.Name, gpx.Attribute("version")?.Value));
        var segments = gpx.Element(Gpx + "trk")!.Elements(Gpx + "trkseg").ToArray();
        Assert.Equal([3, 2], segments.Select(segment => segment.Elements(Gpx + "trkpt").Count()));
        var second = segments[0].Elements(Gpx + "trkpt").ElementAt(1);
        Assert.Equal(
            ("30.001", "122.1", "2026-03-01T00:00:10Z"),
            (second.Attribute("lat")?.Value, second.Attribute("lon")?.Value, second.Element(Gpx + "time")?.Value));
    }

    [Fact]
    public async Task Track_AsCsv_HasALineAFixAndNothingForWhatIsNotTold()
    {
        await using var sut = await DashboardsApp.StartAsync();
        Drive(sut, Noon, 30.0, fixes: 1);
        sut.Store.Add(
            Truck, Noon.AddMinutes(61), ("lat", 30.5), ("lon", 122.5), ("ignition", false), ("working", true),
            ("accuracy_m", 7.5), ("load_kg", 800.0));

        using var answer = await AskAsync(sut, Path, "text/csv");

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("track-v-01.csv", answer.Content.Headers.ContentDisposition?.FileName);
        var lines = CsvLines.Of(Encoding.UTF8.GetString(bytes.AsSpan(3)));
        Assert.Equal(
            ["segment", "time", "lat", "lon", "speed_kmh", "accuracy_m", "ignition", "working", "load_kg"], lines[0]);
        Assert.Equal(["1", "2026-03-01T08:00:00+08:00", "30", "122.1", "40", "", "", "", ""], lines[1]);
        Assert.Equal(["2", "2026-03-01T09:01:00+08:00", "30.5", "122.5", "", "7.5", "false", "true", "800"], lines[2]);
    }

    /// <summary>More than the store gives in one page, and than is held before it is sent.</summary>
    [Theory]
    [InlineData("geojson")]
    [InlineData("gpx")]
    [InlineData("csv")]
    public async Task Track_ALongOne_IsWhole(string format)
    {
        await using var sut = await DashboardsApp.StartAsync();
        var start = DashboardsApp.Start.AddSeconds(-12_000);
        for (var i = 0; i < 12_000; i++) Add(sut, start.AddSeconds(i), 30.0 + i * 0.0001);

        using var answer = await AskAsync(sut, $"{Path}?format={format}", "*/*");

        var text = await answer.Content.ReadAsStringAsync();
        var fixes = format switch
        {
            "geojson" => Positions(JsonDocument.Parse(text).RootElement.GetProperty("features")[0]).Length,
            "gpx" => XDocument.Parse(text).Descendants(Gpx + "trkpt").Count(),
            _ => text.Split("\r\n").Length - 2,
        };
        Assert.Equal(12_000, fixes);
    }

    [Fact]
    public async Task Track_OfMorePositionsThanTheLimit_IsRefusedWithTheLimit()
    {
        await using var sut = await DashboardsApp.StartAsync(options => options.MaxTrackPositions = 100);
        Drive(sut, Noon, 30.0, fixes: 101);

        Assert.Contains("more than 100 positions", await sut.GetProblemAsync(Path, 400), StringComparison.Ordinal);
        Assert.Single((await sut.GetAsync(
            $"{Path}?to={Noon.AddSeconds(1_000).ToUnixTimeMilliseconds()}")).GetProperty("features").EnumerateArray());
    }

    [Fact]
    public async Task Track_AWrongRequest_IsToldEverythingThatIsWrong()
    {
        await using var sut = await DashboardsApp.StartAsync();

        var problem = await sut.GetProblemAsync($"{Path}?from=then&to=soon&format=kml&tolerance_m=-1", 400);

        string[] words =
        [
            "from 'then' is no instant", "to 'soon' is no instant", "format 'kml': one of geojson, gpx, csv",
            "tolerance_m '-1': metres, from 0 to 10000",
        ];
        Assert.All(words, word => Assert.Contains(word, problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Track_OfAnUnknownVehicle_IsNotFound()
    {
        await using var sut = await DashboardsApp.StartAsync();

        Assert.Contains(
            "no vehicle 'v-77'", await sut.GetProblemAsync("/api/vehicles/v-77/track", 404), StringComparison.Ordinal);
    }

    // North by 0.001° (111 m) each 10 s, 40 km/h.
    private static void Drive(DashboardsApp app, DateTimeOffset at, double lat, int fixes)
    {
        for (var i = 0; i < fixes; i++)
        {
            app.Store.Add(
                Truck, at.AddSeconds(10 * i), ("lat", Math.Round(lat + 0.001 * i, 6)), ("lon", 122.1),
                ("speed_kmh", 40.0), ("flags", 0L));
        }
    }

    private static void Add(DashboardsApp app, DateTimeOffset at, double lat, double lon = 122.1) =>
        app.Store.Add(Truck, at, ("lat", lat), ("lon", lon));

    private static (double, double)[] Positions(JsonElement feature) =>
    [
        .. feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray()
            .Select(position => (position[0].GetDouble(), position[1].GetDouble())),
    ];

    private static async Task<HttpResponseMessage> AskAsync(DashboardsApp app, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Accept", accept);
        var answer = await app.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer;
    }
}
