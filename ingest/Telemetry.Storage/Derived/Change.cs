using System.Diagnostics.CodeAnalysis;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Derived;

/// <summary>A row of <c>changes</c>: a batch touched this asset, with device times from first to last.</summary>
/// <param name="Stamp">When it was written, by the clock of its host.</param>
/// <param name="Kind">The measurement.</param>
/// <param name="Asset">Its tag values in order, joined by <c>/</c>.</param>
/// <param name="FirstMs">Earliest device time of the batch, Unix ms.</param>
/// <param name="LastMs">Latest device time of the batch, Unix ms; inclusive.</param>
public sealed record Change(
    DateTimeOffset Stamp, string Kind, string Asset, string Host, long FirstMs, long LastMs)
{
    /// <summary>The series that was touched; false where its measurement is none of this program's.</summary>
    public bool TryGetSeries([NotNullWhen(true)] out Series? series)
    {
        series = null;
        if (Measurements.Find(Kind) is not { } measurement) return false;
        // An identifier has no slash in it.
        var values = Asset.Split('/');
        if (values.Length != measurement.Tags.Length) return false;
        series = new Series(measurement, [.. values]);
        return true;
    }

    internal static readonly Comparison<Change> InOrder = static (a, b) =>
        a.Stamp != b.Stamp ? a.Stamp.CompareTo(b.Stamp)
        : string.CompareOrdinal(a.Kind, b.Kind) is not 0 and var kind ? kind
        : string.CompareOrdinal(a.Asset, b.Asset) is not 0 and var asset ? asset
        : string.CompareOrdinal(a.Host, b.Host);
}

/// <param name="Rows">By stamp, kind, asset, host; all rows of every stamp that occurs.</param>
/// <param name="IsLast">No row stood behind them when they were read.</param>
public sealed record ChangesPage(IReadOnlyList<Change> Rows, bool IsLast);
