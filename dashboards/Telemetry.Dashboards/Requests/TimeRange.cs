using System.Globalization;

namespace Telemetry.Dashboards.Requests;

/// <summary>From inclusive, to exclusive.</summary>
internal readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    public const string FromHelp =
        "First instant, inclusive: ISO 8601 with an offset (2026-03-01T00:00:00+08:00) or Unix milliseconds.";

    public const string ToHelp = "Last instant, exclusive, written as `from`; now where absent.";

    private const string Allowed =
        "is no instant: ISO 8601 with an offset such as 2026-03-01T00:00:00+08:00 or 2026-02-28T16:00:00Z, or Unix "
        + "milliseconds";

    public TimeSpan Length => To - From;

    /// <summary>
    /// <paramref name="to"/> absent is now; <paramref name="from"/> absent is <paramref name="usual"/> before it.
    /// </summary>
    public static Parsed<TimeRange> Parse(string? from, string? to, TimeSpan usual, DateTimeOffset now)
    {
        var wrongTo = TryInstant(to, now, out var end) ? null : $"to '{to}' {Allowed}";
        var before = end - DateTimeOffset.MinValue < usual ? DateTimeOffset.MinValue : end - usual;
        var wrongFrom = TryInstant(from, before, out var start) ? null : $"from '{from}' {Allowed}";
        if ((wrongFrom ?? wrongTo) is not null)
            return Parsed.Wrong(string.Join("; ", new[] { wrongFrom, wrongTo }.OfType<string>()));
        if (start >= end)
        {
            return Parsed.Wrong(
                string.Create(CultureInfo.InvariantCulture, $"from ({start:O}) must lie before to ({end:O})"));
        }
        return new TimeRange(start, end);
    }

    /// <summary>A bound on its own; null where absent.</summary>
    public static Parsed<DateTimeOffset?> Bound(string name, string? text)
    {
        if (text is null) return new Parsed<DateTimeOffset?>(null, null);
        return TryInstant(text, default, out var instant)
            ? new Parsed<DateTimeOffset?>(instant, null)
            : Parsed.Wrong($"{name} '{text}' {Allowed}");
    }

    private static bool TryInstant(string? text, DateTimeOffset absent, out DateTimeOffset instant)
    {
        instant = absent;
        if (text is null) return true;
        // In an address a plus sign stands for a space; nobody who copies a time thinks of that.
        text = text.Trim().Replace(' ', '+');
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
        {
            if (ms > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return false;
            instant = DateTimeOffset.FromUnixTimeMilliseconds(ms);
            return true;
        }
        return HasOffset(text) && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out instant);
    }

    private static bool HasOffset(string text)
    {
        var time = text.IndexOf('T', StringComparison.Ordinal);
        return time > 0 && (text.EndsWith('Z') || text.AsSpan(time).IndexOfAny('+', '-') > 0);
    }
}
