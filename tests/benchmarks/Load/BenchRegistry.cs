using System.Globalization;
using System.Text;

namespace Telemetry.Benchmarks.Load;

/// <summary>A registry that knows every device that <see cref="Peers.DevicePacket.Of"/> names.</summary>
internal static class BenchRegistry
{
    private const int DevicesAPlant = 200;

    public static void Write(string file, string prefix, int devices)
    {
        var text = new StringBuilder("""
            { "city": { "name": { "en": "Bench", "zh": "台" }, "time_zone": "UTC", "day_start": "00:00" },
              "districts": [ { "id": "d", "name": { "en": "D", "zh": "区" }, "responsible_unit": { "en": "U", "zh": "部" } } ],
              "plants": [
            """);
        for (var plant = 0; plant * DevicesAPlant < devices; plant++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "{{prefix}}-{{plant}}", "kind": "sewage", "name": { "en": "P", "zh": "厂" }, "district": "d",
                  "capacity": [ { "from": "2009-01-01", "state": "in_service", "design_m3d": 40000 } ], "meters": [
                """);
            for (var meter = 0; meter < DevicesAPlant; meter += 2)
            {
                var role = meter == 0 ? "\"effluent\", \"treated\": true" : "\"influent\"";
                text.Append(CultureInfo.InvariantCulture, $$"""
                    { "id": "m{{meter}}", "name": { "en": "M", "zh": "计" }, "role": {{role}}, "interval": "1m" },
                    """);
            }
            text.Append("] },");
        }
        text.Append("""], "vehicles": [""");
        for (var vehicle = 1; vehicle < devices; vehicle += 2)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "{{prefix}}-{{vehicle}}", "kind": "sweeper", "plate": "{{vehicle}}", "district": "d", "interval": "10s" },
                """);
        }
        File.WriteAllText(file, text.Append("] }").ToString());
    }
}
