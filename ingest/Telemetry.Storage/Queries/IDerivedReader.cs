using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Queries;

/// <summary>
/// Questions about derived rows. Bounds are UTC instants, <c>from</c> inclusive and <c>to</c> exclusive; nothing is cut
/// off. Throws <see cref="StoreUnavailableException"/> where the store can't answer now.
/// </summary>
public interface IDerivedReader
{
    /// <summary>Rows of each span, by time, in the order of the spans; asked in as few round trips as can be.</summary>
    Task<IReadOnlyList<IReadOnlyList<StoredPoint>>> ReadAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken);

    /// <summary>
    /// Rows of every series of a measurement whose tags match, by time, then by series: the days of a plant's meters,
    /// an indicator by scope and basis.
    /// </summary>
    Task<IReadOnlyList<StoredPoint>> ReadAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken);

    /// <summary>The newest row before an instant, however far back; null where there is none.</summary>
    Task<StoredPoint?> BeforeAsync(Series series, DateTimeOffset instant, CancellationToken cancellationToken);

    /// <summary>The oldest row at an instant or after it, however far on; null where there is none.</summary>
    Task<StoredPoint?> AfterAsync(Series series, DateTimeOffset instant, CancellationToken cancellationToken);
}

/// <summary>A stretch of one series: <c>From</c> inclusive, <c>To</c> exclusive.</summary>
public readonly record struct SeriesSpan(Series Series, DateTimeOffset From, DateTimeOffset To)
{
    /// <param name="series">Whose stretch it is.</param>
    /// <param name="fromMs">Unix ms, inclusive.</param>
    /// <param name="toMs">Unix ms, exclusive.</param>
    public static SeriesSpan Of(Series series, long fromMs, long toMs) => new(
        series, DateTimeOffset.FromUnixTimeMilliseconds(fromMs), DateTimeOffset.FromUnixTimeMilliseconds(toMs));
}

public static class DerivedReaderQuestions
{
    /// <summary>Rows of one series by time.</summary>
    public static async Task<IReadOnlyList<StoredPoint>> ReadAsync(
        this IDerivedReader store, Series series, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken) =>
        (await store.ReadAsync([new SeriesSpan(series, from, to)], cancellationToken).ConfigureAwait(false))[0];
}
