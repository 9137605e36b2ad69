using Microsoft.Extensions.Logging;

namespace Telemetry.Simulators;

internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Warning,
        "{ClientId} sends nothing for now: {Why}; its readings wait and it tries again in about {Pause}")]
    public static partial void BrokerUnreachable(ILogger logger, string clientId, string why, TimeSpan pause);

    [LoggerMessage(9001, LogLevel.Warning,
        "A message of {ClientId} to {Topic} was refused with {Reason}; the broker's access rules are the likely cause")]
    public static partial void Refused(ILogger logger, string clientId, string topic, string reason);

    [LoggerMessage(9002, LogLevel.Debug, "{ClientId} left without a clean goodbye: {Why}")]
    public static partial void FlushFailed(ILogger logger, string clientId, string why);

    [LoggerMessage(9003, LogLevel.Information,
        "The city is live: {Sources} devices over {Connections} connections to {Broker}")]
    public static partial void Live(ILogger logger, int sources, int connections, string broker);

    [LoggerMessage(9004, LogLevel.Information, "History is sent: {Readings} readings acknowledged")]
    public static partial void HistorySent(ILogger logger, long readings);
}
