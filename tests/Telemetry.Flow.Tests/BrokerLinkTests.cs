using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// What can happen to the host's broker, and to the link to it, under load: nothing acknowledged is missing after.
/// </summary>
public sealed class BrokerLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Impatient =
    [
        "--Telemetry:Mqtt:SilenceLimit=00:00:01", "--Telemetry:Mqtt:Timeout=00:00:01",
        "--Telemetry:Mqtt:ReconnectFirst=00:00:00.2", "--Telemetry:Mqtt:ReconnectLongest=00:00:01",
    ];

    [Fact]
    public Task Broker_restarted_under_load() => RunAsync(async (broker, _, _, load) =>
    {
        await broker.RestartAsync();
        await load.MoreAsync(1_000);
        await broker.RestartAsync();
    });

    [Fact]
    public Task Link_cut_three_times_under_load() => RunAsync(async (_, link, _, load) =>
    {
        for (var cut = 0; cut < 3; cut++)
        {
            link.Cut();
            await load.MoreAsync(1_000);
        }
    });

    [Fact]
    public Task Link_half_open_is_noticed_by_its_silence_and_made_anew() => RunAsync(async (_, link, host, load) =>
    {
        link.BlackHole();
        await load.MoreAsync(2_000);
        await Eventually.TrueAsync(
            async () =>
                (await SessionAsync(host)).Reason?.Contains("no answer in time", StringComparison.Ordinal) == true,
            Patience, "the silence to be noticed and said");
        link.Pass();
        await Eventually.TrueAsync(
            async () => (await SessionAsync(host)).State == "ok", Patience, "the session to be up again");
    });

    [Fact]
    public Task Link_slower_than_the_stream() => RunAsync(async (_, link, _, load) =>
    {
        // 2,000 readings a second are about 200 kB/s with their topics.
        link.Slow(bytesPerSecond: 50_000, latency: TimeSpan.FromMilliseconds(50));
        await load.MoreAsync(8_000);
        link.Pass();
    });

    [Fact]
    public async Task Broker_that_forgot_the_session_is_named_and_subscribed_to_again()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var host = await FlowHost.StartAsync(broker, Impatient);
        await using (var load = Load.Start(broker.Port, devices: 5, perSecond: 500))
        {
            await load.MoreAsync(500);
            await load.StopAsync();
            await load.IsAllInAsync(host);
        }
        await broker.StopAsync();
        File.Delete(Path.Combine(broker.Folder, "mosquitto.db"));
        await broker.StartAgainAsync();

        await Eventually.TrueAsync(
            async () => await SessionAsync(host) is { State: "degraded", Reason: { } words }
                && words.Contains("had lost a session", StringComparison.Ordinal),
            Patience, "the loss to be said");
        // One session a subtree: plants, vehicles, facilities.
        Assert.Equal(3, Books.Of(await host.MetricsAsync(), "telemetry_mqtt_sessions_lost_total"));
        await using var after = Load.Start(broker.Port, devices: 5, perSecond: 500,
            firstMs: new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        await after.MoreAsync(500);
        await after.StopAsync();
        await Books.BalanceAsync(host);
        foreach (var reading in after.Publisher.Acknowledged)
        {
            var key = $"plant_flow,meter={DevicePublisher.Meter(reading.Device)},plant=flow-test";
            Assert.Equal(
                reading.Value, Stored.FromSqlite(host.Database, "plant_flow", "flow_m3h", key)[reading.TimeMs]);
        }
    }

    // How many are unacknowledged at once isn't asked here: mosquitto 2.0.11 itself goes beyond its limit under load.
    [Fact]
    public async Task Window_of_twenty_with_MQTT_3_1_1_carries_the_stream()
    {
        await using var broker = await MosquittoServer.StartAsync(
            "max_queued_messages 100000\nmax_inflight_messages 20");
        await using var host = await FlowHost.StartAsync(broker, "--Telemetry:Mqtt:Protocol=3.1.1");
        await using var load = Load.Start(broker.Port);
        await load.MoreAsync(5_000);
        await load.StopAsync();
        await load.IsAllInAsync(host);
        await Books.BalanceAsync(host);
    }

    [Fact]
    public async Task Broker_that_falls_silent_with_messages_queued_is_woken_without_a_new_connection()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var link = FaultProxy.Start(broker.Port);
        await using var host = await FlowHost.StartAsync(
            broker, $"--Telemetry:Mqtt:Port={link.Port}", "--Telemetry:Mqtt:Connections=1",
            "--Telemetry:Mqtt:SilenceLimit=00:00:02");
        var before = await ConnectedSinceAsync(host);
        link.StallUntilSpokenTo();

        // One a second: between two of them the link falls asleep, and the host has nothing to acknowledge.
        await using var load = Load.Start(broker.Port, devices: 1, perSecond: 1);
        await load.MoreAsync(6);
        await load.StopAsync();
        await load.IsAllInAsync(host);

        await Books.BalanceAsync(host);
        Assert.True(link.Held > 0, "the broker was never silent");
        Assert.Equal(before, await ConnectedSinceAsync(host));
    }

    private static async Task RunAsync(Func<MosquittoServer, FaultProxy, FlowHost, Load, Task> fault)
    {
        // 2,000 a second and a minute of patience at most.
        await using var broker = await MosquittoServer.StartAsync(
            "max_queued_messages 200000\nmax_inflight_messages 1000");
        await using var link = FaultProxy.Start(broker.Port);
        await using var host = await FlowHost.StartAsync(broker, [.. Impatient, $"--Telemetry:Mqtt:Port={link.Port}"]);
        await using var load = Load.Start(broker.Port);
        await load.MoreAsync(2_000);
        await fault(broker, link, host, load);
        await load.MoreAsync(2_000);
        await load.StopAsync();
        await load.IsAllInAsync(host);
        await Books.BalanceAsync(host);
    }

    private static async Task<string> ConnectedSinceAsync(FlowHost host) => string.Join(
        ' ', (await host.GetAsync("/api/status")).GetProperty("connections").EnumerateArray()
            .Select(connection => connection.GetProperty("since").GetString()));

    private static Task<(string State, string? Reason)> SessionAsync(FlowHost host) => host.HealthAsync("session");
}
