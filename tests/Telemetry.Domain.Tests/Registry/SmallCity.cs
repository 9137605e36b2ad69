using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

/// <summary>A small good city with something of each part, and edits to it by path: <c>plants/0/kind</c>.</summary>
internal sealed class SmallCity
{
    private const string Good =
        """
        {
          "city": { "name": { "en": "Testholm", "zh": "测试市" }, "time_zone": "Asia/Shanghai" },
          "districts": [
            { "id": "north", "name": "North", "responsible_unit": "North works" },
            { "id": "south", "name": "South", "responsible_unit": "South works" }
          ],
          "plants": [
            {
              "id": "sewage-1", "kind": "sewage", "name": "Sewage 1", "district": "north",
              "location": { "lat": 30.0, "lon": 122.1 },
              "serves": [
                { "district": "north", "from": "2009-01-01", "share": 0.25 },
                { "district": "south", "from": "2009-01-01", "share": 0.75 },
                { "district": "north", "from": "2009-07-01", "share": 1 }
              ],
              "capacity": [
                { "from": "2009-01-01", "state": "built_not_connected", "design_m3d": 25000 },
                { "from": "2009-07-01", "state": "in_service", "design_m3d": 25000, "note": "Connected" }
              ],
              "meters": [
                {
                  "id": "influent", "name": "In", "role": "influent", "full_scale_m3h": 2000, "modulus_m3": 10000000,
                  "resolution_m3": 0.1, "interval": "5m"
                },
                { "id": "effluent", "name": "Out", "role": "effluent", "interval": "PT5M", "treated": true },
                { "id": "bypass", "name": "Overflow", "role": "bypass", "interval": "30s", "allow_missing_time": true }
              ],
              "quality_points": [
                {
                  "id": "outlet", "name": "Outlet", "role": "effluent", "interval": "1h",
                  "limits": [{ "parameter": "cod_mgl", "max": 60 }, { "parameter": "ph", "min": 6, "max": 9 }]
                }
              ]
            },
            {
              "id": "fecal-1", "kind": "fecal", "name": "Fecal 1", "district": "south",
              "capacity": [{ "from": "2009-01-01", "state": "in_service" }]
            }
          ],
          "facilities": [
            {
              "id": "depot", "kind": "depot", "name": "Depot", "district": "north",
              "location": { "lat": 30.0, "lon": 122.1 }
            },
            {
              "id": "gate", "kind": "fecal_plant", "name": "Gate", "district": "south", "plant": "fecal-1",
              "location": { "lat": 30.0, "lon": 122.1 },
              "area": {
                "type": "Polygon",
                "coordinates": [[[122.0, 30.0], [122.2, 30.0], [122.2, 30.2], [122.0, 30.2], [122.0, 30.0]]]
              }
            }
          ],
          "vehicles": [
            {
              "id": "truck-1", "kind": "vacuum_truck", "plate": "L 1001", "district": "north", "depot": "depot",
              "interval": "15s"
            },
            { "id": "truck-2", "kind": "sweeper", "plate": "L 1002", "district": "south", "interval": "15s" }
          ],
          "collection_points": [
            {
              "id": "toilet-1", "kind": "public_toilet", "name": "Toilet", "district": "north",
              "location": { "lat": 30.0, "lon": 122.1 }
            }
          ],
          "geofences": [
            {
              "id": "north-area", "kind": "district", "name": "North", "district": "north",
              "area": {
                "type": "MultiPolygon",
                "coordinates": [[[[122.0, 30.0], [122.2, 30.0], [122.2, 30.2], [122.0, 30.0]]]]
              }
            }
          ],
          "devices": [
            {
              "id": "imei-1",
              "assignments": [
                { "from": "2009-01-01", "until": "2009-06-15T14:00", "vehicle": "truck-1" },
                { "from": "2009-07-01T00:00:00+08:00", "plant": "sewage-1", "meter": "effluent" }
              ]
            },
            { "id": "imei-2", "assignments": [{ "from": "2009-06-15T14:00", "vehicle": "truck-1" }] }
          ],
          "indicators": [
            {
              "id": "sewage-rate", "kind": "sewage_treatment_rate", "name": "Sewage rate",
              "targets": [
                { "rate": 0.5, "edition": "First", "from": "2009-01-01", "until": "2009-07-01" },
                { "rate": 0.65, "edition": "Second", "from": "2009-07-01" },
                { "rate": 0.7, "edition": "North's", "from": "2009-01-01", "scope": "north" }
              ],
              "denominators": [
                { "basis": "declared", "official": true, "from": "2009-01-01", "value_m3d": 100000, "source": "X" },
                { "basis": "estimated", "from": "2009-01-01", "supply_m3d": 130000, "coefficient": 0.5, "source": "X" },
                { "basis": "metered", "official": true, "from": "2009-01-01", "scope": "south", "source": "Meters" }
              ]
            },
            {
              "id": "garbage-rate", "kind": "garbage_harmless_rate", "name": "Garbage rate",
              "denominators": [{ "basis": "collected", "official": true, "from": "2009-01-01", "source": "Scales" }]
            }
          ],
          "yardsticks": [
            {
              "id": "bulletin", "indicator": "plant_load", "name": "Bulletin", "rate": 0.6, "edition": "2009",
              "from": "2009-01-01", "months_after_start": 12
            }
          ]
        }
        """;

    private readonly JsonObject _root = (JsonObject)JsonNode.Parse(Good)!;

    public string Json => _root.ToJsonString();

    /// <summary>Sets, adds (an index one past the end) or, with null, removes the value at a path.</summary>
    public SmallCity With(string path, string? json)
    {
        var steps = path.Split('/');
        JsonNode parent = _root;
        foreach (var step in steps[..^1]) parent = parent is JsonArray list ? list[Index(step)]! : parent[step]!;
        var value = json is null ? null : JsonNode.Parse(json);
        switch (parent)
        {
            case JsonArray array when json is null:
                array.RemoveAt(Index(steps[^1]));
                break;
            case JsonArray array when Index(steps[^1]) == array.Count:
                array.Add(value);
                break;
            case JsonArray array:
                array[Index(steps[^1])] = value;
                break;
            case JsonObject owner when json is null:
                owner.Remove(steps[^1]);
                break;
            default:
                parent[steps[^1]] = value;
                break;
        }
        return this;
    }

    public RegistryParseResult Parse() => RegistryFile.Parse(Encoding.UTF8.GetBytes(Json));

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
