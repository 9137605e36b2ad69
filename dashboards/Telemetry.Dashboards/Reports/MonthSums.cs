namespace Telemetry.Dashboards.Reports;

/// <summary>Sums that know the difference between nothing and zero.</summary>
internal static class MonthSums
{
    /// <summary>
    /// The sum of those that are there; null where none is. In order, so that it is the same every time.
    /// </summary>
    public static double? SumOrNull<T>(this IEnumerable<T> rows, Func<T, double?> value)
    {
        double? sum = null;
        foreach (var row in rows)
        {
            if (value(row) is { } number) sum = (sum ?? 0) + number;
        }
        return sum;
    }

    /// <summary>Null where either is, or where the divisor is no positive number.</summary>
    public static double? Over(this double? dividend, double? divisor) => divisor > 0 ? dividend / divisor : null;

    /// <summary>The sum of two of which either may be unknown; null where both are.</summary>
    public static double? Plus(this double? one, double? other) => one is null ? other : one + (other ?? 0);

    /// <summary>The reason that most days give; null where none gives one.</summary>
    public static string? Commonest(IEnumerable<string?> reasons) => reasons.OfType<string>().GroupBy(reason => reason)
        .OrderByDescending(days => days.Count()).ThenBy(days => days.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;
}
