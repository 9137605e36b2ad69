using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>kill -9 in the middle of the load: what a publisher saw acknowledged is in the store afterwards, once.</summary>
public sealed class CrashTests
{
    private const int Devices = 50;
    private const int PerSecond = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly long FirstMs = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Fact]
    public Task Killed_host_with_embedded_broker_and_store_loses_nothing_acknowledged() => KillEmbeddedAsync(2);

    [Fact]
    public Task Killed_host_behind_mosquitto_with_influxdb_loses_nothing_acknowledged() => KillBehindMosquittoAsync(2);

    [Fact(Explicit = true)]
    public Task Host_with_embedded_broker_and_store_killed_ten_times_loses_nothing_acknowledged() => KillEmbeddedAsync(10);

    [Fact(Explicit = true)]
    public Task Host_behind_mosquitto_with_influxdb_killed_ten_times_loses_nothing_acknowledged() => KillBehindMosquittoAsync(10);

    private static async Task KillEmbeddedAsync(int kills)
    {
        await using var host = await FlowHost.StartEmbeddedAsync();
        var publisher = new DevicePublisher(host.BrokerPort, Devices, PerSecond, FirstMs);
        using var stop = new CancellationTokenSource();
        var publishing = publisher.RunAsync(stop.Token);
        for (var kill = 0; kill < kills; kill++)
        {
            await MoreAcknowledgedAsync(publisher, 5_000);
            await host.Process.KillAsync();
            await host.Process.StartAgainAsync();
        }
        await MoreAcknowledgedAsync(publisher, 2_000);
        await stop.CancelAsync();
        await publishing;
        await Books.BalanceAsync(host);
        Journal.EqualsSqlite(publisher, Devices, host.Database);
    }

    private static async Task KillBehindMosquittoAsync(int kills)
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 1000000\nmax_inflight_messages 1000");
        await using var host = await FlowHost.StartAsync(broker, influx);
        var publisher = new DevicePublisher(broker.Port, Devices, PerSecond, FirstMs);
        using var stop = new CancellationTokenSource();
        var publishing = publisher.RunAsync(stop.Token);
        for (var kill = 0; kill < kills; kill++)
        {
            await MoreAcknowledgedAsync(publisher, 5_000);
            await host.Process.KillAsync();
            await MoreAcknowledgedAsync(publisher, 2_000);
            await host.Process.StartAgainAsync();
        }
        await MoreAcknowledgedAsync(publisher, 2_000);
        await stop.CancelAsync();
        await publishing;
        await AllStoredAsync(influx, publisher.Acknowledged.Count);
        await Books.BalanceAsync(host);
        await Journal.EqualsInfluxAsync(publisher, Devices, influx);
    }

    private static Task MoreAcknowledgedAsync(DevicePublisher publisher, int more)
    {
        var before = publisher.Acknowledged.Count;
        return Eventually.TrueAsync(() => publisher.Acknowledged.Count >= before + more, Patience, $"{more} more acknowledged readings");
    }

    // The broker acknowledged to the publishers and still hands over what queued up while the host was dead.
    private static Task AllStoredAsync(InfluxDbServer influx, int acknowledged) => Eventually.TrueAsync(
        async () => (await Stored.CountInInfluxAsync(influx, "plant_flow", "flow_m3h")) >= acknowledged, Patience, "every acknowledged reading in the store");
}
