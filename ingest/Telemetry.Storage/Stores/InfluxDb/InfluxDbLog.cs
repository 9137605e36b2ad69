using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>Events 2300 to 2319.</summary>
internal static partial class InfluxDbLog
{
    [LoggerMessage(2300, LogLevel.Warning,
        "InfluxDB can't be written to; readings stay in the spool and are written once it is back. {Detail}")]
    public static partial void Unreachable(ILogger logger, string detail);

    [LoggerMessage(2301, LogLevel.Warning,
        "InfluxDB asks for time; readings stay in the spool meanwhile. {Detail}")]
    public static partial void Overloaded(ILogger logger, string detail);

    [LoggerMessage(2302, LogLevel.Error,
        "InfluxDB refuses writes until somebody mends it; readings stay in the spool meanwhile. {Detail}")]
    public static partial void Refused(ILogger logger, string detail);

    [LoggerMessage(2303, LogLevel.Information, "InfluxDB takes writes again after {Seconds:F0} s.")]
    public static partial void Recovered(ILogger logger, double seconds);

    [LoggerMessage(2304, LogLevel.Warning,
        "InfluxDB will never take {Rejected} of {Lines} lines; they are in the dead letters as store_rejected. " +
        "The first: {Detail}")]
    public static partial void Rejected(ILogger logger, int rejected, int lines, string detail);

    [LoggerMessage(2305, LogLevel.Information,
        "Requests to InfluxDB are kept under {Bytes} bytes from now on: it answered 413.")]
    public static partial void SmallerRequests(ILogger logger, long bytes);

    [LoggerMessage(2306, LogLevel.Warning,
        "The database could not be created; writing goes on, as it may exist already. {Detail}")]
    public static partial void DatabaseNotCreated(ILogger logger, string detail);

    [LoggerMessage(2307, LogLevel.Information, "Database {Database} of InfluxDB is there.")]
    public static partial void DatabaseReady(ILogger logger, string database);
}
