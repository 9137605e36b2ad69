using System.Globalization;

namespace Telemetry.Simulators.Commands;

/// <summary>Durations as people write them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1.5h</c>, <c>365d</c>.</summary>
internal static class Spans
{
    private static readonly (string Suffix, double Milliseconds)[] Suffixes =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public static TimeSpan Parse(string option, string text)
    {
        foreach (var (suffix, milliseconds) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture,
                    out var count)
                && Math.Abs(count * milliseconds) < 1e14)
                return TimeSpan.FromMilliseconds(count * milliseconds);
        }
        throw new UsageException($"{option}: '{text}' is not a duration such as 30s, 5m, 1.5h or 2d");
    }
}
