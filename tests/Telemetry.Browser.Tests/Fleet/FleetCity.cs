using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Browser.Tests.Fleet;

/// <summary>Where the trucks of the tests go: two collection points, a depot, a reservoir.</summary>
internal static class FleetCity
{
    private const string Json = """
        {
          "city": { "name": { "en": "Testholm", "zh": "测试市" }, "time_zone": "Asia/Shanghai" },
          "districts": [
            { "id": "north", "name": { "en": "North", "zh": "北区" }, "responsible_unit": "North District Works" },
          ],
          "plants": [],
          "facilities": [
            {
              "id": "yard", "kind": "depot", "name": { "en": "Yard", "zh": "车场" }, "district": "north",
              "location": { "lat": 30.0285, "lon": 122.1042 },
            },
          ],
          "vehicles": [
            { "id": "truck-1", "kind": "vacuum_truck", "plate": "L 1001", "district": "north", "interval": "5m" },
            { "id": "truck-2", "kind": "sweeper", "plate": "L 1002", "district": "north", "interval": "5m" },
            { "id": "truck-3", "kind": "tipper", "plate": "L 1003", "district": "north", "interval": "5m" },
          ],
          "collection_points": [
            {
              "id": "bin-1", "kind": "bin", "name": { "en": "Bin 1", "zh": "一号桶" }, "district": "north",
              "location": { "lat": 30.02, "lon": 122.11 }, // by the gate
            },
          ],
          "geofences": [
            {
              "id": "north", "kind": "district", "name": { "en": "North", "zh": "北区" }, "district": "north",
              "area": {
                "type": "Polygon",
                "coordinates": [[[122.0, 29.98], [122.2, 29.98], [122.2, 30.1], [122.0, 30.1], [122.0, 29.98]]],
              },
            },
          ],
        }
        """;

    /// <summary>A running city whose registry lies in a folder of its own, for places are changed in it.</summary>
    public static Task<City> StartAsync(TempFolder folder)
    {
        var file = folder.File("city.json");
        File.WriteAllText(file, Json);
        return City.StartAsync(file);
    }

    /// <summary>A position with a speed; of now where no time is given.</summary>
    public static Task PingAsync(
        this City city, string vehicle, double lat, double lon, double speed = 0, DateTimeOffset? at = null) =>
        city.PublishAsync($"vehicles/{vehicle}/position", string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"ts":{{at?.ToUnixTimeMilliseconds() ?? City.NowMs}},"lat":{{lat}},"lon":{{lon}},"speed_kmh":{{speed}}}
            """));
}
