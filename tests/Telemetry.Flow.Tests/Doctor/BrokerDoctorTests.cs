using MQTTnet;
using MQTTnet.Formatter;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests.Doctor;

/// <summary>What the doctor finds at a real mosquitto.</summary>
public sealed class BrokerDoctorTests
{
    [Fact]
    public async Task An_unconfigured_mosquitto_has_a_window_of_20_and_a_queue_of_1000_under_3_1_1()
    {
        await using var broker = await MosquittoServer.StartAsync();

        var run = await DoctorRun.OfAsync(null, [.. DoctorRun.Broker(broker), "--Telemetry:Mqtt:Protocol=3.1.1"]);

        Assert.Equal(20, run.Figures.GetProperty("window").GetInt32());
        Assert.False(run.Figures.GetProperty("windowIsMore").GetBoolean());
        Assert.Contains(
            "max_inflight_messages", run.Single("broker", "warning", "20 messages a connection").Change,
            StringComparison.Ordinal);
        run.Single("broker", "warning", "keeps only 1,000 messages for a session");
        run.Single("broker", "ok", "mosquitto version 2");
        run.Single("broker", "ok", "keeps a session");
        run.NoFailure("broker");
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task Under_5_the_window_is_our_receive_maximum_and_nothing_is_left_behind()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 1000000");

        var run = await DoctorRun.OfAsync(null, [.. DoctorRun.Broker(broker), "--Telemetry:Mqtt:ReceiveMaximum=150"]);

        Assert.Equal(150, run.Figures.GetProperty("window").GetInt32());
        run.Single("broker", "ok", "150 messages a connection");
        run.Single("broker", "ok", "1,100 messages beyond it were kept, none dropped");
        run.Single("broker", "ok", "shared subscriptions are available");
        run.Single("broker", "ok", "1,000,000 messages are kept for an absent host");
        Assert.StartsWith(
            "150 unacknowledged", Assert.Single(run.Findings, finding => finding.Subject == "throughput").Found,
            StringComparison.Ordinal);
        Assert.False(await SessionExistsAsync(broker.Port, "telemetry-clinic-doctor"));
    }

    [Fact]
    public async Task Without_persistence_the_sessions_do_not_outlive_the_broker()
    {
        await using var broker = await MosquittoServer.StartAsync("persistence false");

        var run = await DoctorRun.OfAsync(null, DoctorRun.Broker(broker));

        Assert.Contains(
            "restart of the broker", run.Single("broker", "warning", "persistence is off").Matters,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_where_to_look_and_no_secret_is_shown()
    {
        await using var broker = await MosquittoServer.StartAsync("allow_anonymous false");

        var run = await DoctorRun.OfAsync(
            null, [.. DoctorRun.Broker(broker), "--Telemetry:Mqtt:User=telemetry",
                "--Telemetry:Mqtt:Password=open-sesame"]);

        Assert.Contains(
            "Telemetry:Mqtt:User and PasswordFile", run.Single("broker", "failure", "does not let us in").Change,
            StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("open-sesame", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_one_failure()
    {
        var port = FreePort.Next();

        var run = await DoctorRun.OfAsync(null, "--Telemetry:Mqtt:Host=127.0.0.1", $"--Telemetry:Mqtt:Port={port}");

        run.Single("broker", "failure", $"no connection to the broker at 127.0.0.1:{port}");
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task A_user_who_may_not_use_the_live_topics_is_told_that_the_window_is_unknown()
    {
        using var folder = new TempFolder("acl");
        var acl = folder.File("acl");
        await File.WriteAllTextAsync(acl, "topic read sanitation/plants/#\n", TestContext.Current.CancellationToken);
        // mosquitto wants its rules readable by itself alone.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(acl, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var broker = await MosquittoServer.StartAsync($"acl_file {acl}");

        var run = await DoctorRun.OfAsync(null, DoctorRun.Broker(broker));

        run.Single("broker", "note", "the window could not be measured");
        run.NoFailure("broker");
    }

    private static async Task<bool> SessionExistsAsync(int port, string clientId)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var connected = await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(
                MqttProtocolVersion.V500)
                .WithClientId(clientId).WithCleanStart(false).Build(),
            TestContext.Current.CancellationToken);
        await client.DisconnectAsync();
        return connected.IsSessionPresent;
    }
}
