using System.Net;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using Telemetry.Mqtt.Acknowledging;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// The TCP listeners, with three words at the door that MQTTnet leaves out: a packet may be only so long, a client of
/// 3.1.1 without an id gets one (mosquitto_pub sends none), and CONNACK names the largest packet and, where a client
/// asked for more, how long its session is kept.
/// </summary>
/// <param name="tooLong">Told of each packet that was not read for its length.</param>
internal sealed class DoorAdapter(EmbeddedBrokerOptions limits, Action tooLong, TimeProvider time) : IMqttServerAdapter
{
    /// <summary>
    /// Topic and properties beside the payload, bytes; generous. A CONNECT with its will gets this much.
    /// </summary>
    private const int Envelope = 128 << 10;

    private readonly List<DoorListener> _listeners = [];

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        Open(options.DefaultEndpointOptions);
        Open(options.TlsEndpointOptions);
        foreach (var listener in _listeners) _ = Task.Run(() => listener.RunAsync(HandleAsync));
        return Task.CompletedTask;

        void Open(MqttServerTcpEndpointBaseOptions endpoint)
        {
            if (!endpoint.IsEnabled) return;
            IPAddress[] addresses = [endpoint.BoundInterNetworkAddress, endpoint.BoundInterNetworkV6Address];
            foreach (var address in addresses.Where(address => !address.Equals(IPAddress.None)))
                _listeners.Add(new DoorListener(address, endpoint, options, logger, Limit));
        }
    }

    public Task StopAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var listener in _listeners) listener.Dispose();
        _listeners.Clear();
    }

    private LimitedChannel Limit(IMqttChannel channel) =>
        new(new BufferedChannel(channel), new PacketLimit(Envelope, limits.MaxPayloadBytes + Envelope), tooLong);

    private async Task HandleAsync(IMqttChannel channel, IMqttChannelAdapter packets)
    {
        using var door = new Door(
            channel, packets, (uint)(limits.MaxPayloadBytes + Envelope), (uint)limits.SessionExpiry.TotalSeconds, time);
        if (ClientHandler is { } handle) await handle(door);
    }
}
