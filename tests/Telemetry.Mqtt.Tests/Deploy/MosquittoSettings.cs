using System.Diagnostics;
using System.Text.RegularExpressions;
using MQTTnet;
using Telemetry.Mqtt.Live;
using Telemetry.Mqtt.Source;
using Telemetry.Mqtt.Tests.Source;
using Telemetry.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telemetry.Mqtt.Tests.Deploy;

/// <summary>A real mosquitto with exactly the files we ship; only paths, the port and the user are replaced.</summary>
public sealed class MosquittoSettings
{
    [Fact]
    public async Task The_shipped_settings_start_and_every_line_of_the_acl_does_what_it_says()
    {
        using var folder = new TempFolder("mosquitto");
        await using var broker = await StartAsync(folder);
        var intake = new FakeIntake();
        await using var source = await SourceRig.StartedAsync(
            broker.Port, intake, options => AsUser(options, "telemetry"));
        await using var channel = new BrokerLiveChannel(
            SourceRig.Options(broker.Port, options => AsUser(options, "telemetry")), "host-1", TimeProvider.System,
            NullLogger<BrokerLiveChannel>.Instance);
        channel.Start();
        await Eventually.TrueAsync(() => channel.IsReady, SourceRig.Patience);
        await using var panel = await ConnectAsync(broker.Port, "panel");
        await panel.SubscribeAsync("#");
        await using var device = await ConnectAsync(broker.Port, "p1");

        var others = await device.PublishAsync("sanitation/plants/p2/flow/m", "another's");
        var live = await device.PublishAsync("sanitation/live/plants/p1", "forged");
        await device.PublishAsync("sanitation/plants/p1/flow/m", "own");
        Assert.True(await channel.PublishAsync("sanitation/live/plants/p1", "{}"u8.ToArray(), default));

        await intake.ReceivedAsync(1);
        await Eventually.TrueAsync(() => panel.Received.Any(message => message.Topic == "sanitation/live/plants/p1"),
            SourceRig.Patience);
        Assert.Equal(["own"], intake.Payloads);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, others.ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, live.ReasonCode);
        Assert.All(
            panel.Received, message => Assert.StartsWith("sanitation/live/", message.Topic, StringComparison.Ordinal));
        Assert.DoesNotContain(panel.Received, message => message.ConvertPayloadToString() == "forged");
        Assert.DoesNotContain("Error", broker.Log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("deprecated", broker.Log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_name()
    {
        using var folder = new TempFolder("mosquitto");
        await using var broker = await StartAsync(folder);

        var (client, result) = await TestClient.TryConnectAsync(broker.Port);

        await using (client) Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result);
    }

    [Fact]
    public async Task Three_thousand_readings_wait_for_an_absent_host_and_outlive_a_restart()
    {
        using var folder = new TempFolder("mosquitto");
        await using var broker = await StartAsync(folder);
        await using (
            await SourceRig.StartedAsync(broker.Port, new FakeIntake(), options => AsUser(options, "telemetry")))
        {
        }
        await using (var device = await ConnectAsync(broker.Port, "p1"))
        {
            var batches = Enumerable.Range(0, 3000).Chunk(10);
            foreach (var batch in batches)
                await Task.WhenAll(batch.Select(i => device.PublishAsync("sanitation/plants/p1/flow/m", $"{i}")));
        }
        await broker.RestartAsync();

        var intake = new FakeIntake();
        await using var source = await SourceRig.StartedAsync(
            broker.Port, intake, options => AsUser(options, "telemetry"));
        await Eventually.TrueAsync(() => source.Status.Acknowledged == 3000, SourceRig.Patience);

        Assert.Equal(3000, intake.Payloads.Distinct().Count());
    }

    private static async Task<MosquittoServer> StartAsync(TempFolder folder)
    {
        var shipped = await File.ReadAllTextAsync(Repository.File("deploy", "mosquitto", "mosquitto.conf"));
        // The rig's own configuration names the listener and where to save; it must not be named twice.
        var lines = shipped.Split('\n').Where(line => !line.StartsWith("listener ", StringComparison.Ordinal)
            && !line.StartsWith("persistence_location ", StringComparison.Ordinal));
        var text = string.Join('\n', lines)
            .Replace("/etc/mosquitto/telemetry.passwd", folder.File("passwd"), StringComparison.Ordinal)
            .Replace("/etc/mosquitto/telemetry.acl", folder.File("acl"), StringComparison.Ordinal);
        Assert.Equal(shipped.Split('\n').Length - 2, text.Split('\n').Length);
        Assert.False(Regex.IsMatch(text, "^[^#].*/etc/", RegexOptions.Multiline));
        File.Copy(Repository.File("deploy", "mosquitto", "acl"), folder.File("acl"));
        foreach (var user in new[] { "telemetry", "panel", "p1" })
        {
            string[] arguments = [.. File.Exists(folder.File("passwd")) ? Array.Empty<string>() : ["-c"], "-b",
                folder.File("passwd"), user, Password(user)];
            using var passwd = Process.Start(Servers.Require("mosquitto_passwd"), arguments);
            await passwd.WaitForExitAsync();
            Assert.Equal(0, passwd.ExitCode);
        }
        return await MosquittoServer.StartAsync(text);
    }

    private static string Password(string user) => "secret of " + user;

    private static void AsUser(MqttSourceOptions options, string user)
    {
        options.User = user;
        options.Password = Password(user);
    }

    private static Task<TestClient> ConnectAsync(int port, string user) =>
        TestClient.ConnectAsync(port, options => options.Credentials =
            new MqttClientCredentials(user, System.Text.Encoding.UTF8.GetBytes(Password(user))));
}
