using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace Telemetry.Flow.Tests;

/// <summary>What a publisher saw acknowledged: the oracle of every loss test.</summary>
internal sealed record Acknowledged(int Device, long TimeMs, double Value);

/// <summary>
/// Devices that send numbered readings at a steady rate and remember each one whose PUBACK they saw. A device that
/// loses its connection comes back and goes on with new readings.
/// </summary>
internal sealed class DevicePublisher(int port, int devices, int perSecond, long firstMs, string plant = "flow-test")
{
    private static readonly TimeSpan ComeBackAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private long _sent;

    public IReadOnlyCollection<Acknowledged> Acknowledged => _acknowledged;

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Device time of each device's reading 0; each is one millisecond after the one before.</summary>
    public long FirstMs => firstMs;

    public static string Meter(int device) => string.Create(CultureInfo.InvariantCulture, $"m{device}");

    /// <summary>Every value belongs to one (device, number) alone, up to a million, so that a mix-up shows.</summary>
    public static double Value(int device, int number) => device + (number / 1048576.0);

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(
            Enumerable.Range(0, devices).Select(
            device => Task.Run(() => RunDeviceAsync(device, stop), CancellationToken.None)));

    private async Task RunDeviceAsync(int device, CancellationToken stop)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port).WithClientId($"device-{plant}-{device}").WithProtocolVersion(
                MQTTnet.Formatter.MqttProtocolVersion.V500)
            .Build();
        var topic = $"sanitation/plants/{plant}/flow/{Meter(device)}";
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)devices / perSecond));
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            try
            {
                if (!client.IsConnected) await client.ConnectAsync(options, stop);
                await PublishAsync(client, topic, device, number);
                await pace.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is MQTTnet.Exceptions.MqttCommunicationException
                or MQTTnet.Exceptions.MqttClientNotConnectedException or OperationCanceledException
                    or InvalidOperationException)
            {
                // Not acknowledged, so not in the journal; the device comes back.
                await Task.Delay(ComeBackAfter, CancellationToken.None);
            }
        }
    }

    private async Task PublishAsync(IMqttClient client, string topic, int device, int number)
    {
        var timeMs = firstMs + number;
        var value = Value(device, number);
        var payload = string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{timeMs},\"flow_m3h\":{value:R}}}");
        using var patience = new CancellationTokenSource(AckPatience);
        Interlocked.Increment(ref _sent);
        var result = await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(Encoding.UTF8.GetBytes(payload))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            patience.Token);
        if (result.IsSuccess) _acknowledged.Enqueue(new Acknowledged(device, timeMs, value));
    }
}
