namespace Telemetry.Mqtt.Probing;

/// <summary>What a broker says of itself in CONNACK; MQTT 5 only.</summary>
/// <param name="ReceiveMaximum">Messages that a client may have unacknowledged at the broker; null where it names
/// none.</param>
/// <param name="MaximumPacketSize">Bytes of a whole packet; null where it names no limit.</param>
/// <param name="ServerKeepAlive">What it wants instead of the client's keep alive; zero where it names none.</param>
public sealed record BrokerGreeting(
    bool SharedSubscriptions, bool Retain, int MaximumQoS, int? ReceiveMaximum, long? MaximumPacketSize,
    TimeSpan ServerKeepAlive);

/// <summary>The limits of one session as a subscriber that acknowledges nothing finds them.</summary>
/// <param name="InFlight">Messages that came unacknowledged; null where none could be sent to oneself.</param>
/// <param name="InFlightIsMore">All that was sent came: the window is at least this.</param>
/// <param name="Queued">Messages kept beyond the window; null where unknown.</param>
/// <param name="QueuedIsMore">None was dropped: the queue is at least this.</param>
/// <param name="Unseen">Why there are no figures, in words; empty where there are.</param>
public sealed record SessionLimits(
    int? InFlight, bool InFlightIsMore, int? Queued, bool QueuedIsMore, string Unseen = "");

/// <summary>What a look at a broker found. What comes after the first trouble is null.</summary>
public sealed record BrokerSighting
{
    /// <summary>Why there is no connection, in words.</summary>
    public string? Unreachable { get; init; }

    /// <summary>The broker answers and doesn't let us in: its words.</summary>
    public string? Refused { get; init; }

    /// <summary>As told under <c>$SYS/broker/version</c>; null where the broker doesn't tell it or we may not read
    /// it.</summary>
    public string? Version { get; init; }

    /// <summary>Null with 3.1.1, which has no such words.</summary>
    public BrokerGreeting? Greeting { get; init; }

    /// <summary>Of a ping, the median of five.</summary>
    public TimeSpan? RoundTrip { get; init; }

    public SessionLimits? Limits { get; init; }

    /// <summary>Whether a second connect found the session of the first.</summary>
    public bool? KeepsSession { get; init; }
}
