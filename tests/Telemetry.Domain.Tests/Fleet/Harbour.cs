using System.Text;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>
/// A city along the meridian of 122°: a depot at 30°, two bins, a tank and a fecal plant north of it, each a little
/// farther. A hundredth of a degree is 1,111.95 m.
/// </summary>
internal static class Harbour
{
    public static readonly CityRegistry City = Parse();

    public static readonly PlaceMap Places = PlaceMap.Of(City);

    static CityRegistry Parse()
    {
        var result = RegistryFile.Parse(Encoding.UTF8.GetBytes(Json));
        Assert.Equal("", string.Join('\n', result.Errors));
        return result.Registry!;
    }

    const string Json =
        """
        {
          "city": { "name": { "en": "Harbour", "zh": "港城" }, "time_zone": "Asia/Shanghai" },
          "districts": [
            { "id": "north", "name": "North", "responsible_unit": "North works" },
            { "id": "south", "name": "South", "responsible_unit": "South works" },
          ],
          "plants": [
            {
              "id": "fecal-1", "kind": "fecal", "name": "Fecal 1", "district": "north",
              "capacity": [{ "from": "2009-01-01", "state": "in_service", "design_m3d": 100 }],
              "meters": [
                { "id": "influent", "name": "Inlet", "role": "influent", "interval": "5m", "treated": true },
              ],
            },
            {
              "id": "fecal-2", "kind": "fecal", "name": "Fecal 2", "district": "south",
              "capacity": [{ "from": "2026-01-01", "state": "built_not_connected", "design_m3d": 100 }],
            },
            {
              "id": "dump", "kind": "landfill", "name": "Landfill", "district": "south",
              "capacity": [{ "from": "2009-01-01", "state": "in_service" }],
            },
          ],
          "facilities": [
            {
              "id": "depot", "kind": "depot", "name": "Depot", "district": "north",
              "location": { "lat": 30.0, "lon": 122.0 },
              "area": {
                "type": "Polygon",
                "coordinates": [[
                  [121.999, 29.999], [122.001, 29.999], [122.001, 30.001], [121.999, 30.001], [121.999, 29.999],
                ]],
              },
            },
            {
              "id": "gate", "kind": "fecal_plant", "name": "Gate", "district": "north", "plant": "fecal-1",
              "location": { "lat": 30.06, "lon": 122.0 },
              "area": {
                "type": "Polygon",
                "coordinates": [[
                  [121.999, 30.059], [122.001, 30.059], [122.001, 30.061], [121.999, 30.061], [121.999, 30.059],
                ]],
              },
            },
            {
              "id": "gate-2", "kind": "fecal_plant", "name": "Gate 2", "district": "south", "plant": "fecal-2",
              "location": { "lat": 29.94, "lon": 122.0 },
            },
            {
              "id": "landfill", "kind": "landfill", "name": "Landfill", "district": "south", "plant": "dump",
              "location": { "lat": 29.92, "lon": 122.0 },
            },
          ],
          "vehicles": [
            {
              "id": "vacuum-1", "kind": "vacuum_truck", "plate": "V 1", "district": "north", "depot": "depot",
              "interval": "15s",
            },
            { "id": "vacuum-2", "kind": "vacuum_truck", "plate": "V 2", "district": "south", "interval": "15s" },
            { "id": "compactor-1", "kind": "compactor", "plate": "C 1", "district": "north", "interval": "15s" },
            { "id": "sweeper-1", "kind": "sweeper", "plate": "S 1", "district": "north", "interval": "15s" },
          ],
          "collection_points": [
            {
              "id": "bin-1", "kind": "bin", "name": "Bin 1", "district": "north",
              "location": { "lat": 30.02, "lon": 122.0 },
            },
            {
              "id": "bin-2", "kind": "bin", "name": "Bin 2", "district": "south", "radius_m": 25,
              "location": { "lat": 30.03, "lon": 122.0 },
            },
            {
              "id": "tank-1", "kind": "septic_tank", "name": "Tank 1", "district": "north",
              "location": { "lat": 30.04, "lon": 122.0 },
            },
            {
              "id": "tank-2", "kind": "septic_tank", "name": "Tank 2", "district": "south",
              "location": { "lat": 29.97, "lon": 122.0 },
            },
          ],
          "geofences": [
            {
              "id": "north-area", "kind": "district", "name": "North", "district": "north",
              "area": {
                "type": "Polygon",
                "coordinates": [[
                  [121.9, 30.0], [122.1, 30.0], [122.1, 30.1], [121.9, 30.1], [121.9, 30.0],
                ]],
              },
            },
            {
              "id": "reservoir", "kind": "forbidden", "name": "Reservoir",
              "area": {
                "type": "Polygon",
                "coordinates": [[
                  [121.995, 30.07], [122.005, 30.07], [122.005, 30.075], [121.995, 30.075], [121.995, 30.07],
                ]],
              },
            },
          ],
        }
        """;
}
