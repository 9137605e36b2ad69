using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>Events 2320 to 2329.</summary>
internal static partial class DerivedLog
{
    [LoggerMessage(2320, LogLevel.Warning,
        "InfluxDB does not take derived values; volumes and rates stand still until it does. {Detail}")]
    public static partial void Waiting(ILogger logger, string detail);

    [LoggerMessage(2321, LogLevel.Error,
        "InfluxDB refuses derived values until somebody mends it; volumes and rates stand still meanwhile. {Detail}")]
    public static partial void Refused(ILogger logger, string detail);

    [LoggerMessage(2322, LogLevel.Information, "InfluxDB takes derived values again after {Seconds:F0} s.")]
    public static partial void Recovered(ILogger logger, double seconds);

    [LoggerMessage(2323, LogLevel.Warning,
        "{Rows} derived values are older than InfluxDB keeps and are gone: to keep them longer than readings, name a " +
        "place that keeps everything in Telemetry:Store:InfluxDb:DerivedRetentionPolicy, DerivedDatabase or " +
        "DerivedBucket. {Detail}")]
    public static partial void TooOld(ILogger logger, int rows, string detail);
}
