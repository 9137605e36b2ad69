using System.Globalization;

namespace Telemetry.Storage.Probing;

/// <summary>Durations as InfluxDB writes them: <c>168h0m0s</c>; <c>0s</c> is for ever.</summary>
internal static class GoDuration
{
    /// <returns>Null for ever, and where it isn't such a text.</returns>
    public static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.') continue;
            var figure = text.AsSpan(digits, i - digits);
            if (!double.TryParse(figure, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
            var unit = text[i..].StartsWith("ms", StringComparison.Ordinal) ? "ms" : text[i].ToString();
            switch (unit)
            {
                case "h": total += TimeSpan.FromHours(number); break;
                case "m": total += TimeSpan.FromMinutes(number); break;
                case "s": total += TimeSpan.FromSeconds(number); break;
                case "ms": total += TimeSpan.FromMilliseconds(number); break;
                default: return null;
            }
            i += unit.Length - 1;
            digits = i + 1;
        }
        return total > TimeSpan.Zero ? total : null;
    }
}
