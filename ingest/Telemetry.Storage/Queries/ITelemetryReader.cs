using Telemetry.Domain.Readings;

namespace Telemetry.Storage.Queries;

/// <summary>
/// Questions to the store. Bounds are UTC instants, <c>from</c> inclusive and <c>to</c> exclusive; local days are
/// computed by the caller and handed over as instants. Throws <see cref="StoreUnavailableException"/> where the store
/// can't answer now; a caller without patience cancels.
/// </summary>
public interface ITelemetryReader
{
    /// <summary>The newest point of every series of a measurement, tags matching <paramref name="tags"/>.</summary>
    Task<IReadOnlyList<StoredPoint>> LatestAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Points of one series by time, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredPoint>> RangeAsync(
        Series series, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// One float field of a series in buckets of <paramref name="every"/> aligned to the Unix epoch; empty buckets are
    /// left out, so a gap stays a gap.
    /// </summary>
    Task<IReadOnlyList<Bucket>> DownsampleAsync(
        Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to, TimeSpan every,
        CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="DownsampleAsync"/> with the buckets' borders given: n borders make n − 1 buckets (local days).
    /// </summary>
    Task<IReadOnlyList<Bucket>> BetweenAsync(
        Series series, FieldDefinition field, IReadOnlyList<DateTimeOffset> borders,
        CancellationToken cancellationToken);

    /// <summary>How many points have a value of <paramref name="field"/>, over all series with matching tags.</summary>
    Task<long> CountAsync(
        Measurement measurement, FieldDefinition field, IReadOnlyDictionary<string, string> tags, DateTimeOffset from,
        DateTimeOffset to, CancellationToken cancellationToken);
}

/// <param name="Values">double, long, string or bool by field name; a field without a value is absent.</param>
public sealed record StoredPoint(Series Series, DateTimeOffset Time, IReadOnlyDictionary<string, object> Values);

/// <param name="Start">Where the bucket begins.</param>
/// <param name="Count">Points in it with a value; at least 1.</param>
public sealed record Bucket(DateTimeOffset Start, double Min, double Mean, double Max, double Last, long Count);
