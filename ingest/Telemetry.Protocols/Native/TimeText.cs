using System.Globalization;

namespace Telemetry.Protocols.Native;

/// <summary>Times in the words of a reject.</summary>
static class TimeText
{
    const long HourMs = 3_600_000;

    /// <summary>So near to a whole hour ahead that it is a time zone and no clock error.</summary>
    const long WholeHourToleranceMs = 120_000;

    /// <summary>The easternmost local time is this many hours ahead of UTC.</summary>
    const long FurthestZone = 14;

    public static string Of(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string InFuture(long timeMs, long receivedMs, long toleranceMs)
    {
        var ahead = timeMs - receivedMs;
        var hours = (ahead + HourMs / 2) / HourMs;
        var isZone = hours is >= 1 and <= FurthestZone && Math.Abs(ahead - hours * HourMs) <= WholeHourToleranceMs;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"'ts' is {Of(timeMs)}, {ahead / 1000} s after its receipt; allowed are {toleranceMs / 1000} s")
            + (isZone ? $". It is {hours} h ahead: local time sent as UTC?" : "");
    }
}
