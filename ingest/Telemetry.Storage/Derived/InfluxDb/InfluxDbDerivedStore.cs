using System.Globalization;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Queries.InfluxDb;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Derived.InfluxDb;

/// <summary>
/// Derived rows in InfluxDB: written over a connection of their own, one request at a time; read in InfluxQL, up to a
/// hundred spans a request (3.x: one).
/// </summary>
/// <remarks>
/// 3 Core reads about 72 h in one query: there the neighbours of an instant are looked for that near first, and without
/// limit only where nothing is.
/// </remarks>
public sealed class InfluxDbDerivedStore : IDerivedStore, IDisposable
{
    private readonly InfluxDbOptions _options;
    private readonly InfluxDbDerivedWriter _writer;
    private readonly InfluxQlClient _client;
    private readonly Uri _readings;
    private readonly Uri _derived;
    private readonly TrafficCount _traffic = new();

    /// <param name="jitter">Spreads the waits; seeded from the clock where null.</param>
    /// <exception cref="StoreRefusedException">The options are wrong: all errors in one message.</exception>
    public InfluxDbDerivedStore(
        InfluxDbOptions options, TimeProvider time, ILogger<InfluxDbDerivedStore> logger, Random? jitter = null)
    {
        _options = options;
        _client = new InfluxQlClient(options, time, jitter) { Sending = _traffic.Asked };
        _writer = new InfluxDbDerivedWriter(options.ForDerived(), time, logger, jitter);
        _readings = new InfluxDbAddress(options).Query;
        _derived = new InfluxDbAddress(options.ForDerived()).Query;
    }

    public StoreCondition Condition => _writer.Condition;

    public StoreTraffic Traffic => _traffic.Now;

    /// <summary>
    /// Five minutes: hosts' clocks agree to that, and a host stamps changes at most a minute before they can be seen.
    /// </summary>
    public TimeSpan ChangesOverlap { get; } = TimeSpan.FromMinutes(5);

    public async Task WriteAsync(IReadOnlyList<DerivedPoint> points, CancellationToken cancellationToken)
    {
        if (points.Count == 0) return;
        await _writer.WriteAsync(points, cancellationToken).ConfigureAwait(false);
        _traffic.Wrote(points.Count);
    }

    public async Task<IReadOnlyList<IReadOnlyList<StoredPoint>>> ReadAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken)
    {
        if (spans.Count == 0) return [];
        return await _client.AskAsync(
            _derived, [.. spans.Select(span => Select("*", span))], () => new SpanPoints(spans), Close,
            cancellationToken).ConfigureAwait(false);

        IReadOnlyList<IReadOnlyList<StoredPoint>> Close(SpanPoints rows) =>
            [.. rows.Points.Select(Counted)];
    }

    public async Task<IReadOnlyList<StoredPoint>> ReadAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        foreach (var tag in tags.Keys)
        {
            if (!measurement.Tags.Contains(tag))
                throw new ArgumentException($"{measurement.Name} has no tag {tag}", nameof(tags));
        }
        var statement = $"SELECT * FROM {InfluxQl.Identifier(measurement.Name)}{InfluxQl.Where(tags, from, to)} "
            + "ORDER BY time ASC";
        var points = await _client.AskAsync(
            _derived, [statement], () => new PointRows(measurement, only: null), static rows => rows.Points,
            cancellationToken).ConfigureAwait(false);
        points.Sort(StoredOrder.ByTime);
        return Counted(points);
    }

    public async Task<StoredPoint?> BeforeAsync(
        Series series, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        if (_options.LatestWithinInUse is { } near
            && await NewestAsync(instant - near).ConfigureAwait(false) is { } found) return found;
        return await NewestAsync(DateTimeOffset.MinValue).ConfigureAwait(false);

        Task<StoredPoint?> NewestAsync(DateTimeOffset from) => OneAsync(
            $"{Select("*", new SeriesSpan(series, from, instant), "DESC")} LIMIT 1", series, cancellationToken);
    }

    public async Task<StoredPoint?> AfterAsync(
        Series series, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        if (_options.LatestWithinInUse is { } near
            && await OldestAsync(instant + near).ConfigureAwait(false) is { } found) return found;
        return await OldestAsync(DateTimeOffset.MaxValue).ConfigureAwait(false);

        Task<StoredPoint?> OldestAsync(DateTimeOffset to) => OneAsync(
            $"{Select("*", new SeriesSpan(series, instant, to))} LIMIT 1", series, cancellationToken);
    }

    public async Task<IReadOnlyList<IReadOnlyList<FlowSample>>> SamplesAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken)
    {
        if (spans.Count == 0) return [];
        RequireSeriesOf(Measurements.PlantFlow, spans);
        return await _client.AskAsync(
            _readings, [.. spans.Select(static span => Select(SampleRows.Selection, span))],
            () => new SampleRows(spans.Count),
            rows => (IReadOnlyList<IReadOnlyList<FlowSample>>)[.. rows.Samples.Select(Counted)], cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<IReadOnlyList<TotaliserEvent>>> EventsAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken)
    {
        if (spans.Count == 0) return [];
        RequireSeriesOf(Measurements.MeterEvent, spans);
        return await _client.AskAsync(
            _readings, [.. spans.Select(static span => Select(EventRows.Selection, span))],
            () => new EventRows(spans.Count),
            rows => (IReadOnlyList<IReadOnlyList<TotaliserEvent>>)[.. rows.Events.Select(Counted)], cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<IReadOnlyList<Ping>>> PingsAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken)
    {
        if (spans.Count == 0) return [];
        RequireSeriesOf(Measurements.VehiclePosition, spans);
        return await _client.AskAsync(
            _readings, [.. spans.Select(static span => Select(PingRows.Selection, span))],
            () => new PingRows(spans.Count),
            rows => (IReadOnlyList<IReadOnlyList<Ping>>)[.. rows.Pings.Select(Counted)], cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<ChangesPage> ChangesAsync(
        DateTimeOffset afterStamp, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var from = DateTimeOffset.FromUnixTimeMilliseconds(afterStamp.ToUnixTimeMilliseconds() + 1);
        var page = await ChangesAsync(from, to: null, limit, cancellationToken).ConfigureAwait(false);
        var rows = page.Changes;
        if (page.Count == limit)
        {
            // The page may have cut the rows of its last millisecond apart: these are asked for whole.
            var last = page.Last;
            rows.RemoveAll(row => row.Stamp == last);
            var whole = await ChangesAsync(last, last.AddMilliseconds(1), limit: null, cancellationToken)
                .ConfigureAwait(false);
            rows.AddRange(whole.Changes);
        }
        rows.Sort(Change.InOrder);
        _traffic.Read(rows.Count);
        return new ChangesPage(rows, IsLast: page.Count < limit);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _client.Dispose();
    }

    private static string Select(string columns, SeriesSpan span, string order = "ASC") =>
        $"SELECT {columns} FROM {InfluxQl.Identifier(span.Series.Measurement.Name)}"
        + $"{InfluxQl.Where(InfluxDbReader.Tags(span.Series), span.From, span.To)} ORDER BY time {order}";

    private static void RequireSeriesOf(Measurement measurement, IReadOnlyList<SeriesSpan> spans)
    {
        foreach (var span in spans)
        {
            if (span.Series.Measurement.Name != measurement.Name)
                throw new ArgumentException($"{span.Series} is no series of {measurement}", nameof(spans));
        }
    }

    private List<T> Counted<T>(List<T> rows)
    {
        _traffic.Read(rows.Count);
        return rows;
    }

    private async Task<StoredPoint?> OneAsync(string statement, Series series, CancellationToken cancellationToken)
    {
        var points = await _client.AskAsync(
            _derived, [statement], () => new PointRows(series.Measurement, series), static rows => rows.Points,
            cancellationToken).ConfigureAwait(false);
        return Counted(points).Count > 0 ? points[0] : null;
    }

    private Task<ChangeRows> ChangesAsync(
        DateTimeOffset from, DateTimeOffset? to, int? limit, CancellationToken cancellationToken)
    {
        var statement = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {ChangeRows.Selection} FROM {InfluxQl.Identifier(Measurements.Changes.Name)}"
            + $"{InfluxQl.Where([], from, to)} ORDER BY time ASC");
        if (limit is { } most) statement += string.Create(CultureInfo.InvariantCulture, $" LIMIT {most}");
        return _client.AskAsync(
            _readings, [statement], static () => new ChangeRows(), static rows => rows, cancellationToken);
    }
}
