using System.Globalization;

namespace Telemetry.Dashboards.Requests;

/// <summary>Local days, both inclusive.</summary>
internal readonly record struct DayRange(DateOnly From, DateOnly To)
{
    public const string FromHelp = "First local day, inclusive, yyyy-MM-dd.";

    public const string ToHelp = "Last local day, inclusive, yyyy-MM-dd; today where absent.";

    public int Length => To.DayNumber - From.DayNumber + 1;

    /// <summary>
    /// <paramref name="to"/> absent is today; <paramref name="from"/> absent is <paramref name="usual"/> days with it.
    /// </summary>
    public static Parsed<DayRange> Parse(string? from, string? to, int usual, DateOnly today, int most)
    {
        if (!TryDay(to, today, out var last)) return Parsed.Wrong(NoDay("to", to));
        var before = last.DayNumber < usual ? DateOnly.MinValue : last.AddDays(1 - usual);
        if (!TryDay(from, before, out var first)) return Parsed.Wrong(NoDay("from", from));
        if (first > last)
        {
            return Parsed.Wrong(string.Create(
                CultureInfo.InvariantCulture, $"from ({first:yyyy-MM-dd}) must not lie after to ({last:yyyy-MM-dd})"));
        }
        var range = new DayRange(first, last);
        if (range.Length <= most) return range;
        return Parsed.Wrong(string.Create(
            CultureInfo.InvariantCulture,
            $"{range.Length} days from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: at most {most} in one answer"));
    }

    /// <summary>A day on its own; null where absent.</summary>
    public static Parsed<DateOnly?> Bound(string name, string? text)
    {
        if (text is null) return new Parsed<DateOnly?>(null, null);
        return TryDay(text, default, out var day)
            ? new Parsed<DateOnly?>(day, null)
            : Parsed.Wrong(NoDay(name, text));
    }

    private static bool TryDay(string? text, DateOnly absent, out DateOnly day)
    {
        day = absent;
        return text is null || DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static string NoDay(string name, string? text) => $"{name} '{text}' is no day: yyyy-MM-dd";
}
