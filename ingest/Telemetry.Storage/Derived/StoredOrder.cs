using Telemetry.Storage.Queries;

namespace Telemetry.Storage.Derived;

internal static class StoredOrder
{
    /// <summary>By time, then by series.</summary>
    public static readonly Comparison<StoredPoint> ByTime = static (a, b) =>
        a.Time != b.Time ? a.Time.CompareTo(b.Time) : string.CompareOrdinal(a.Series.Key, b.Series.Key);
}
