using System.Globalization;
using System.Text;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Rig;
using Telemetry.Storage.Derived.InfluxDb;
using Telemetry.Storage.Health;
using Telemetry.Storage.Stores.InfluxDb;
using Microsoft.Extensions.Logging.Abstractions;
using static Telemetry.Domain.Derived.DerivedMeasurements;

namespace Telemetry.Dashboards.Tests.Grafana;

/// <summary>A small city in a real InfluxDB, up to now: readings as the host writes them, derived rows by its own
/// store.</summary>
public sealed class GrafanaData : IAsyncLifetime
{
    public const string Database = "telemetry";

    private static readonly string[] Letters = ["N", "F", "M", "S", "D", "C", "T", "B"];

    private readonly RealInfluxDb _server = new();

    public DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    public Task<InfluxDbServer> ServerAsync() => _server.ServerAsync();

    public async ValueTask InitializeAsync()
    {
        if (Servers.Find("influxd") is null) return;
        var server = await _server.ServerAsync();
        await server.CreateDatabaseAsync(Database);
        var options = new InfluxDbOptions { Url = server.Url, HostName = "host-1" };
        await PostAsync(server, Readings());
        using var derived = new InfluxDbDerivedStore(
            options, TimeProvider.System, NullLogger<InfluxDbDerivedStore>.Instance);
        await derived.WriteAsync(Days(), default);
        using var diary = new HealthDiary(options, TimeProvider.System);
        foreach (var row in HealthRows()) Assert.Null(await diary.AddAsync(row, default));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task PostAsync(InfluxDbServer server, string lines)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var body = new StringContent(lines, Encoding.UTF8);
        using var answer = await client.PostAsync(new Uri(server.Url, $"/write?db={Database}&precision=ms"), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private string Readings()
    {
        var text = new StringBuilder();
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            var at = (Now - TimeSpan.FromMinutes(minute)).ToUnixTimeMilliseconds();
            var letter = Letters[minute / 5 % Letters.Length];
            var total = 1_000_000 - minute;
            foreach (var meter in (string[])["influent", "effluent"])
            {
                Line(text, $"plant_flow,meter={meter},plant=sewage-1",
                    $"flow_m3h=60,total_m3={total},level_m=2.5,q=\"{letter}\",flags=0i", at);
            }
            Line(text, "plant_quality,plant=sewage-1,point=effluent",
                "cod_mgl=32,nh3n_mgl=4,tn_mgl=12,tp_mgl=0.3,ss_mgl=8,ph=7.1,temp_c=18,q=\"N\",flags=0i", at);
            Line(text, "plant_status,plant=sewage-1,unit=-", "state=\"running\",flags=0i", at);
            Line(text, "vehicle_position,vehicle=浙L-12345",
                "lat=30.01,lon=122.2,speed_kmh=30,heading_deg=90,fuel_pct=60,load_kg=800,ignition=true,working=true,"
                + $"flags={(minute % 10 == 0 ? 0 : 2)}i", at);
            if (minute % 60 != 0) continue;
            Line(text, "weighing,facility=fecal-1,material=fecal,scale=-",
                $"ticket=\"t-{minute}\",vehicle=\"浙L-12345\",gross_kg=9000,tare_kg=4000,net_kg=5000,flags=0i", at);
        }
        Line(text, "meter_event,meter=influent,plant=sewage-1",
            "last_m3=999999,first_m3=0,reason=\"replaced\",by=\"local\",flags=0i",
            (Now - TimeSpan.FromHours(3)).ToUnixTimeMilliseconds());
        return text.ToString();
    }

    private static void Line(StringBuilder text, string key, string fields, long at) =>
        text.Append(CultureInfo.InvariantCulture, $"{key} {fields} {at}\n");

    private List<DerivedPoint> Days()
    {
        var rows = new List<DerivedPoint>();
        for (var day = 1; day <= 20; day++)
        {
            var at = (Now - TimeSpan.FromDays(day)).ToUnixTimeMilliseconds();
            // Of every fifth day nothing is known: its numbers are fill values, and no query may draw them.
            rows.Add(day % 5 == 0
                ? new DerivedPoint(new Series(PlantDaily, "sewage-1"), at)
                    .Set(Valid, false).Set(Reason, "meter_missing:influent").Set(State, "final_incomplete")
                : new DerivedPoint(new Series(PlantDaily, "sewage-1"), at)
                    .Set(TreatedM3, 30_000.0).Set(CapacityM3, 40_000.0).Set(Load, 0.75).Set(Completeness, 1.0)
                    .Set(BypassM3, 10.0).Set(InfluentM3, 30_100.0).Set(EffluentM3, 30_000.0)
                    .Set(UndistributedM3, 5.0).Set(Compliance, "yes").Set(State, "final").Set(Revision, 0L)
                    .Set(Valid, true));
            rows.Add(new DerivedPoint(new Series(VolumeDaily, "influent", "sewage-1"), at)
                .Set(VolumeM3, 30_000.0).Set(Coverage, 1.0).Set(Valid, true));
            rows.Add(new DerivedPoint(
                    new Series(IndicatorDaily, "metered", City, "sewage_treatment_rate"), at)
                .Set(Rate, 0.65).Set(Numerator, 30_000.0).Set(Denominator, 46_000.0).Set(Target, 0.65)
                .Set(Valid, true));
            rows.Add(new DerivedPoint(new Series(VehicleDaily, "浙L-12345"), at)
                .Set(DrivenKm, 80.0).Set(WorkingKm, 20.0).Set(Hours, 6.0).Set(Loads, 3L).Set(PointsServed, 12L)
                .Set(Coverage, 0.9).Set(Valid, true));
        }
        return rows;
    }

    private IEnumerable<DerivedPoint> HealthRows()
    {
        for (var minute = 60; minute >= 0; minute -= 5)
        {
            var row = new DerivedPoint(
                new Series(HostMeasurement.HostHealth, "host-1", "ingest-derive-web"),
                (Now - TimeSpan.FromMinutes(minute)).ToUnixTimeMilliseconds());
            foreach (var field in HostMeasurement.HostHealth.Fields)
            {
                _ = field.Type switch
                {
                    FieldType.Float => row.Set(field, 100.0 - minute),
                    FieldType.Integer => row.Set(field, minute == 5 ? 2L : 100L - minute),
                    FieldType.Boolean => row.Set(field, true),
                    _ => row.Set(field, "words"),
                };
            }
            yield return row;
        }
    }
}
