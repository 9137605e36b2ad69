using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Tests.Doors;

/// <summary>Points in memory, answered as the contract of the readers says.</summary>
internal sealed class TestStore : ITelemetryReader
{
    private readonly List<StoredPoint> _points = [];

    /// <summary>Thrown by every question; null where the store answers.</summary>
    public StoreUnavailableException? Trouble { get; set; }

    public void Add(Series series, DateTimeOffset at, params (string Field, object Value)[] values) =>
        _points.Add(new StoredPoint(series, at, values.ToDictionary(v => v.Field, v => v.Value)));

    public Task<IReadOnlyList<StoredPoint>> LatestAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        Answer();
        return Task.FromResult<IReadOnlyList<StoredPoint>>(
            [.. _points.Where(p => p.Series.Measurement == measurement).GroupBy(p => p.Series).Select(
                g => g.MaxBy(p => p.Time)!)]);
    }

    public Task<IReadOnlyList<StoredPoint>> RangeAsync(
        Series series, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        Answer();
        return Task.FromResult<IReadOnlyList<StoredPoint>>([.. Of(series, from, to).Take(limit)]);
    }

    public Task<IReadOnlyList<Bucket>> DownsampleAsync(
        Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to, TimeSpan every,
        CancellationToken cancellationToken)
    {
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
        DateTimeOffset to, CancellationToken cancellationToken) =>
            throw new NotSupportedException("no endpoint counts");

    private IEnumerable<StoredPoint> Of(Series series, DateTimeOffset from, DateTimeOffset to) =>
        _points.Where(p => p.Series.Equals(series) && p.Time >= from && p.Time < to).OrderBy(p => p.Time);

    private static Bucket Fold(DateTimeOffset start, double[] values) =>
        new(start, values.Min(), values.Average(), values.Max(), values[^1], values.Length);

    private void Answer()
    {
        if (Trouble is not null) throw Trouble;
    }
}
