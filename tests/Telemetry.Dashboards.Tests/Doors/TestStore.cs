using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Tests.Doors;

/// <summary>Points in memory, answered as the contract of the readers says.</summary>
internal sealed class TestStore : ITelemetryReader, IDerivedReader
{
    private readonly List<StoredPoint> _points = [];

    /// <summary>Thrown by every question; null where the store answers.</summary>
    public StoreUnavailableException? Trouble { get; set; }

    /// <summary>Questions about readings themselves, and not about what was derived of them.</summary>
    public int ReadingsAsked { get; private set; }

    public void Add(Series series, DateTimeOffset at, params (string Field, object Value)[] values) =>
        _points.Add(new StoredPoint(series, at, values.ToDictionary(v => v.Field, v => v.Value)));

    /// <summary>A row that is written whole, in the place of the one that stood there.</summary>
    public void Put(DerivedPoint row)
    {
        _points.RemoveAll(point => point.Series.Equals(row.Series) && point.Time == row.Time);
        var fields = row.Series.Measurement.Fields;
        var values = new Dictionary<string, object>();
        for (var i = 0; i < fields.Length; i++)
        {
            if (row.Values[i] is { } value) values[fields[i].Name] = value;
        }
        _points.Add(new StoredPoint(row.Series, row.Time, values));
    }

    public Task<IReadOnlyList<StoredPoint>> LatestAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        ReadingsAsked++;
        Answer();
        return Task.FromResult<IReadOnlyList<StoredPoint>>(
            [.. _points.Where(p => p.Series.Measurement == measurement).GroupBy(p => p.Series).Select(
                g => g.MaxBy(p => p.Time)!)]);
    }

    public Task<IReadOnlyList<StoredPoint>> RangeAsync(
        Series series, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        ReadingsAsked++;
        Answer();
        return Task.FromResult<IReadOnlyList<StoredPoint>>([.. Of(series, from, to).Take(limit)]);
    }

    public Task<IReadOnlyList<Bucket>> DownsampleAsync(
        Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to, TimeSpan every,
        CancellationToken cancellationToken)
    {
        ReadingsAsked++;
        Answer();
        return Task.FromResult<IReadOnlyList<Bucket>>(
            [.. Of(series, from, to).Where(p => p.Values.ContainsKey(field.Name))
                .GroupBy(p => new DateTimeOffset(p.Time.UtcTicks - (p.Time.UtcTicks % every.Ticks), TimeSpan.Zero))
                .Select(g => Fold(g.Key, [.. g.Select(p => (double)p.Values[field.Name])]))]);
    }

    public Task<IReadOnlyList<Bucket>> BetweenAsync(
        Series series, FieldDefinition field, IReadOnlyList<DateTimeOffset> borders,
        CancellationToken cancellationToken)
    {
        ReadingsAsked++;
        Answer();
        var buckets = new List<Bucket>();
        for (var i = 0; i + 1 < borders.Count; i++)
        {
            double[] values = [.. Of(series, borders[i], borders[i + 1])
                .Where(p => p.Values.ContainsKey(field.Name)).Select(p => (double)p.Values[field.Name])];
            if (values.Length > 0) buckets.Add(Fold(borders[i], values));
        }
        return Task.FromResult<IReadOnlyList<Bucket>>(buckets);
    }

    public Task<long> CountAsync(
        Measurement measurement, FieldDefinition field, IReadOnlyDictionary<string, string> tags, DateTimeOffset from,
        DateTimeOffset to, CancellationToken cancellationToken)
    {
        ReadingsAsked++;
        Answer();
        return Task.FromResult(
            (long)Of(measurement, tags, from, to).Count(point => point.Values.ContainsKey(field.Name)));
    }

    public Task<IReadOnlyList<IReadOnlyList<StoredPoint>>> ReadAsync(
        IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken)
    {
        Answer();
        return Task.FromResult<IReadOnlyList<IReadOnlyList<StoredPoint>>>(
            [.. spans.Select(span => (IReadOnlyList<StoredPoint>)[.. Of(span.Series, span.From, span.To)])]);
    }

    public Task<IReadOnlyList<StoredPoint>> ReadAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellationToken)
    {
        Answer();
        return Task.FromResult<IReadOnlyList<StoredPoint>>(
        [
            .. Of(measurement, tags, from, to).OrderBy(p => p.Time).ThenBy(p => p.Series.Key, StringComparer.Ordinal),
        ]);
    }

    public Task<StoredPoint?> BeforeAsync(Series series, DateTimeOffset instant, CancellationToken cancellationToken) =>
        Task.FromResult(_points.Where(p => p.Series.Equals(series) && p.Time < instant).MaxBy(p => p.Time));

    public Task<StoredPoint?> AfterAsync(Series series, DateTimeOffset instant, CancellationToken cancellationToken) =>
        Task.FromResult(_points.Where(p => p.Series.Equals(series) && p.Time >= instant).MinBy(p => p.Time));

    private IEnumerable<StoredPoint> Of(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, DateTimeOffset from, DateTimeOffset to) =>
        _points.Where(p => p.Series.Measurement == measurement && p.Time >= from && p.Time < to
            && tags.All(tag => p.Series[tag.Key] == tag.Value));

    private IEnumerable<StoredPoint> Of(Series series, DateTimeOffset from, DateTimeOffset to) =>
        _points.Where(p => p.Series.Equals(series) && p.Time >= from && p.Time < to).OrderBy(p => p.Time);

    private static Bucket Fold(DateTimeOffset start, double[] values) =>
        new(start, values.Min(), values.Average(), values.Max(), values[^1], values.Length);

    private void Answer()
    {
        if (Trouble is not null) throw Trouble;
    }
}
