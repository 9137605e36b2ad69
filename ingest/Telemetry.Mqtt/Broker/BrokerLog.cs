using Microsoft.Extensions.Logging;

namespace Telemetry.Mqtt.Broker;

/// <summary>Event ids 1200 to 1399.</summary>
internal static partial class BrokerLog
{
    [LoggerMessage(1200, LogLevel.Information, "The embedded broker listens on {Endpoints}")]
    public static partial void Listening(ILogger log, string endpoints);

    [LoggerMessage(1201, LogLevel.Error,
        "The spool is full: {Count} publishers are disconnected with 0x97 and keep their readings until there is room")]
    public static partial void DisconnectedFull(ILogger log, int count);

    [LoggerMessage(1202, LogLevel.Warning,
        "{ClientId} may not publish to {Topic}; the message is refused. Likely a wrong topic in the device, or a "
        + "filter "
        + "missing in Telemetry:Broker:UsersFile. {Suppressed} more were refused since the last such line")]
    public static partial void RefusedPublication(ILogger log, string clientId, string topic, long suppressed);

    [LoggerMessage(1203, LogLevel.Warning,
        "{ClientId} is refused: unknown name, wrong password, or no name from another machine. "
        + "{Suppressed} more were refused since the last such line")]
    public static partial void RefusedConnect(ILogger log, string clientId, long suppressed);

    [LoggerMessage(1204, LogLevel.Error,
        "{Path} has errors; the last good one stays in force. {Errors}")]
    public static partial void BadUsersFile(ILogger log, string path, string errors);

    [LoggerMessage(1205, LogLevel.Error,
        "The pipeline failed on a message of {Topic}; its sender is disconnected unacknowledged and sends it again. "
        + "This is a bug")]
    public static partial void IntakeFault(ILogger log, Exception exception, string topic);

    [LoggerMessage(1206, LogLevel.Warning,
        "The will of {ClientId} on {Topic} is lost: the spool is full and nobody is left to send it again")]
    public static partial void WillLost(ILogger log, string clientId, string topic);

    [LoggerMessage(1207, LogLevel.Warning,
        "{Count} publications were not committed before the deadline; their senders got no acknowledgement")]
    public static partial void StoppedEarly(ILogger log, long count);

    [LoggerMessage(1209, LogLevel.Warning,
        "{ClientId} at {Address} is sent away for now, its password unread: too many wrong ones from its address, or "
        + "too "
        + "many clients at once. {Suppressed} more were refused since the last such line")]
    public static partial void RefusedForNow(ILogger log, string clientId, string address, long suppressed);

    [LoggerMessage(1208, LogLevel.Warning,
        "User {User} is refused under the client id {ClientId}, which another user's connection has. Likely two "
        + "devices "
        + "with one client id. {Suppressed} more were refused since the last such line")]
    public static partial void RefusedClientId(ILogger log, string? user, string clientId, long suppressed);

    [LoggerMessage(1210, LogLevel.Debug, "{ClientId} is acknowledged no further: {Reason}")]
    public static partial void AcknowledgingEnded(ILogger log, string clientId, string reason);
}
