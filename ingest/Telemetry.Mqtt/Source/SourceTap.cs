using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Diagnostics.PacketInspection;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Packets;
using Telemetry.Mqtt.Acknowledging;

namespace Telemetry.Mqtt.Source;

/// <summary>Our end of a connection to a broker; every publication goes to the receiver.</summary>
internal sealed class SourceTap : PublicationTap
{
    private readonly BufferedChannel _channel;
    private readonly ReadPace? _pace;
    private readonly TimeProvider _time;
    private readonly Func<MqttPublishPacket, CancellationToken, ValueTask> _receive;

    private SourceTap(
        BufferedChannel channel, IMqttChannelAdapter inner, ReadPace? pace, TimeProvider time,
        Func<MqttPublishPacket, CancellationToken, ValueTask> receive)
        : base(channel, inner)
    {
        _channel = channel;
        _pace = pace;
        _time = time;
        _receive = receive;
    }

    public new Task WriteAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken) =>
        base.WriteAsync(packets, cancellationToken);

    protected override async ValueTask<Fate> TakeAsync(
        MqttPublishPacket publication, CancellationToken cancellationToken)
    {
        _pace?.Taken();
        await _receive(publication, cancellationToken);
        return Fate.IsTaken;
    }

    protected override Task? Pause()
    {
        if (_pace is null || !_channel.IsDrained) return null;
        _pace.Judge();
        return _pace.IsBusy ? Task.Delay(ReadPace.Gathering, _time) : null;
    }

    /// <summary>Makes the taps of one client. It connects once, so there is one.</summary>
    internal sealed class Factory(Func<MqttPublishPacket, CancellationToken, ValueTask> receive, TimeProvider time)
        : IMqttClientAdapterFactory
    {
        /// <summary>Null until the client connects.</summary>
        public SourceTap? Made { get; private set; }

        public IMqttChannelAdapter CreateClientAdapter(
            MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger)
        {
            var channel = new BufferedChannel(new MqttTcpChannel(options));
            var formatter = new MqttPacketFormatterAdapter(
                options.ProtocolVersion, new MqttBufferWriter(options.WriterBufferSize, options.WriterBufferSizeMax));
            var pace = options.ReceiveMaximum >= ReadPace.LeastWindow ? new ReadPace(time) : null;
            var packets = new MqttChannelAdapter(channel, formatter, logger)
            {
                AllowPacketFragmentation = options.AllowPacketFragmentation,
            };
            return Made = new SourceTap(channel, packets, pace, time, receive);
        }
    }
}
