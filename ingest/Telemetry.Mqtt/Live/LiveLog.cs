using Microsoft.Extensions.Logging;

namespace Telemetry.Mqtt.Live;

/// <summary>Event ids 1400 to 1499.</summary>
internal static partial class LiveLog
{
    [LoggerMessage(1400, LogLevel.Warning,
        "The broker does not take live messages: dashboards elsewhere show old values. Likely its ACL does not let "
        + "this "
        + "user write the live topics")]
    public static partial void PublishingFails(ILogger log);

    [LoggerMessage(1401, LogLevel.Information, "The broker takes live messages again")]
    public static partial void PublishingWorks(ILogger log);

    [LoggerMessage(1402, LogLevel.Information, "{ClientId} is connected for live messages")]
    public static partial void Connected(ILogger log, string clientId);

    [LoggerMessage(
        1403, LogLevel.Warning, "{ClientId} has no connection for live messages: {Reason}. Next attempt in {Wait}")]
    public static partial void ConnectionLost(ILogger log, string clientId, string reason, TimeSpan wait);

    [LoggerMessage(1404, LogLevel.Debug, "A live message on {Topic} has no ts that can be read; it is left out")]
    public static partial void NoTime(ILogger log, string topic);

    [LoggerMessage(1406, LogLevel.Warning,
        "The broker does not let this host read {Filter}: what it published of assets that the registry has lost since "
        + "stays there. Likely its ACL")]
    public static partial void LookRefused(ILogger log, string filter);

    [LoggerMessage(1405, LogLevel.Error,
        "The broker refuses the subscription to {Filter} ({Reason}): dashboards show nothing live. Likely its ACL")]
    public static partial void SubscriptionRefused(ILogger log, string filter, string reason);
}
