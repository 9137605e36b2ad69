using System.Globalization;
using System.Text.Json;
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

    [Fact]
    public async Task A_second_process_stands_by_and_takes_over_from_one_that_died()
    {
        using var shared = new TempFolder("operations");
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=ingest-1", "--Telemetry:Host:Roles:0=ingest");
        using var device = await Device.ConnectAsync(broker.Port);
        await using var one = await DeriveAsync(broker, influx, shared, "derive-1");
        await LeadsAsync(one, 1);
        await using var other = await DeriveAsync(broker, influx, shared, "derive-2");

        await device.PublishAsync(Topic, Readings(0, 24 * 6));
        await IsAsync(influx, "volume_daily", "volume_m3", "\"meter\"='effluent'", 38_400);
        Assert.Equal(("ok", "Another process derives."), await other.HealthAsync("derive"));
        await LeadsAsync(other, 0);

        await one.Process.KillAsync();
        await device.PublishAsync(Topic, Readings((24 * 6) + 1, 48 * 6));
        await IsAsync(influx, "volume_daily", "volume_m3", "\"meter\"='effluent'", 38_400, Day.AddDays(1));
        await LeadsAsync(other, 1);

        // The one that died is a second now, and leaves the other its lease.
        await one.Process.StartAgainAsync();
        await device.PublishAsync(Topic, Readings((48 * 6) + 1, 72 * 6));
        await IsAsync(influx, "volume_daily", "volume_m3", "\"meter\"='effluent'", 38_400, Day.AddDays(2));
        await LeadsAsync(one, 0);
        await LeadsAsync(other, 1);
    }

    [Fact]
    public async Task A_process_that_only_derives_publishes_today_and_says_when_the_store_is_away()
    {
        using var shared = new TempFolder("operations");
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync();
        await using var ingest = await FlowHost.StartAsync(
            broker, influx, "--Telemetry:Host:Name=ingest-1", "--Telemetry:Host:Roles:0=ingest");
        using var device = await Device.ConnectAsync(broker.Port);
        await using var derive = await DeriveAsync(broker, influx, shared, "derive-1");

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await device.PublishAsync(Topic, $"[{{\"ts\":{now - 1000},\"total_m3\":1}}]");
        await StoredAsync(influx, 1);
        using var today = JsonDocument.Parse(
            await device.ReadAsync("sanitation/live/plants/sewage-1/today", Patience));

        Assert.True(today.RootElement.GetProperty("live").GetBoolean());
        Assert.Equal("derive-1", today.RootElement.GetProperty("host").GetString());
        Assert.Equal("too_few_like_days", today.RootElement.GetProperty("reason").GetString());
        Assert.Equal("ok", (await derive.HealthAsync("derive")).State);

        await influx.StopAsync();
        await Eventually.TrueAsync(
            async () => await derive.HealthAsync("derive") is ("degraded", { } reason)
                && reason.StartsWith("Nothing is derived for now", StringComparison.Ordinal),
            Patience, "the store that is away to be named");
        await influx.StartAgainAsync();
        await Eventually.TrueAsync(
            async () => (await derive.HealthAsync("derive")).State == "ok", Patience, "the derivation to go on");
    }

    private static Task<FlowHost> DeriveAsync(
        MosquittoServer broker, InfluxDbServer influx, TempFolder shared, string name) => FlowHost.StartAsync(
        broker, influx, $"--Telemetry:Host:Name={name}", "--Telemetry:Host:Roles:0=derive",
        $"--Telemetry:Mqtt:ClientId={name}", "--Telemetry:Derive:Poll=00:00:00.5", "--Telemetry:Derive:Lease=00:00:05",
        "--Telemetry:Derive:LiveInterval=00:00:01", $"--Telemetry:Operations:Path={shared.File("operations.db")}");

    private static Task LeadsAsync(FlowHost host, double expected) => Eventually.TrueAsync(
        async () => (await host.MetricsAsync()).Any(sample =>
            sample.Key.StartsWith("telemetry_derive_leads", StringComparison.Ordinal) && sample.Value == expected),
        Patience, $"telemetry_derive_leads to be {expected}");

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
