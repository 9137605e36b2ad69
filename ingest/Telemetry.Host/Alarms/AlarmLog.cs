namespace Telemetry.Host.Alarms;

/// <summary>Event ids 3800 to 3819.</summary>
internal static partial class AlarmLog
{
    [LoggerMessage(3800, LogLevel.Warning,
        "Alarm ({Priority}): {Text} {FirstAction} It stands in /api/alarms/{Alarm} until somebody has acknowledged "
        + "it.")]
    public static partial void Raised(
        ILogger logger, string priority, string text, string firstAction, string alarm);

    [LoggerMessage(3801, LogLevel.Warning,
        "{Group} has {Count} alarms within a few minutes: no more of them are told of one by one until it is quiet "
        + "again. All of them stand in /api/alarms.")]
    public static partial void Flood(ILogger logger, string group, int count);

    [LoggerMessage(3802, LogLevel.Information,
        "This process judges alarms from here on; {Open} are open from before and are not told of again.")]
    public static partial void Leads(ILogger logger, int open);

    [LoggerMessage(3803, LogLevel.Warning,
        "Alarms can't be judged or kept for now: {Problem}. What was found meanwhile is kept in memory and recorded "
        + "once the store answers.")]
    public static partial void Troubled(ILogger logger, string problem);

    [LoggerMessage(3804, LogLevel.Information, "Alarms are judged and kept again.")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(3805, LogLevel.Warning,
        "Nobody is told of alarms by {Channel} for now: {Problem}. It is tried again, and given up after three days.")]
    public static partial void TellingFails(ILogger logger, string channel, string problem);

    [LoggerMessage(3806, LogLevel.Information, "Alarms are told of by {Channel} again.")]
    public static partial void TellingWorks(ILogger logger, string channel);

    [LoggerMessage(3807, LogLevel.Error,
        "The alarm {Alarm} was never told of by {Channel}: {Problem}. Look at /api/alarms for what was missed.")]
    public static partial void GivenUp(ILogger logger, string alarm, string channel, string problem);
}
