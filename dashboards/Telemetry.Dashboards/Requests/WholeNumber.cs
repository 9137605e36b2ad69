using System.Globalization;

namespace Telemetry.Dashboards.Requests;

/// <summary>A whole number within bounds, or none.</summary>
internal static class WholeNumber
{
    public static Parsed<long?> Parse(string name, string? text, long least, long most)
    {
        if (text is null) return new Parsed<long?>(null, null);
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= most) return new Parsed<long?>(number, null);
        return Parsed.Wrong(string.Create(
            CultureInfo.InvariantCulture, $"{name} '{text}': a whole number from {least} to {most}"));
    }
}
