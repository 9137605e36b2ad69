using System.Diagnostics;
using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// kill -9 at random instants under load: what a publisher saw acknowledged is in the store afterwards, once, with its
/// value, and both balance equations hold.
/// </summary>
public sealed class CrashTests
{
    private const int Devices = 60;

    /// <summary>
    /// What is sent while the host is well; a kill waits until at least <see cref="UnderLoad"/> is acknowledged.
    /// </summary>
    private const int PerSecond = 2_600;

    private const int UnderLoad = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LatestKill = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan LatestKillInStart = TimeSpan.FromMilliseconds(1_500);

    /// <summary>
    /// The broker keeps what comes while the host is dead; the sessions' queues are sized for it, as an engineer would.
    /// </summary>
    private const string Queue = "max_queued_messages 1000000\nmax_inflight_messages 1000";

    [Fact]
    public Task Killed_host_with_embedded_broker_and_store_loses_nothing_acknowledged() => KillEmbeddedAsync(3);

    [Fact]
    public Task Killed_host_behind_mosquitto_with_influxdb_loses_nothing_acknowledged() => KillBehindMosquittoAsync(3);

    [Fact(Explicit = true)]
    public Task Host_with_embedded_broker_and_store_killed_twenty_times_loses_nothing_acknowledged() =>
        KillEmbeddedAsync(20);

    [Fact(Explicit = true)]
    public Task Host_behind_mosquitto_with_influxdb_killed_twenty_times_loses_nothing_acknowledged() =>
        KillBehindMosquittoAsync(20);

    private static async Task KillEmbeddedAsync(int kills)
    {
        await using var host = await FlowHost.StartEmbeddedAsync();
        await using var load = Load.Start(host.BrokerPort, Devices, PerSecond);
        await KillAsync(host, load, kills, isAcknowledgedMeanwhile: false);
        await load.StopAsync();
        await Books.BalanceAsync(host);
        await load.IsAllInAsync(host);
    }

    private static async Task KillBehindMosquittoAsync(int kills)
    {
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync(Queue);
        await using var host = await FlowHost.StartAsync(broker, influx);
        await using var load = Load.Start(broker.Port, Devices, PerSecond);
        await KillAsync(host, load, kills, isAcknowledgedMeanwhile: true);
        await load.StopAsync();
        await load.IsAllInAsync(influx);
        await Books.BalanceAsync(host);
    }

    private static async Task KillAsync(FlowHost host, Load load, int kills, bool isAcknowledgedMeanwhile)
    {
        // Another seed in every process; a failing run says which.
        var seed = Environment.ProcessId;
        var random = new Random(seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            var rate = await UnderLoadAsync(load);
            await Task.Delay(random.NextDouble() * LatestKill);
            await host.Process.KillAsync();
            if (isAcknowledgedMeanwhile) await load.MoreAsync(1_000);
            if (kill % 3 == 0)
            {
                // Once more, while it reads its spool and its first messages come in.
                await host.Process.StartAgainAsync(untilReady: false);
                await Task.Delay(random.NextDouble() * LatestKillInStart);
                await host.Process.KillAsync();
            }
            await host.Process.StartAgainAsync();
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"kill {kill} of {kills} at {rate:F0} acknowledged a second, seed {seed}"));
        }
        await load.MoreAsync(2_000);
    }

    /// <summary>Waits until at least <see cref="UnderLoad"/> readings were acknowledged within a second.</summary>
    /// <returns>How many.</returns>
    private static async Task<double> UnderLoadAsync(Load load)
    {
        var rate = 0.0;
        var last = load.Acknowledged;
        var at = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () =>
            {
                var passed = Stopwatch.GetElapsedTime(at).TotalSeconds;
                if (passed < 1) return false;
                var now = load.Acknowledged;
                rate = (now - last) / passed;
                (last, at) = (now, Stopwatch.GetTimestamp());
                return rate >= UnderLoad;
            },
            Patience, $"{UnderLoad} acknowledged readings a second");
        return rate;
    }
}
