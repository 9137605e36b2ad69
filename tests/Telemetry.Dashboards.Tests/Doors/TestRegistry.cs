using System.Text;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tests.Doors;

/// <summary>A city of one plant with two meters and one truck, in Shanghai's time (UTC+8, no summer time).</summary>
internal sealed class TestRegistry : IRegistrySource
{
    private const string Json = """
        {
          "city": { "name": { "en": "Testville", "zh": "测试市" }, "time_zone": "Asia/Shanghai", "day_start": "00:00" },
          "districts": [
            {
              "id": "north", "name": { "en": "North", "zh": "北区" },
              "responsible_unit": { "en": "North District", "zh": "北区政府" }
            }
          ],
          "plants": [
            {
              "id": "sewage-1", "kind": "sewage", "name": { "en": "Sewage plant 1", "zh": "污水处理一厂" },
              "district": "north", "location": { "lat": 30.0, "lon": 122.1 },
              "capacity": [
                { "from": "2009-01-01", "state": "in_service", "design_m3d": 40000 },
                { "from": "2099-01-01", "state": "suspended" }
              ],
              "meters": [
                {
                  "id": "influent", "role": "influent", "name": { "en": "Inlet", "zh": "进水" },
                  "full_scale_m3h": 3000, "interval": "5m"
                },
                {
                  "id": "effluent", "role": "effluent", "treated": true, "name": { "en": "Outlet", "zh": "出水" },
                  "full_scale_m3h": 3000, "interval": "5m"
                }
              ]
            }
          ],
          "vehicles": [
            { "id": "v-01", "kind": "vacuum_truck", "plate": "浙L-10001", "district": "north", "interval": "10s" }
          ]
        }
        """;

    /// <summary>The file that <see cref="Current"/> was read from.</summary>
    public ReadOnlyMemory<byte> File { get; private set; } = Encoding.UTF8.GetBytes(Json);

    public CityRegistry Current { get; set; } = Parse(Encoding.UTF8.GetBytes(Json));

    public void Replace(ReadOnlyMemory<byte> file) => (File, Current) = (file, Parse(file));

    public static CityRegistry Parse(ReadOnlyMemory<byte> json)
    {
        var result = RegistryFile.Parse(json);
        return result.Registry ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }
}
