using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// The kernel's word for the promise: in a trace of the running host's system calls, before each PUBACK goes out there
/// is a completed fdatasync of the file that its reading, or its dead letter, was written to.
/// </summary>
public sealed class AcknowledgementTraceTests
{
    private const int Devices = 4;
    private const int Each = 50;

    /// <summary>One in so many is no reading and becomes a dead letter.</summary>
    private const int SpoiltEvery = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Embedded_broker_sends_each_PUBACK_after_the_fdatasync_that_covers_its_reading()
    {
        Servers.Require("strace");
        await using var host = await FlowHost.StartEmbeddedAsync();
        await ProveAsync(host);
    }

    [Fact]
    public async Task Subscriber_sends_each_PUBACK_after_the_fdatasync_that_covers_its_reading()
    {
        Servers.Require("strace");
        await using var broker = await MosquittoServer.StartAsync();
        await using var host = await FlowHost.StartAsync(broker);
        await ProveAsync(host);
    }

    private static async Task ProveAsync(FlowHost host)
    {
        await using var tracing = await SystemCallTrace.AttachAsync(host.Process.ProcessId, AcknowledgementTrace.Calls);
        await Task.WhenAll(Enumerable.Range(0, Devices).Select(device => PublishAsync(host.BrokerPort, device)));
        await Eventually.TrueAsync(
            async () => (await host.GetAsync("/api/status")).GetProperty("connections").EnumerateArray()
                .Sum(connection => connection.GetProperty("acknowledged").GetInt64()) >= Devices * Each,
            Patience, "every message to be acknowledged");
        // What is counted may still be on its way to the socket; a stop sees it there.
        Assert.Equal(0, await host.Process.StopAsync());
        var trace = new AcknowledgementTrace(await tracing.StopAsync());

        var sent = trace.Sent(host.BrokerPort);
        var markers = sent.ConvertAll(acknowledgement => MarkerOf(acknowledgement.Message));
        Assert.Equal(Devices * Each, markers.Distinct().Count());
        var early = sent.Where((acknowledgement, index) => !IsOnDisk(trace, host, markers[index], acknowledgement))
            .ToList();
        Assert.True(early.Count == 0, $"{early.Count} of {sent.Count} PUBACKs were sent before their data was synced");
        // The proof can fail: without the syncs in the trace not one PUBACK is covered.
        var unsynced = trace.Without("fdatasync", "fsync");
        Assert.DoesNotContain(sent.Zip(markers), pair => IsOnDisk(unsynced, host, pair.Second, pair.First));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sent.Count} PUBACKs in {sent.Select(acknowledgement => acknowledgement.Sent).Distinct().Count()} socket "
            + $"writes, each after its fdatasync"));
    }

    private static bool IsOnDisk(
        AcknowledgementTrace trace, FlowHost host, string marker, SentAcknowledgement acknowledgement)
    {
        var isSpoilt = marker.StartsWith("spoilt", StringComparison.Ordinal);
        return trace.IsOnDisk(
            isSpoilt ? marker : $" flow_m3h={marker},",
            Path.Combine(host.DataFolder, isSpoilt ? "dead-letters" : "spool"),
            acknowledgement.Sent);
    }

    /// <summary>What tells a message from every other one, as it stands in its payload.</summary>
    private static string MarkerOf(byte[] message)
    {
        var text = Encoding.UTF8.GetString(message);
        var start = text.IndexOf("\"flow_m3h\":", StringComparison.Ordinal) + "\"flow_m3h\":".Length;
        return text[start..text.IndexOf('}', start)].Trim('"');
    }

    private static async Task PublishAsync(int port, int device)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId($"traced-{device}").Build());
        // All at once, so that several may be in one commit, and several PUBACKs in one write.
        await Task.WhenAll(Enumerable.Range(0, Each).Select(async number =>
        {
            var all = (device * Each) + number;
            var value = number % SpoiltEvery == 0
                ? string.Create(CultureInfo.InvariantCulture, $"\"spoilt-{all}-\"")
                : string.Create(CultureInfo.InvariantCulture, $"{1000 + all}.5");
            var result = await client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic($"sanitation/plants/traced/flow/m{device}")
                    .WithPayload(
                        string.Create(
                        CultureInfo.InvariantCulture, $"{{\"ts\":{1767225600000 + all},\"flow_m3h\":{value}}}"))
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
            Assert.True(result.IsSuccess, $"{result.ReasonCode} {result.ReasonString}");
        }));
    }
}
