namespace Telemetry.Mqtt.Broker;

/// <summary>The embedded broker as it is now; counters run since the start of the process.</summary>
/// <param name="Endpoints">Where it listens, as address:port.</param>
/// <param name="Connections">Clients connected now, subscribers among them.</param>
/// <param name="Received">Publications handed to the intake.</param>
/// <param name="Committed">Of these, on disk and free to be acknowledged.</param>
/// <param name="AwaitingCommit">Of these, waiting now; a few hundred a connection at most.</param>
/// <param name="RefusedFull">Publications refused because the spool is full; their senders still have them.</param>
/// <param name="RefusedAccess">
/// Publications refused for their topic: the host's own, outside the root, or not granted.
/// </param>
/// <param name="RefusedTooLarge">Publications longer than <c>MaxPayloadBytes</c>.</param>
/// <param name="RefusedConnects">Connects refused for name or password.</param>
/// <param name="LostWills">Will messages that found the spool full: nobody is left to keep them.</param>
/// <param name="Faults">Exceptions of the intake; each costs its connection, so that the device sends again.</param>
public sealed record EmbeddedBrokerStatus(
    bool Listening,
    IReadOnlyList<string> Endpoints,
    int Connections,
    long Received,
    long Committed,
    long AwaitingCommit,
    long RefusedFull,
    long RefusedAccess,
    long RefusedTooLarge,
    long RefusedConnects,
    long LostWills,
    long Faults);
