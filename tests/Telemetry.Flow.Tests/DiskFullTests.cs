using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// The host's disk runs full under load, spool and embedded store alike: nothing more is acknowledged, health says so,
/// it goes on by itself once there is room, and nothing that was acknowledged is missing.
/// </summary>
public sealed class DiskFullTests
{
    private const long Disk = 64 << 20;

    /// <summary>What the ballast leaves: some seconds of load.</summary>
    private const long Room = 12 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(3);

    private static readonly string[] SmallReserve = ["--Telemetry:Spool:MinFreeDisk=4194304"];

    [Fact]
    public async Task Embedded_broker_sends_devices_away_with_0x97_and_takes_them_again_once_there_is_room()
    {
        var disk = await SmallDisk.RequireAsync(Disk);
        await using var host = await FlowHost.StartEmbeddedAsync(disk, SmallReserve);
        var ballast = Ballast(host);
        await using var load = Load.Start(host.BrokerPort);
        await FullAsync(host, () => Task.FromResult((long)load.Acknowledged));
        Assert.Equal(MqttClientDisconnectReason.QuotaExceeded, await ReasonForGoingAsync(host.BrokerPort));

        File.Delete(ballast);

        await GoesOnAsync(host);
        await load.MoreAsync(2_000);
        await EndAsync(host, load);
    }

    [Fact]
    public async Task Subscriber_leaves_the_stream_with_the_broker_and_takes_it_once_there_is_room()
    {
        var disk = await SmallDisk.RequireAsync(Disk);
        await using var broker = await MosquittoServer.StartAsync(
            "max_queued_messages 500000\nmax_inflight_messages 1000");
        await using var host = await FlowHost.StartAsync(broker, disk, SmallReserve);
        var ballast = Ballast(host);
        await using var load = Load.Start(broker.Port);
        await FullAsync(host, () => AcknowledgedAsync(host));
        var before = await AcknowledgedAsync(host);
        await load.MoreAsync(4_000);
        Assert.Equal(before, await AcknowledgedAsync(host));

        File.Delete(ballast);

        await GoesOnAsync(host);
        await load.StopAsync();
        await Eventually.TrueAsync(
            async () =>
                Books.Of(await host.MetricsAsync(), "telemetry_spool_lines_total") >= load.Acknowledged, Patience,
            "what queued up at the broker");
        await EndAsync(host, load);
    }

    /// <summary>A file that leaves only <see cref="Room"/>.</summary>
    private static string Ballast(FlowHost host)
    {
        var path = SmallDisk.Seen(host.Process.ProcessId, Path.Combine(host.DataFolder, "ballast"));
        using var file = File.Create(path);
        var block = new byte[1 << 20];
        var disk = new DriveInfo(Path.GetDirectoryName(path)!);
        Assert.InRange(disk.TotalSize, 1, Disk);
        while (disk.AvailableFreeSpace > Room + block.Length) file.Write(block);
        return path;
    }

    /// <summary>
    /// Waits until health says so and the count has stood still for a while: a little may fit in between.
    /// </summary>
    private static async Task FullAsync(FlowHost host, Func<Task<long>> count)
    {
        var last = -1L;
        var since = DateTimeOffset.UnixEpoch;
        await Eventually.TrueAsync(
            async () =>
            {
                var (now, at) = (await count(), TimeProvider.System.GetUtcNow());
                var isFull = (await host.HealthAsync("spool")).State == "failed";
                if (now != last || !isFull) (last, since) = (now, at);
                return isFull && at - since >= Still;
            },
            Patience, "the disk to be full");
        Assert.Contains("nothing is acknowledged", (await host.HealthAsync("spool")).Reason, StringComparison.Ordinal);
        using var ready = await host.SendAsync("/health/ready");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var live = await host.SendAsync("/health/live");
        Assert.True(live.IsSuccessStatusCode, "a full disk is no reason to restart the host");
    }

    private static Task GoesOnAsync(FlowHost host) => Eventually.TrueAsync(
        async () => (await host.HealthAsync("spool")).State == "ok", Patience, "the host to go on by itself");

    private static async Task EndAsync(FlowHost host, Load load)
    {
        await load.StopAsync();
        await Books.BalanceAsync(host);
        // SQLite follows /proc/{pid}/root to this machine's own root; nothing writes now, so a copy is as good.
        using var folder = new TempFolder("copy");
        foreach (var name in new[] { "telemetry.db", "telemetry.db-wal" })
        {
            var from = SmallDisk.Seen(host.Process.ProcessId, Path.Combine(host.DataFolder, name));
            if (File.Exists(from)) File.Copy(from, folder.File(name));
        }
        Journal.EqualsSqlite(load.Publisher, load.Devices, folder.File("telemetry.db"));
        Assert.True(host.Process.IsRunning);
    }

    private static async Task<long> AcknowledgedAsync(FlowHost host) =>
        (await host.GetAsync("/api/status")).GetProperty("connections").EnumerateArray()
        .Sum(connection => connection.GetProperty("acknowledged").GetInt64());

    private static async Task<MqttClientDisconnectReason> ReasonForGoingAsync(int port)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var gone = new TaskCompletionSource<MqttClientDisconnectReason>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += end =>
        {
            gone.TrySetResult(end.Reason);
            return Task.CompletedTask;
        };
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId("late").WithProtocolVersion(
                MqttProtocolVersion.V500)
                .Build());
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic("sanitation/plants/flow-test/flow/late").WithPayload(
                "{\"ts\":1767225600000,\"flow_m3h\":1}")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build()));
        return await gone.Task.WaitAsync(Patience);
    }
}
