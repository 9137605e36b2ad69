using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// The store goes away for a while: the spool grows on disk, memory stays flat, nothing is missing after.
/// </summary>
public sealed class StoreOutageTests
{
    private const int Devices = 50;
    private const int PerSecond = 2_000;
    private static readonly long FirstMs = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)
        .ToUnixTimeMilliseconds();

    [Fact]
    public Task Store_down_for_15_seconds_at_2000_a_second_nothing_is_missing() => RunAsync(TimeSpan.FromSeconds(15));

    [Fact(Explicit = true)]
    public Task Store_down_for_2_minutes_at_2000_a_second_nothing_is_missing() => RunAsync(TimeSpan.FromMinutes(2));

    private static async Task RunAsync(TimeSpan outage)
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync(
            "max_queued_messages 1000000\nmax_inflight_messages 1000");
        await using var host = await FlowHost.StartAsync(broker, influx);
        var publisher = new DevicePublisher(broker.Port, Devices, PerSecond, FirstMs);
        using var stop = new CancellationTokenSource();
        var publishing = publisher.RunAsync(stop.Token);
        await Eventually.TrueAsync(
            () => publisher.Acknowledged.Count > 5_000, TimeSpan.FromSeconds(60), "the load to run");

        await influx.StopAsync();
        var before = host.ResidentBytes();
        var sentBefore = publisher.Acknowledged.Count;
        // The outage is what is tested, so real time passes here.
        await Task.Delay(outage, TestContext.Current.CancellationToken);
        var during = await host.GetAsync("/api/status");
        var after = host.ResidentBytes();
        Assert.True(
            publisher.Acknowledged.Count > sentBefore
            + (outage.TotalSeconds * PerSecond / 2), "readings go on being acknowledged");
        Assert.Equal("unreachable", during.GetProperty("store").GetProperty("state").GetString());
        await influx.StartAgainAsync();

        await stop.CancelAsync();
        await publishing;
        await Eventually.TrueAsync(
            async () =>
                await Stored.CountInInfluxAsync(influx, "plant_flow", "flow_m3h") >= publisher.Acknowledged.Count,
            TimeSpan.FromSeconds(120), "the backlog in the store");
        await Books.BalanceAsync(host);
        await Journal.EqualsInfluxAsync(publisher, Devices, influx);
        // A backlog in memory would be ~100 bytes a reading and more; the heap may still breathe by some megabytes.
        Assert.True(after - before < 64 * 1024 * 1024, $"resident memory went from {before:N0} to {after:N0} bytes");
    }
}
