using System.Globalization;
using System.Text;

namespace Telemetry.Benchmarks.Derive;

/// <summary>How much there is to derive.</summary>
internal sealed record DeriveSize(int Days, int Plants, int Meters)
{
    public const int StepsADay = 288;

    public static readonly DateTimeOffset First = new(2024, 12, 31, 16, 0, 0, TimeSpan.Zero);

    /// <summary>What each totaliser counts in five minutes, m³.</summary>
    public const double StepM3 = 100;

    public long Points => (long)Days * Plants * Meters * StepsADay;

    /// <summary>A registry of them, in a zone eight hours ahead.</summary>
    public byte[] Registry()
    {
        var text = new StringBuilder("""
            { "city": { "name": { "en": "Bench", "zh": "台" }, "time_zone": "Asia/Shanghai", "day_start": "00:00" },
              "districts": [ { "id": "d", "name": { "en": "D", "zh": "区" },
                "responsible_unit": { "en": "U", "zh": "部" } } ],
              "indicators": [ { "id": "rate", "kind": "sewage_treatment_rate", "name": { "en": "Rate", "zh": "率" },
                "targets": [ { "rate": 0.65, "edition": "2009", "from": "2009-01-01" } ],
                "denominators": [ { "id": "declared", "basis": "declared", "official": true, "from": "2009-01-01",
                  "value_m3d": 1000000, "source": "bench" } ] } ],
              "plants": [
            """);
        for (var plant = 0; plant < Plants; plant++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                { "id": "p{{plant}}", "kind": "sewage", "name": { "en": "P", "zh": "厂" }, "district": "d",
                  "location": { "lat": 30.0, "lon": 122.0 },
                  "capacity": [ { "from": "2009-01-01", "state": "in_service", "design_m3d": 40000 } ], "meters": [
                """);
            for (var meter = 0; meter < Meters; meter++)
            {
                var role = meter == 0 ? "\"effluent\", \"treated\": true" : "\"influent\"";
                text.Append(CultureInfo.InvariantCulture, $$"""
                    { "id": "m{{meter}}", "name": { "en": "M", "zh": "计" }, "role": {{role}}, "interval": "5m",
                      "full_scale_m3h": 5000, "modulus_m3": 1000000 },
                    """);
            }
            text.Append("] },");
        }
        return Encoding.UTF8.GetBytes(text.Append("] }").ToString());
    }

    /// <summary>What the meters sent at one instant, a line each.</summary>
    public void Write(int step, StringBuilder lines)
    {
        var at = First.AddMinutes(5 * step).ToUnixTimeMilliseconds();
        var total = step * StepM3 % 1_000_000;
        for (var plant = 0; plant < Plants; plant++)
        {
            for (var meter = 0; meter < Meters; meter++)
            {
                lines.Append(CultureInfo.InvariantCulture,
                    $"plant_flow,meter=m{meter},plant=p{plant} "
                    + $"flow_m3h={StepM3 * 12},total_m3={total},q=\"N\",flags=0i {at}\n");
            }
        }
    }
}
