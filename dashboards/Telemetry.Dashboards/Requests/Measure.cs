using System.Globalization;

namespace Telemetry.Dashboards.Requests;

/// <summary>A number within bounds, or none.</summary>
internal static class Measure
{
    /// <param name="unit">In words: <c>metres</c>.</param>
    public static Parsed<double?> Parse(string name, string? text, string unit, double least, double most)
    {
        if (text is null) return new Parsed<double?>(null, null);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= most) return new Parsed<double?>(number, null);
        return Parsed.Wrong(
            string.Create(CultureInfo.InvariantCulture, $"{name} '{text}': {unit}, from {least} to {most}"));
    }
}
