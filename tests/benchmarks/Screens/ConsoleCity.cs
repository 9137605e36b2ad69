using System.Globalization;
using System.Text;
using Telemetry.Benchmarks.Fleet;

namespace Telemetry.Benchmarks.Screens;

/// <summary>The fleet's city with plants, and vehicles that report each second.</summary>
internal static class ConsoleCity
{
    public static string Text(int vehicles, int plants)
    {
        var some = new StringBuilder("\"plants\": [");
        for (var plant = 0; plant < plants; plant++)
        {
            some.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "p{{plant}}", "kind": "sewage", "name": { "en": "Plant {{plant}}", "zh": "{{plant}} 厂" },
                  "district": "d", "capacity": [ { "from": "2009-01-01", "state": "in_service", "design_m3d": 24000 } ],
                  "meters": [ { "id": "out", "role": "effluent", "treated": true, "full_scale_m3h": 2000,
                    "modulus_m3": 10000000, "interval": "1s", "name": { "en": "Outlet", "zh": "出水" } } ] },
                """);
        }
        return FleetCity.Text(vehicles)
            .Replace("\"plants\": [", some.ToString(), StringComparison.Ordinal)
            .Replace("\"interval\": \"10s\"", "\"interval\": \"1s\"", StringComparison.Ordinal);
    }
}
