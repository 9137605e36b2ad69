using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemetry.Domain.Registry.Parsing;

internal sealed partial class Section
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private static readonly string[] LocalInstants = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    private static readonly string[] OffsetInstants =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
    ];

    /// <summary>A local day as <c>yyyy-MM-dd</c>; null where absent or wrong.</summary>
    public DateOnly? Date(string key, bool required = false)
    {
        if (Text(key, required) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        Wrong(key, $"{Said(text)} is not a day; write it as yyyy-MM-dd, such as \"2009-07-01\"");
        return null;
    }

    /// <summary>A time of day as <c>HH:mm</c>; null where absent or wrong.</summary>
    public TimeOnly? TimeOfDay(string key)
    {
        if (Text(key) is not { } text) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        Wrong(key, $"{Said(text)} is not a time of day; write it as HH:mm, such as \"00:00\"");
        return null;
    }

    /// <summary>
    /// A period of first and last day: <c>from</c> inclusive, <c>until</c> exclusive and after it. A wrong or missing
    /// <c>from</c> stands for the beginning of time, so that it causes no second finding.
    /// </summary>
    public (DateOnly From, DateOnly? Until) Days()
    {
        var from = Date("from", required: true);
        var until = Date("until");
        if (from is { } first && until is { } end && end <= first)
            Wrong("until", $"{Iso(end)} is not after from, {Iso(first)}; until is the first day it no longer holds");
        return (from ?? DateOnly.MinValue, until);
    }

    /// <summary>More than nothing, at most a day: <c>30s</c>, <c>5m</c>, <c>1h30m</c> or <c>PT5M</c>.</summary>
    public TimeSpan? Interval(string key, bool required = false) => Duration(key, required, mayBeNothing: false);

    /// <summary>As <see cref="Interval"/>, <c>0s</c> among it.</summary>
    public TimeSpan? Delay(string key) => Duration(key, required: false, mayBeNothing: true);

    private TimeSpan? Duration(string key, bool required, bool mayBeNothing)
    {
        if (Find(key, required) is not { } value) return null;
        if (value.ValueKind != System.Text.Json.JsonValueKind.String)
        {
            Wrong(key, $"{Quote(value)} has no unit; write it as \"30s\", \"5m\", \"1h\" or \"PT5M\"");
            return null;
        }
        var text = value.GetString()!;
        if (ParseDuration(text) is not { } duration)
        {
            Wrong(key, $"{Said(text)} is not a duration; write it as \"30s\", \"5m\", \"1h\" or \"PT5M\"");
            return null;
        }
        if (duration <= LongestInterval && (mayBeNothing || duration > TimeSpan.Zero)) return duration;
        Wrong(key, $"{Said(text)} is out of range; allowed: {(mayBeNothing ? "" : "above 0s, ")}at most 24h");
        return null;
    }

    /// <summary>RFC 3339 with its offset; without one it is local to the city. Null where absent or wrong.</summary>
    public DateTimeOffset? Instant(string key, TimeZoneInfo zone, bool required = false)
    {
        if (Text(key, required) is not { } text) return null;
        var culture = CultureInfo.InvariantCulture;
        if (DateTimeOffset.TryParseExact(
            text, OffsetInstants, culture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant;
        }
        if (!DateTime.TryParseExact(text, LocalInstants, culture, DateTimeStyles.None, out var local))
        {
            Wrong(key, $"{Said(text)} is not an instant; write \"2009-06-15T14:00+08:00\", or local to the city " +
                "\"2009-06-15T14:00\" or \"2009-06-15\"");
            return null;
        }
        if (!zone.IsInvalidTime(local) && !zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, zone.GetUtcOffset(local));
        Wrong(key, $"{Said(text)} falls into a change of the clocks of {zone.Id}; write it with its offset");
        return null;
    }

    internal static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TimeSpan? ParseDuration(string text)
    {
        var match = ShortDuration().Match(text);
        if (!match.Success) match = IsoDuration().Match(text);
        if (!match.Success) return null;
        var seconds = Part(match, 1) * 86_400 + Part(match, 2) * 3_600 + Part(match, 3) * 60 + Part(match, 4);
        return TimeSpan.FromSeconds(seconds);
    }

    // Groups are at most six digits, so no sum comes near a limit.
    private static long Part(Match match, int group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?=[0-9])(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ShortDuration();

    [GeneratedRegex(
        @"^P(?=[0-9T])(?:([0-9]{1,6})D)?(?:T(?=[0-9])(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex IsoDuration();
}
