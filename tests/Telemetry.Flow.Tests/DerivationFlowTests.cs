using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Ingest in one process, derive in another, a real broker and a real InfluxDB between them: what came while nobody
/// derived, however late it was, is found and derived.
/// </summary>
public sealed class DerivationFlowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Topic = "sanitation/plants/sewage-1/flow/effluent";

    /// <summary>Midnight of a day long gone, in the city's zone.</summary>
    private static readonly DateTimeOffset Day = new(2009, 2, 10, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task Late_readings_are_derived_whether_they_came_before_its_start_or_after()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=ingest-1", "--Telemetry:Host:Roles:0=ingest");
        using var device = await Device.ConnectAsync(broker.Port);
        // A whole day, 1,600 m³ an hour, and the first reading of the next, long before anyone derives.
        await device.PublishAsync(Topic, Readings(0, 24 * 6));
        await StoredAsync(influx, (24 * 6) + 1);

        await using var derive = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=derive-1", "--Telemetry:Host:Roles:0=derive",
            "--Telemetry:Mqtt:ClientId=derive-1", "--Telemetry:Derive:Poll=00:00:00.5",
            "--Telemetry:Derive:Lease=00:00:05");

        await IsAsync(influx, "volume_daily", "volume_m3", "\"meter\"='effluent'", 38_400);
        await IsAsync(influx, "plant_daily", "load", "\"plant\"='sewage-1'", 0.96);
        await IsAsync(
            influx, "indicator_daily", "rate",
            "\"indicator\"='sewage-treatment-rate' AND \"district\"='city' AND \"basis\"='declared'", 0.384);

        // The store's changes are all that it hears of the other process: two readings of another meter, years late.
        await device.PublishAsync(
            "sanitation/plants/sewage-1/flow/influent", $"[{Reading(36_000, 100)},{Reading(36_600, 150)}]");
        await IsAsync(influx, "plant_daily", "influent_m3", "\"plant\"='sewage-1'", 50);

        // It dies, the meter's next day comes, and it is started again.
        await derive.Process.KillAsync();
        await device.PublishAsync(Topic, Readings((24 * 6) + 1, 48 * 6));
        await StoredAsync(influx, (48 * 6) + 1 + 2);
        await derive.Process.StartAgainAsync();

        await IsAsync(
            influx, "volume_daily", "volume_m3", "\"meter\"='effluent'", 38_400, Day.AddDays(1));
        Assert.Equal("ok", (await derive.HealthAsync("derive")).State);
        var metrics = await derive.MetricsAsync();
        Assert.Contains(metrics, sample => sample.Key.StartsWith("telemetry_derive_leads", StringComparison.Ordinal)
            && sample.Value == 1);
    }

    /// <summary>Every ten minutes 1,600 ÷ 6 m³ more.</summary>
    private static string Readings(int from, int to) =>
        "[" + string.Join(',', Enumerable.Range(from, to - from + 1).Select(
            step => Reading(step * 600, step * 1_600 / 6.0))) + "]";

    private static string Reading(int seconds, double total) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"ts\":{Day.AddSeconds(seconds).ToUnixTimeMilliseconds()},\"total_m3\":{total:R}}}");

    private static Task StoredAsync(InfluxDbServer influx, int readings) => Eventually.TrueAsync(
        async () => await Stored.CountInInfluxAsync(influx, "plant_flow", "total_m3") >= readings, Patience,
        $"{readings} readings in the store");

    private static async Task IsAsync(
        InfluxDbServer influx, string measurement, string field, string where, double expected,
        DateTimeOffset? day = null)
    {
        var at = (day ?? Day).ToUnixTimeMilliseconds();
        await Eventually.EqualAsync<double?>(
            expected,
            async () =>
            {
                var rows = await influx.RowsAsync(
                    "telemetry",
                    $"SELECT \"{field}\" FROM \"{measurement}\" WHERE {where} AND time = {at}ms");
                return rows.Count == 0 ? null : Math.Round(rows[0][1].GetDouble(), 6);
            },
            Patience, $"{measurement}.{field}");
    }
}
