using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Telemetry.Benchmarks.Peers;

/// <summary>
/// <c>peer-subscriber</c>: a bare MQTTnet client that acknowledges and drops. Whenever the stream has paused it says
/// how many came, and when the last did.
/// </summary>
internal static class BareSubscriber
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private const long PauseMs = 100;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Required = true };
        var command = new Command("peer-subscriber", "A bare MQTTnet subscriber (used by load)") { port };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port), cancellation));
        return command;
    }

    private static async Task RunAsync(int port, CancellationToken cancellation)
    {
        long count = 0, last = 0, said = -1;
        using var client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += _ =>
        {
            Interlocked.Increment(ref count);
            Volatile.Write(ref last, Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        };
        await client.ConnectAsync(
            new MqttClientOptions
            {
                ClientId = "bare",
                ProtocolVersion = MqttProtocolVersion.V500,
                ReceiveMaximum = 1000,
                ChannelOptions = new MqttClientTcpOptions
                {
                    RemoteEndpoint = new IPEndPoint(IPAddress.Loopback, port), BufferSize = 1 << 20,
                },
            },
            cancellation);
        var filters = new MqttClientSubscribeOptions();
        foreach (var subtree in (string[])["plants", "vehicles"])
        {
            filters.TopicFilters.Add(new()
            {
                Topic = $"sanitation/{subtree}/#", QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            });
        }
        await client.SubscribeAsync(filters, cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            var now = Interlocked.Read(ref count);
            var at = Volatile.Read(ref last);
            if (now != said && (at == 0 || Stopwatch.GetElapsedTime(at).TotalMilliseconds > PauseMs))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now} {at}"));
                said = now;
            }
            await Task.Delay(Look, cancellation);
        }
    }
}
