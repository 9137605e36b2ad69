using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Derived;

/// <summary>
/// What the derivation needs of the store: what has changed, the readings of one partition, and derived rows out and
/// in. Questions throw <see cref="StoreUnavailableException"/> where the store can't answer now; writes wait.
/// </summary>
public interface IDerivedStore : IDerivedReader
{
    /// <summary>What stands between this store and its writes, for health; never a secret in it.</summary>
    StoreCondition Condition { get; }

    /// <summary>Questions, round trips and rows so far.</summary>
    StoreTraffic Traffic { get; }

    /// <summary>
    /// How far behind its cursor a reader of <c>changes</c> looks again: stamps of several hosts may come out of order.
    /// Zero where one process stamps them all.
    /// </summary>
    TimeSpan ChangesOverlap { get; }

    /// <summary>
    /// Stores rows; each replaces every field of what stood under its identity, and of two with one identity the later
    /// wins. On disk (SQLite) or accepted (InfluxDB: 204) when the task completes. Waits and repeats while the store
    /// can't be reached; ends early only by cancellation, with any part of the rows stored.
    /// </summary>
    Task WriteAsync(IReadOnlyList<DerivedPoint> points, CancellationToken cancellationToken);

    /// <summary>
    /// Flow readings of each span of <c>plant_flow</c>, by time, every one of them: a span is a partition, an hour or a
    /// little more.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyList<FlowSample>>> SamplesAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken);

    /// <summary>Declared resets and replacements of each span of <c>meter_event</c>, by time.</summary>
    Task<IReadOnlyList<IReadOnlyList<TotaliserEvent>>> EventsAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken);

    /// <summary>Positions of each span of <c>vehicle_position</c>, by time; those without a place are left out.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyList<Ping>>> PingsAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken);

    /// <summary>
    /// Rows of <c>changes</c> stamped after an instant, oldest first: <paramref name="limit"/> of them, and every other
    /// one with the stamp of the last, so that the next page begins after a whole millisecond.
    /// </summary>
    Task<ChangesPage> ChangesAsync(DateTimeOffset afterStamp, int limit, CancellationToken cancellationToken);
}

/// <summary>What a store was asked so far, since it was made.</summary>
/// <param name="Questions">Statements, one for each span or series asked about.</param>
/// <param name="RoundTrips">Requests (InfluxDB) or transactions (SQLite) that carried them.</param>
/// <param name="RowsRead">Rows that came back.</param>
/// <param name="RowsWritten">Derived rows handed over and stored.</param>
public readonly record struct StoreTraffic(long Questions, long RoundTrips, long RowsRead, long RowsWritten);
