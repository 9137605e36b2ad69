namespace Telemetry.Mqtt.Source;

public enum SourceConnectionState
{
    /// <summary>Not started, or stopped; the session stays at the broker.</summary>
    Stopped,

    Connecting,

    /// <summary>Connected and subscribed.</summary>
    Connected,

    /// <summary>The connection failed or was lost; the next attempt is waited for.</summary>
    Waiting,

    /// <summary>Another client took the session over; not fought for.</summary>
    TakenOver,

    /// <summary>Disjoint filters leave nothing for this connection.</summary>
    Unused,

    /// <summary>Not reading any more; acknowledging what was read.</summary>
    Stopping,
}

/// <summary>One connection as it is now; counters run since the start of the process.</summary>
/// <param name="SessionPresent">
/// Whether the broker still had our session at the last connect; null before the first.
/// </param>
/// <param name="Received">Messages handed to the intake.</param>
/// <param name="Acknowledged">PUBACK or PUBREC sent.</param>
/// <param name="InFlight">Received on the present connection with QoS 1 or 2 and not acknowledged yet.</param>
/// <param name="StaleAcknowledgements">
/// Not sent, because their connection was gone: the broker delivers those again.
/// </param>
/// <param name="Reconnects">Connects after the first.</param>
/// <param name="SessionsLost">Reconnects that found no session: what the broker had queued may be lost there.</param>
/// <param name="Faults">Exceptions of the intake; each costs the connection, so that the broker delivers again.</param>
/// <param name="LastError">In words, with what to mend; null while nothing ever went wrong.</param>
public sealed record SourceConnectionStatus(
    string ClientId,
    SourceConnectionState State,
    IReadOnlyList<string> Filters,
    DateTimeOffset? ConnectedSince,
    bool? SessionPresent,
    DateTimeOffset? LastMessageAt,
    long Received,
    long Acknowledged,
    long InFlight,
    long StaleAcknowledgements,
    long Reconnects,
    long SessionsLost,
    long Faults,
    string? LastError)
{
    /// <summary>When a reconnect last found no session; null while none did.</summary>
    public DateTimeOffset? SessionLostAt { get; init; }
}

/// <param name="Broker">Host and port.</param>
public sealed record MqttSourceStatus(string Broker, IReadOnlyList<SourceConnectionStatus> Connections)
{
    /// <summary>Every connection that has something to do is connected.</summary>
    public bool IsUp =>
        Connections.All(one => one.State is SourceConnectionState.Connected or SourceConnectionState.Unused);

    public long Received => Connections.Sum(one => one.Received);

    public long Acknowledged => Connections.Sum(one => one.Acknowledged);

    public long InFlight => Connections.Sum(one => one.InFlight);

    public long SessionsLost => Connections.Sum(one => one.SessionsLost);
}
