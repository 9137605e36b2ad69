using System.Globalization;

namespace Telemetry.Benchmarks.Load;

internal static class Figures
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(static value => !double.IsNaN(value)).Order().ToArray();
        if (sorted.Length == 0) return double.NaN;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Three significant digits, thousands grouped; a dash for what was not measured.</summary>
    public static string Text(double value) => value switch
    {
        double.NaN => "–",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    public static string Spread(IReadOnlyCollection<double> values) => values.Count == 0
        ? "–"
        : $"{Text(Median(values))} ({Text(values.Min())}–{Text(values.Max())})";
}
