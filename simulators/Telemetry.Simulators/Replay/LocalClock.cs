using System.Globalization;

namespace Telemetry.Simulators.Replay;

/// <summary>Why a row has no time.</summary>
public enum TimeProblem
{
    None,

    /// <summary>Not in the format.</summary>
    Unreadable,

    /// <summary>The clocks skipped it when they went forward.</summary>
    Nonexistent,

    /// <summary>It has no offset, and no zone was named.</summary>
    ZoneMissing,
}

/// <summary>
/// Reads a recording's times. A local time that the clocks showed twice is taken as the earlier instant, and as the
/// later once the rows of that series don't advance otherwise: so a file in order comes out in order.
/// </summary>
/// <param name="zone">Of times without an offset; null for none.</param>
/// <param name="format"><c>unix</c> (seconds), <c>unixms</c>, a .NET format, or null for ISO 8601 and its like.</param>
public sealed class LocalClock(TimeZoneInfo? zone, string? format)
{
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <param name="series">What must advance: a topic.</param>
    public TimeProblem Read(string text, string series, out long ms)
    {
        ms = 0;
        if (format is "unix" or "unixms")
        {
            if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var count))
                return TimeProblem.Unreadable;
            var scaled = format == "unix" ? count * 1000 : count;
            if (Math.Abs(scaled) > 253_402_300_799_999) return TimeProblem.Unreadable;
            ms = (long)Math.Floor(scaled);
            return TimeProblem.None;
        }
        // Adjusted to UTC where the text has an offset, else left as it is.
        const DateTimeStyles styles = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        var read = format is null
            ? DateTime.TryParse(text, CultureInfo.InvariantCulture, styles, out var time)
            : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, styles, out time);
        if (!read) return TimeProblem.Unreadable;
        if (time.Kind == DateTimeKind.Utc)
        {
            ms = new DateTimeOffset(time).ToUnixTimeMilliseconds();
            return TimeProblem.None;
        }
        if (zone is null) return TimeProblem.ZoneMissing;
        return FromLocal(zone, time, series, out ms);
    }

    private TimeProblem FromLocal(TimeZoneInfo from, DateTime local, string series, out long ms)
    {
        ms = 0;
        if (from.IsInvalidTime(local)) return TimeProblem.Nonexistent;
        if (from.IsAmbiguousTime(local))
        {
            var offsets = from.GetAmbiguousTimeOffsets(local);
            // The larger offset is the earlier instant.
            var earlier = new DateTimeOffset(local, offsets.Max()).ToUnixTimeMilliseconds();
            var later = new DateTimeOffset(local, offsets.Min()).ToUnixTimeMilliseconds();
            ms = _last.TryGetValue(series, out var last) && earlier <= last ? later : earlier;
        }
        else
        {
            ms = new DateTimeOffset(local, from.GetUtcOffset(local)).ToUnixTimeMilliseconds();
        }
        _last[series] = ms;
        return TimeProblem.None;
    }
}
