using System.Text;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tests.Doors;

/// <summary>Two districts with places of every kind, and vehicles of three kinds.</summary>
internal static class PlacesRegistry
{
    private const string Json = """
        {
          "city": { "name": { "en": "Testville", "zh": "测试市" }, "time_zone": "Asia/Shanghai", "day_start": "00:00" },
          "districts": [
            { "id": "north", "name": { "en": "North", "zh": "北区" }, "responsible_unit": "North District" },
            { "id": "south", "name": { "en": "South", "zh": "南区" }, "responsible_unit": "South District" }
          ],
          "plants": [
            {
              "id": "fecal-1", "kind": "fecal", "name": "Fecal plant 1", "district": "south",
              "capacity": [{ "from": "2009-01-01", "state": "in_service", "design_m3d": 100 }]
            }
          ],
          "vehicles": [
            {
              "id": "v-01", "kind": "vacuum_truck", "plate": "浙L-10001", "district": "north", "interval": "10s",
              "depot": "yard"
            },
            { "id": "v-02", "kind": "sweeper", "plate": "浙L-10002", "district": "north", "interval": "10s" },
            { "id": "v-03", "kind": "sweeper", "plate": "浙L-10003", "district": "south", "interval": "10s" }
          ],
          "facilities": [
            {
              "id": "yard", "kind": "depot", "name": { "en": "Yard", "zh": "停车场" }, "district": "north",
              "location": { "lat": 30.0, "lon": 122.0 }
            },
            {
              "id": "gate", "kind": "fecal_plant", "name": "Gate", "district": "south", "plant": "fecal-1",
              "location": { "lat": 29.9, "lon": 122.0 },
              "area": {
                "type": "Polygon",
                "coordinates": [[
                  [121.999, 29.899], [121.999, 29.901], [122.001, 29.901], [122.001, 29.899], [121.999, 29.899]
                ]]
              }
            }
          ],
          "collection_points": [
            {
              "id": "tank-2", "kind": "septic_tank", "name": { "en": "Tank 2", "zh": "二号池" }, "district": "north",
              "radius_m": 25, "location": { "lat": 30.02, "lon": 122.0 }
            },
            {
              "id": "tank-1", "kind": "septic_tank", "name": "Tank 1", "district": "north",
              "location": { "lat": 30.01, "lon": 122.0 }
            }
          ],
          "geofences": [
            {
              "id": "no-go", "kind": "forbidden", "name": { "en": "Reservoir", "zh": "水库" },
              "area": {
                "type": "MultiPolygon",
                "coordinates": [
                  [
                    [[122.1, 30.1], [122.2, 30.1], [122.2, 30.2], [122.1, 30.2], [122.1, 30.1]],
                    [[122.12, 30.12], [122.14, 30.12], [122.14, 30.14], [122.12, 30.14], [122.12, 30.12]]
                  ],
                  [[[122.3, 30.1], [122.4, 30.1], [122.4, 30.2], [122.3, 30.1]]]
                ]
              }
            },
            {
              "id": "north-area", "kind": "district", "district": "north", "name": "North",
              "area": {
                "type": "Polygon",
                "coordinates": [[[121.9, 29.95], [122.5, 29.95], [122.5, 30.5], [121.9, 30.5], [121.9, 29.95]]]
              }
            }
          ],
          "rounds": [
            {
              "id": "fecal-north", "vehicle": "v-01", "from": "2026-01-01", "days": ["sunday", "monday"],
              "name": { "en": "Fecal, north", "zh": "北区粪便清运线" },
              "points": [
                { "point": "tank-1", "from": "07:00", "until": "12:00" },
                { "point": "tank-2", "from": "07:00", "until": "12:00" }
              ]
            }
          ]
        }
        """;

    public static ReadOnlyMemory<byte> File => Encoding.UTF8.GetBytes(Json);

    public static CityRegistry Read() => TestRegistry.Parse(Encoding.UTF8.GetBytes(Json));
}
