using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// MQTTnet's TCP listeners, with two words at the door that MQTTnet leaves out: a client of 3.1.1 without an id gets one
/// (mosquitto_pub sends none), and CONNACK names the largest packet.
/// </summary>
internal sealed class DoorAdapter(int maxPayloadBytes) : IMqttServerAdapter
{
    /// <summary>Topic and properties beside the payload, bytes; generous.</summary>
    private const int Envelope = 128 << 10;

    private readonly MqttTcpServerAdapter _tcp = new();

    public Func<IMqttChannelAdapter, Task>? ClientHandler
    {
        get;
        set
        {
            field = value;
            _tcp.ClientHandler = value is null
                ? null
                : channel => value(new Door(channel, (uint)(maxPayloadBytes + Envelope)));
        }
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => _tcp.StartAsync(options, logger);

    public Task StopAsync() => _tcp.StopAsync();

    public void Dispose() => _tcp.Dispose();

    private sealed class Door(IMqttChannelAdapter inner, uint maximumPacketSize) : IMqttChannelAdapter
    {
        private bool _opened;

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
            if (packet is MqttConnAckPacket answer) answer.MaximumPacketSize = maximumPacketSize;
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
            return packet!;
        }
    }

    public static string NewId() => $"auto-{Guid.NewGuid():N}";
}
