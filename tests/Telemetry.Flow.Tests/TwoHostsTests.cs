using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Two hosts share the stream of one broker into one InfluxDB: one dies under load, the other keeps going.
/// </summary>
public sealed class TwoHostsTests
{
    /// <summary>
    /// Messages the broker keeps for each session of the dead host. The outage here lasts for 6,000 readings and more,
    /// of which each of the four sessions is dealt 1,500; the default of 1,000 would drop the rest without a word. In
    /// the field: rate ÷ sessions × longest outage.
    /// </summary>
    private const int Queue = 20_000;

    [Fact]
    public async Task One_of_two_hosts_killed_under_load_the_other_goes_on_and_nothing_is_missing_after_its_restart()
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync(
            $"max_queued_messages {Queue}\nmax_inflight_messages 1000");
        await using var one = await StartAsync(broker, influx, "one");
        await using var other = await StartAsync(broker, influx, "other");
        await using var load = Load.Start(broker.Port);
        await load.MoreAsync(2_000);

        await one.Process.KillAsync();
        var before = await ReceivedAsync(other);
        await load.MoreAsync(6_000);
        var during = await ReceivedAsync(other) - before;
        await one.Process.StartAgainAsync();
        await load.MoreAsync(2_000);

        await load.StopAsync();
        await load.IsAllInAsync(influx);
        await Books.BalanceAsync(one);
        await Books.BalanceAsync(other);
        // Its half of what came meanwhile, as far as it had it in hand at that moment.
        Assert.InRange(during, 2_000, 4_500);
        // The dead one's share waited at the broker.
        Assert.InRange(await ReceivedAsync(one), 3_000, double.MaxValue);
    }

    private static async Task<double> ReceivedAsync(FlowHost host) =>
        Books.Of(await host.MetricsAsync(), "telemetry_ingest_received_total");

    private static Task<FlowHost> StartAsync(MosquittoServer broker, InfluxDbServer influx, string name) =>
        FlowHost.StartAsync(broker, influx, $"--Telemetry:Host:Name={name}", $"--Telemetry:Mqtt:ClientId={name}",
        "--Telemetry:Mqtt:Filters=Shared", "--Telemetry:Mqtt:Connections=2");
}
