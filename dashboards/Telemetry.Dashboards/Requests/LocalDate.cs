using System.Globalization;

namespace Telemetry.Dashboards.Requests;

/// <summary>One local day.</summary>
internal static class LocalDate
{
    public const string Help = "Local day, yyyy-MM-dd.";

    // Within them a day has an instant before it and one after it, in every time zone.
    private static readonly DateOnly First = new(1970, 1, 2);
    private static readonly DateOnly Last = new(9998, 12, 31);

    public static Parsed<DateOnly> Parse(string name, string text)
    {
        var isDay = DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        if (isDay && day >= First && day <= Last) return day;
        return Parsed.Wrong(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} '{text}' is no day: yyyy-MM-dd, from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}"));
    }
}
