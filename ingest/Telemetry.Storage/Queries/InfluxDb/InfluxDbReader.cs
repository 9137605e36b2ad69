using System.Globalization;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>
/// InfluxQL over <c>/query</c>, the one language that 1.x, 2.x and 3.x speak. Bounds are UTC instants in every
/// statement. Derived measurements are asked for where they are kept.
/// </summary>
public sealed class InfluxDbReader : ITelemetryReader, IDisposable
{
    readonly InfluxDbOptions _options;
    readonly TimeProvider _time;
    readonly InfluxQlClient _client;
    readonly InfluxDbAddress _address;
    readonly InfluxDbAddress _derived;

    /// <exception cref="StoreRefusedException">The options are wrong: all errors in one message.</exception>
    public InfluxDbReader(InfluxDbOptions options, TimeProvider time, Random? jitter = null)
    {
        _options = options;
        _time = time;
        _client = new InfluxQlClient(options, time, jitter);
        _address = new InfluxDbAddress(options);
        _derived = new InfluxDbAddress(options.ForDerived());
    }

    /// <remarks>Looks back by <see cref="InfluxDbOptions.LatestWithin"/>: 72 h with 3.x by default.</remarks>
    public async Task<IReadOnlyList<StoredPoint>> LatestAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        DateTimeOffset? from = _options.LatestWithinInUse is { } within ? _time.GetUtcNow() - within : null;
        var statement =
            $"SELECT * FROM {InfluxQl.Identifier(measurement.Name)}{InfluxQl.Where(tags, from)} " +
            "GROUP BY * ORDER BY time DESC LIMIT 1";
        return await _client.AskAsync(
            Place(measurement), [statement], () => new PointRows(measurement, only: null),
            static rows => rows.Points, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<StoredPoint>> RangeAsync(
        Series series, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0 || from >= to) return [];
        var statement = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT * FROM {InfluxQl.Identifier(series.Measurement.Name)}{InfluxQl.Where(Tags(series), from, to)}" +
            $" ORDER BY time ASC LIMIT {limit}");
        return await _client.AskAsync(
            Place(series.Measurement), [statement], () => new PointRows(series.Measurement, series),
            static rows => rows.Points, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Bucket>> DownsampleAsync(
        Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to, TimeSpan every,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, TimeSpan.FromMilliseconds(1));
        if (from >= to) return [];
        var statement = $"{SelectBucket(series, field, from, to)} GROUP BY time({InfluxQl.Duration(every)}) fill(none)";
        return await _client.AskAsync(
            Place(series.Measurement), [statement], () => new BucketRows(starts: null), static rows => rows.Buckets,
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Bucket>> BetweenAsync(
        Series series, FieldDefinition field, IReadOnlyList<DateTimeOffset> borders,
        CancellationToken cancellationToken)
    {
        List<string> statements = [];
        List<DateTimeOffset> starts = [];
        for (var i = 0; i + 1 < borders.Count; i++)
        {
            if (borders[i] >= borders[i + 1])
                throw new ArgumentException("borders must ascend", nameof(borders));
            starts.Add(borders[i]);
            statements.Add(SelectBucket(series, field, borders[i], borders[i + 1]));
        }
        if (statements.Count == 0) return [];
        return await _client.AskAsync(
            Place(series.Measurement), statements, () => new BucketRows(starts), static rows => rows.Buckets,
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(
        Measurement measurement, FieldDefinition field, IReadOnlyDictionary<string, string> tags, DateTimeOffset from,
        DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (from >= to) return 0;
        var statement =
            $"SELECT count({InfluxQl.Identifier(field.Name)}) AS \"count\" " +
            $"FROM {InfluxQl.Identifier(measurement.Name)}{InfluxQl.Where(tags, from, to)}{Known(measurement, field)}";
        return await _client.AskAsync(
            Place(measurement), [statement], static () => new CountRows(), static rows => rows.Count,
            cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    static string SelectBucket(Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to)
    {
        var selection = BucketRows.Selection.Replace("{0}", InfluxQl.Identifier(field.Name), StringComparison.Ordinal);
        return $"SELECT {selection} FROM {InfluxQl.Identifier(series.Measurement.Name)}" +
            InfluxQl.Where(Tags(series), from, to) + Known(series.Measurement, field);
    }

    internal static IEnumerable<KeyValuePair<string, string>> Tags(Series series) =>
        series.Measurement.Tags.Select((tag, i) => KeyValuePair.Create(tag, series.TagValues[i]));

    // Follows the bounds of time, so there is a WHERE already.
    static string Known(Measurement measurement, FieldDefinition field) =>
        measurement.IsDerived && Fill.InfluxQl(field.Type) is { } fill
            ? $" AND {InfluxQl.Identifier(field.Name)} != {fill}"
            : "";

    Uri Place(Measurement measurement) => (measurement.IsDerived ? _derived : _address).Query;
}
