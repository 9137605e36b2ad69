using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Stores.Sqlite;

internal static partial class Log
{
    [LoggerMessage(2600, LogLevel.Information, "The embedded store {Path} is open, schema version {Version}")]
    public static partial void Opened(ILogger logger, string path, int version);

    [LoggerMessage(2601, LogLevel.Warning,
        "The embedded store takes nothing: {Detail}. Readings wait in the spool; it is tried again until it works")]
    public static partial void Unreachable(ILogger logger, string detail);

    [LoggerMessage(2602, LogLevel.Error, "The embedded store needs a person: {Detail}")]
    public static partial void Refused(ILogger logger, string detail);

    [LoggerMessage(2603, LogLevel.Information, "The embedded store takes readings again after {Outage}")]
    public static partial void Recovered(ILogger logger, TimeSpan outage);

    [LoggerMessage(2604, LogLevel.Information, "Retention removed {Points} points from the embedded store")]
    public static partial void Swept(ILogger logger, long points);

    [LoggerMessage(2605, LogLevel.Warning,
        "Retention stopped after {Points} points: {Detail}. Older points stay until the next sweep")]
    public static partial void SweepStopped(ILogger logger, long points, string detail);
}
