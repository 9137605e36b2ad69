using System.Net;
using MQTTnet.Adapter;
using MQTTnet.Channel;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using Telemetry.Mqtt.Acknowledging;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// A device's connection as MQTTnet sees it. At first it says what MQTTnet leaves out; once opened for a client its
/// publications no longer reach MQTTnet.
/// </summary>
internal sealed class Door : PublicationTap
{
    /// <summary>
    /// MQTTnet closes a connection that brings it no packet for 1.5 times its keep-alive, which is a second at least;
    /// so for publications that it never sees it is given a ping so often.
    /// </summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);

    private readonly uint _maximumPacketSize;
    private readonly uint _longestSession;
    private readonly TimeProvider _time;
    private readonly EndPoint _remote;
    private DeviceLane? _lane;
    private bool _begun;
    private bool _asksForMore;
    private long _lastSign;
    private int _ownPings;

    /// <param name="maximumPacketSize">Bytes, for CONNACK.</param>
    /// <param name="longestSession">Seconds that a session is kept; for CONNACK where a client asks for more.</param>
    public Door(
        IMqttChannel channel, IMqttChannelAdapter inner, uint maximumPacketSize, uint longestSession, TimeProvider time)
        : base(channel, inner)
    {
        _maximumPacketSize = maximumPacketSize;
        _longestSession = longestSession;
        _time = time;
        _remote = inner.RemoteEndPoint is IPEndPoint ip ? new Address(ip, this) : inner.RemoteEndPoint;
    }

    public override EndPoint RemoteEndPoint => _remote;

    /// <summary>The door behind an address that MQTTnet hands on; it hands on nothing else of a connection.</summary>
    public static Door? Of(EndPoint? remote) => (remote as Address)?.Door;

    /// <summary>From here on the client's publications go through the lane.</summary>
    public void Open(Func<Func<ReadOnlyMemory<byte>, CancellationToken, Task>, DeviceLane> lane)
    {
        _lastSign = _time.GetTimestamp();
        _lane = lane(WriteAsync);
    }

    public override Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket answer)
        {
            answer.MaximumPacketSize = _maximumPacketSize;
            // MQTT 5, 3.2.2.3.2.
            if (_asksForMore) answer.SessionExpiryInterval = _longestSession;
        }
        // The answer to a ping of ours is nobody's. Where the device sent one as well it gets the other answer.
        if (packet is MqttPingRespPacket && TakeOwnPing()) return Task.CompletedTask;
        return base.SendPacketAsync(packet, cancellationToken);
    }

    public override void Dispose()
    {
        _lane?.Dispose();
        base.Dispose();
    }

    protected override async ValueTask<Fate> TakeAsync(
        MqttPublishPacket publication, CancellationToken cancellationToken)
    {
        if (_lane is null) return Fate.Passes;
        return await _lane.TakeAsync(publication, cancellationToken) ? Fate.IsTaken : Fate.EndsConnection;
    }

    protected override MqttPacket? Pass(MqttPacket? packet)
    {
        if (_begun) return packet;
        _begun = true;
        // Allowed only with a clean session (MQTT 3.1.1, 3.1.3.1). MQTT 5 must be told its id, in CONNACK.
        if (packet is MqttConnectPacket { CleanSession: true } connect && string.IsNullOrEmpty(connect.ClientId)
            && PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500)
            connect.ClientId = NewId();
        _asksForMore = packet is MqttConnectPacket { SessionExpiryInterval: var asked } && asked > _longestSession;
        return packet;
    }

    protected override MqttPacket? Instead()
    {
        if (_time.GetElapsedTime(_lastSign) < SignOfLife) return null;
        _lastSign = _time.GetTimestamp();
        Interlocked.Increment(ref _ownPings);
        return MqttPingReqPacket.Instance;
    }

    public static string NewId() => $"auto-{Guid.NewGuid():N}";

    private bool TakeOwnPing()
    {
        if (Volatile.Read(ref _ownPings) == 0) return false;
        Interlocked.Decrement(ref _ownPings);
        return true;
    }

    private sealed class Address(IPEndPoint ip, Door door) : IPEndPoint(ip.Address, ip.Port)
    {
        public Door Door { get; } = door;
    }
}
