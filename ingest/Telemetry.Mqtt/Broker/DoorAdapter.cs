using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// The TCP listeners, with three words at the door that MQTTnet leaves out: a packet may be only so long, a client of
/// 3.1.1 without an id gets one (mosquitto_pub sends none), and CONNACK names the largest packet and, where a client
/// asked for more, how long its session is kept.
/// </summary>
/// <param name="tooLong">Told of each packet that was not read for its length.</param>
internal sealed class DoorAdapter(EmbeddedBrokerOptions limits, Action tooLong) : IMqttServerAdapter
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
        new(channel, new PacketLimit(Envelope, limits.MaxPayloadBytes + Envelope), tooLong);

    private Task HandleAsync(IMqttChannelAdapter channel) =>
        ClientHandler?.Invoke(new Door(channel, (uint)(limits.MaxPayloadBytes + Envelope),
            (uint)limits.SessionExpiry.TotalSeconds)) ?? Task.CompletedTask;

    private sealed class Door(IMqttChannelAdapter inner, uint maximumPacketSize, uint longestSession)
        : IMqttChannelAdapter
    {
        private bool _opened;
        private bool _asksForMore;

        public long BytesReceived => inner.BytesReceived;

        public long BytesSent => inner.BytesSent;

        public X509Certificate2 ClientCertificate => inner.ClientCertificate;

        public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

        public EndPoint LocalEndPoint => inner.LocalEndPoint;

        public bool IsSecureConnection => inner.IsSecureConnection;

        public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

        public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

        public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

        public Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken) =>
            _opened ? inner.ReceivePacketAsync(cancellationToken) : ReceiveFirstAsync(cancellationToken);

        public void ResetStatistics() => inner.ResetStatistics();

        public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
        {
            if (packet is MqttConnAckPacket answer)
            {
                answer.MaximumPacketSize = maximumPacketSize;
                // MQTT 5, 3.2.2.3.2.
                if (_asksForMore) answer.SessionExpiryInterval = longestSession;
            }
            return inner.SendPacketAsync(packet, cancellationToken);
        }

        public void Dispose() => inner.Dispose();

        private async Task<MqttPacket> ReceiveFirstAsync(CancellationToken cancellationToken)
        {
            _opened = true;
            var packet = await inner.ReceivePacketAsync(cancellationToken);
            // Allowed only with a clean session (MQTT 3.1.1, 3.1.3.1). MQTT 5 must be told its id, in CONNACK.
            if (packet is MqttConnectPacket { CleanSession: true } connect && string.IsNullOrEmpty(connect.ClientId)
                && PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
                connect.ClientId = NewId();
            _asksForMore = packet is MqttConnectPacket { SessionExpiryInterval: var asked } && asked > longestSession;
            return packet!;
        }
    }

    public static string NewId() => $"auto-{Guid.NewGuid():N}";
}
