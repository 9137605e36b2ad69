using Microsoft.Extensions.Logging;

namespace Telemetry.Mqtt.Source;

/// <summary>Event ids 1000 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information,
        "{ClientId} is connected and subscribed to {Filters}; session kept by the broker: {SessionPresent}")]
    public static partial void Connected(ILogger log, string clientId, string filters, bool sessionPresent);

    [LoggerMessage(1001, LogLevel.Warning,
        "{ClientId} has no connection: {Reason}. Readings wait at the broker; next attempt in {Wait}")]
    public static partial void ConnectionLost(ILogger log, string clientId, string reason, TimeSpan wait);

    [LoggerMessage(1002, LogLevel.Warning,
        "{ClientId} reconnected, but the broker no longer has its session: readings queued there meanwhile may be "
        + "lost. "
        + "Likely the broker restarted without persistence, or the absence outlasted the session expiry")]
    public static partial void SessionLost(ILogger log, string clientId);

    [LoggerMessage(1003, LogLevel.Error,
        "Another client connected as {ClientId} and took the session over ({Reason}); not fighting for it, next "
        + "attempt in "
        + "{Wait}. Likely two hosts share Telemetry:Mqtt:ClientId")]
    public static partial void TakenOver(ILogger log, string clientId, string reason, TimeSpan wait);

    [LoggerMessage(1004, LogLevel.Information,
        "{Count} readings received by {ClientId} on the connection that ended are not acknowledged; the broker "
        + "delivers "
        + "them again, and the store keeps one of each")]
    public static partial void StaleAcknowledgements(ILogger log, string clientId, long count);

    [LoggerMessage(1005, LogLevel.Error,
        "The pipeline failed on a message of {Topic}; it stays unacknowledged and is delivered again on a new "
        + "connection. "
        + "This is a bug")]
    public static partial void IntakeFault(ILogger log, Exception exception, string topic);

    [LoggerMessage(1006, LogLevel.Error,
        "A commit failed; nothing received after it is acknowledged, and the broker delivers it again on a new "
        + "connection")]
    public static partial void CommitFault(ILogger log, Exception exception);

    [LoggerMessage(1007, LogLevel.Warning,
        "The broker grants {Filter} with QoS 0 only: readings are lost whenever the connection is")]
    public static partial void GrantedQoS0(ILogger log, string filter);

    [LoggerMessage(1008, LogLevel.Warning,
        "{ClientId} stopped before everything it received was committed; the broker keeps the rest")]
    public static partial void DrainDeadline(ILogger log, string clientId);

    [LoggerMessage(1009, LogLevel.Debug, "{ClientId} could not say goodbye: {Reason}")]
    public static partial void DisconnectFailed(ILogger log, string clientId, string reason);

    [LoggerMessage(1010, LogLevel.Information,
        "{ClientId} is not used any more: its session at the broker has been read to the end and is ended")]
    public static partial void SessionRetired(ILogger log, string clientId);

    [LoggerMessage(
        1011, LogLevel.Debug, "Whether a session of {ClientId} is left at the broker is not known: {Reason}")]
    public static partial void LeftoverUnreachable(ILogger log, string clientId, string reason);
}
