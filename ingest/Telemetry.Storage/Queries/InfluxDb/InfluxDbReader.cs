using System.Globalization;
using System.Net;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>
/// InfluxQL over <c>/query</c>, the one language that 1.x, 2.x and 3.x speak. Bounds are UTC instants in every
/// statement.
/// A question that fails in passing is asked three times; while the server fails most of them, further ones fail at
/// once
/// for a few seconds instead of piling up.
/// </summary>
public sealed class InfluxDbReader : ITelemetryReader, IDisposable
{
    const int Connections = 8;
    const int StatementsARequest = 100;

    readonly InfluxDbOptions _options;
    readonly TimeProvider _time;
    readonly InfluxDbHttp _http;
    readonly InfluxDbAddress _address;
    readonly ResiliencePipeline _pipeline;

    /// <exception cref="StoreRefusedException">The options are wrong: all errors in one message.</exception>
    public InfluxDbReader(InfluxDbOptions options, TimeProvider time, Random? jitter = null)
    {
        var errors = options.Validate().ToList();
        if (errors.Count > 0) throw new StoreRefusedException(string.Join('\n', errors));
        _options = options;
        _time = time;
        _http = new InfluxDbHttp(options, new InfluxDbSecret(options), time, Connections);
        _address = new InfluxDbAddress(options);
        var random = jitter ?? new Random(unchecked((int)time.GetTimestamp()));
        var passing = new PredicateBuilder()
            .Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>();
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = passing,
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstRetry,
                // Random is not safe for many threads, and many ask at once.
                Randomizer = () => { lock (random) return random.NextDouble(); },
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = passing,
                FailureRatio = 0.8,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.QueryTimeout })
            .Build();
    }

    /// <remarks>Looks back by <see cref="InfluxDbOptions.LatestWithin"/>: 72 h with 3.x by default.</remarks>
    public async Task<IReadOnlyList<StoredPoint>> LatestAsync(
        Measurement measurement, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        DateTimeOffset? from = _options.LatestWithinInUse is { } within ? _time.GetUtcNow() - within : null;
        var statement =
            $"SELECT * FROM {InfluxQl.Identifier(measurement.Name)}{InfluxQl.Where(tags, from)} " +
            "GROUP BY * ORDER BY time DESC LIMIT 1";
        return await AskAsync(
            [statement], () => new PointRows(measurement, only: null), static rows => rows.Points, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<StoredPoint>> RangeAsync(
        Series series, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        if (limit <= 0 || from >= to) return [];
        var statement = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT * FROM {InfluxQl.Identifier(series.Measurement.Name)}{InfluxQl.Where(Tags(series), from, to)}" +
            $" ORDER BY time ASC LIMIT {limit}");
        return await AskAsync(
            [statement], () => new PointRows(series.Measurement, series), static rows => rows.Points, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Bucket>> DownsampleAsync(
        Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to, TimeSpan every,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, TimeSpan.FromMilliseconds(1));
        if (from >= to) return [];
        var statement = $"{SelectBucket(series, field, from, to)} GROUP BY time({InfluxQl.Duration(every)}) fill(none)";
        return await AskAsync(
            [statement], () => new BucketRows(starts: null), static rows => rows.Buckets, cancellationToken)
            .ConfigureAwait(false);
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
        return await AskAsync(statements, () => new BucketRows(starts), static rows => rows.Buckets, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<long> CountAsync(
        Measurement measurement, FieldDefinition field, IReadOnlyDictionary<string, string> tags, DateTimeOffset from,
        DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (from >= to) return 0;
        var statement =
            $"SELECT count({InfluxQl.Identifier(field.Name)}) AS \"count\" " +
            $"FROM {InfluxQl.Identifier(measurement.Name)}{InfluxQl.Where(tags, from, to)}";
        return await AskAsync([statement], static () => new CountRows(), static rows => rows.Count, cancellationToken)
            .ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    static string SelectBucket(Series series, FieldDefinition field, DateTimeOffset from, DateTimeOffset to)
    {
        var selection = BucketRows.Selection.Replace("{0}", InfluxQl.Identifier(field.Name), StringComparison.Ordinal);
        return $"SELECT {selection} FROM {InfluxQl.Identifier(series.Measurement.Name)}" +
            InfluxQl.Where(Tags(series), from, to);
    }

    static IEnumerable<KeyValuePair<string, string>> Tags(Series series) =>
        series.Measurement.Tags.Select((tag, i) => KeyValuePair.Create(tag, series.TagValues[i]));

    /// <summary>All statements, as few requests as the version allows; each repetition starts with fresh
    /// rows.</summary>
    async Task<TResult> AskAsync<TRows, TResult>(
        List<string> statements, Func<TRows> begin, Func<TRows, TResult> end, CancellationToken cancellationToken)
        where TRows : QueryRows
    {
        try
        {
            var rows = await _pipeline.ExecuteAsync(
                async token =>
                {
                    var fresh = begin();
                    var together = _options.Version == InfluxDbVersion.V3 ? 1 : StatementsARequest;
                    for (var first = 0; first < statements.Count; first += together)
                    {
                        await AskOnceAsync([.. statements.Skip(first).Take(together)], first, fresh, token)
                            .ConfigureAwait(false);
                    }
                    return fresh;
                },
                cancellationToken).ConfigureAwait(false);
            return end(rows);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ExecutionRejectedException)
        {
            throw new StoreUnavailableException($"InfluxDB at {_options.Url} can't be asked: {e.Message}", e);
        }
    }

    async Task AskOnceAsync(string[] statements, int first, QueryRows rows, CancellationToken cancellationToken)
    {
        using var request = Request(string.Join(';', statements));
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            await RefuseAsync(answer, cancellationToken).ConfigureAwait(false);
            return;
        }
        var reader = new QueryAnswerReader(rows, first);
        try
        {
            using var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await reader.ReadAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new StoreUnavailableException(
                $"InfluxDB at {_options.Url} answered what is no answer: {e.Message}", e);
        }
        if (reader.Error is { } error && !IsMissing(error))
            throw new StoreUnavailableException($"InfluxDB refused a question: {error}");
        if (reader.IsPartial)
            throw new StoreUnavailableException("InfluxDB cut an answer at its max-row-limit; " +
                "ask for a shorter range or raise that limit");
    }

    // 3.x takes one statement a request and, in its first versions, parameters in the address only; the others take a
    // form, whatever its length.
    HttpRequestMessage Request(string statements)
    {
        var request = _options.Version == InfluxDbVersion.V3
            ? new HttpRequestMessage(
                HttpMethod.Get, $"{_address.Query.AbsoluteUri}&q={Uri.EscapeDataString(statements)}")
            : new HttpRequestMessage(HttpMethod.Post, _address.Query)
            {
                Content = new FormUrlEncodedContent([new("q", statements)]),
            };
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    async Task RefuseAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var whole = await _http.ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        var words = AnswerClassifier.Words(whole);
        if (IsMissing(words)) return;
        if (whole.Status >= 500 || whole.Status == 429) throw new HttpRequestException(words, null, answer.StatusCode);
        throw new StoreUnavailableException(words);
    }

    /// <summary>3.x makes database and table with the first write: until then there is nothing, which is no
    /// error.</summary>
    bool IsMissing(string error) =>
        _options.Version == InfluxDbVersion.V3
        && (error.Contains("database not found", StringComparison.OrdinalIgnoreCase)
            || (error.Contains("table", StringComparison.OrdinalIgnoreCase)
                && error.Contains("not found", StringComparison.OrdinalIgnoreCase)));
}
