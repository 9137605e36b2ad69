using System.Buffers;
using Microsoft.Data.Sqlite;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.Sqlite;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Storage.Derived.Sqlite;

/// <summary>
/// Derived rows in the embedded store: written by the store's own writer, between its batches; read over the reader's
/// connections, so that neither waits for the other.
/// </summary>
public sealed class SqliteDerivedStore(SqliteStore store, SqliteReader reader) : IDerivedStore
{
    /// <summary>Rows in one transaction: about ten milliseconds for which a batch of readings may wait.</summary>
    internal const int RowsATime = 1_000;

    private readonly TrafficCount _traffic = new();

    public StoreCondition Condition => store.Condition;

    public StoreTraffic Traffic => _traffic.Now;

    /// <summary>None: one process stamps every change, ever later, in the transaction that makes it visible.</summary>
    public TimeSpan ChangesOverlap => TimeSpan.Zero;

    public async Task WriteAsync(IReadOnlyList<DerivedPoint> points, CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>();
        for (var first = 0; first < points.Count; first += RowsATime)
        {
            lines.ResetWrittenCount();
            var rows = Math.Min(RowsATime, points.Count - first);
            for (var i = 0; i < rows; i++) DerivedLines.Write(points[first + i], filled: false, lines);
            await store.WriteOwnAsync(lines.WrittenMemory, cancellationToken).ConfigureAwait(false);
            _traffic.Wrote(rows);
        }
    }

    public Task<IReadOnlyList<IReadOnlyList<StoredPoint>>> ReadAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) =>
        EachAsync(
            spans,
            (connection, span) => Points(connection, span.Series, Ms(span.From), Ms(span.To), "ORDER BY time",
                cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<StoredPoint>> ReadAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken) => AskAsync<IReadOnlyList<StoredPoint>>(
        1,
        connection =>
        {
            var points = new List<StoredPoint>();
            using var query = new SqlitePoints(connection, measurement, "ORDER BY time");
            foreach (var (id, series) in reader.SeriesNames.Matching(connection, measurement, tags))
                points.AddRange(query.Read(series, id, Ms(from), Ms(to), cancellationToken));
            points.Sort(StoredOrder.ByTime);
            _traffic.Read(points.Count);
            return points;
        },
        cancellationToken);

    public Task<StoredPoint?> BeforeAsync(
        Series series, DateTimeOffset instant, CancellationToken cancellationToken) => AskAsync(
        1,
        connection => One(Points(
            connection, series, long.MinValue, Ms(instant), "ORDER BY time DESC LIMIT 1", cancellationToken)),
        cancellationToken);

    public Task<StoredPoint?> AfterAsync(
        Series series, DateTimeOffset instant, CancellationToken cancellationToken) => AskAsync(
        1,
        connection => One(Points(
            connection, series, Ms(instant), long.MaxValue, "ORDER BY time LIMIT 1", cancellationToken)),
        cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<FlowSample>>> SamplesAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) =>
        EachAsync(
            spans, (connection, span) => SqlitePartition.Samples(connection, span, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<TotaliserEvent>>> EventsAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) =>
        EachAsync(
            spans, (connection, span) => SqlitePartition.Events(connection, span, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<Ping>>> PingsAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) =>
        EachAsync(
            spans, (connection, span) => SqlitePartition.Pings(connection, span, cancellationToken),
            cancellationToken);

    public Task<ChangesPage> ChangesAsync(
        DateTimeOffset afterStamp, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return AskAsync(
            1,
            connection =>
            {
                var page = SqliteChanges.Page(
                    connection, reader.SeriesNames, afterStamp.ToUnixTimeMilliseconds(), limit, cancellationToken);
                _traffic.Read(page.Rows.Count);
                return page;
            },
            cancellationToken);
    }

    // Points are whole milliseconds: the first that is not before an instant, which serves both bounds.
    private static long Ms(DateTimeOffset instant) => SqliteReader.Milliseconds(instant);

    private StoredPoint? One(List<StoredPoint> points)
    {
        _traffic.Read(points.Count);
        return points.FirstOrDefault();
    }

    private static List<StoredPoint> Points(
        SqliteConnection connection, Series series, long fromMs, long toMs, string tail,
        CancellationToken cancellationToken)
    {
        if (SqliteSeriesNames.Find(connection, series) is not { } id) return [];
        using var query = new SqlitePoints(connection, series.Measurement, tail);
        return query.Read(series, id, fromMs, toMs, cancellationToken);
    }

    /// <summary>Every span over one connection and one state of the file.</summary>
    private Task<IReadOnlyList<IReadOnlyList<T>>> EachAsync<T>(
        IReadOnlyList<SeriesSpan> spans, Func<SqliteConnection, SeriesSpan, List<T>> read,
        CancellationToken cancellationToken)
    {
        if (spans.Count == 0) return Task.FromResult<IReadOnlyList<IReadOnlyList<T>>>([]);
        return AskAsync<IReadOnlyList<IReadOnlyList<T>>>(
            spans.Count,
            connection =>
            {
                var answers = new List<T>[spans.Count];
                for (var i = 0; i < answers.Length; i++)
                {
                    answers[i] = read(connection, spans[i]);
                    _traffic.Read(answers[i].Count);
                }
                return answers;
            },
            cancellationToken);
    }

    private Task<T> AskAsync<T>(
        int questions, Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        _traffic.Asked(questions);
        return reader.Ask(question, cancellationToken);
    }
}
