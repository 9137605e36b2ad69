using System.Net;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Queries.InfluxDb;

/// <summary>
/// Asks InfluxQL over <c>/query</c>. A question that fails in passing is asked three times; while the server fails most
/// of them, further ones fail at once for a few seconds instead of piling up.
/// </summary>
internal sealed class InfluxQlClient : IDisposable
{
    const int Connections = 8;
    const int StatementsARequest = 100;

    readonly InfluxDbOptions _options;
    readonly InfluxDbHttp _http;
    readonly ResiliencePipeline _pipeline;

    /// <exception cref="StoreRefusedException">The options are wrong: all errors in one message.</exception>
    public InfluxQlClient(InfluxDbOptions options, TimeProvider time, Random? jitter)
    {
        var errors = options.Validate().ToList();
        if (errors.Count > 0) throw new StoreRefusedException(string.Join('\n', errors));
        _options = options;
        _http = new InfluxDbHttp(options, new InfluxDbSecret(options), time, Connections);
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

    /// <summary>Told of the statements of each request before it is sent.</summary>
    public Action<int>? Sending { get; init; }

    /// <summary>All statements, as few requests as the version allows; each repetition starts with fresh
    /// rows.</summary>
    /// <param name="place">Address of the database asked; the statements follow as <c>q</c>.</param>
    /// <param name="begin">Makes what takes the rows.</param>
    /// <param name="end">Makes the answer of what took them.</param>
    public async Task<TResult> AskAsync<TRows, TResult>(
        Uri place, List<string> statements, Func<TRows> begin, Func<TRows, TResult> end,
        CancellationToken cancellationToken)
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
                        await AskOnceAsync(place, [.. statements.Skip(first).Take(together)], first, fresh, token)
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

    public void Dispose() => _http.Dispose();

    async Task AskOnceAsync(
        Uri place, string[] statements, int first, QueryRows rows, CancellationToken cancellationToken)
    {
        Sending?.Invoke(statements.Length);
        using var request = Request(place, string.Join(';', statements));
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

    // In chunks: in one piece 1.x holds the answer in its memory and, above 10,000 rows, marks it as cut whether it is
    // or not. 3.x takes one statement a request and, in its first versions, parameters in the address only; the others
    // take a form, whatever its length.
    HttpRequestMessage Request(Uri place, string statements)
    {
        var request = _options.Version == InfluxDbVersion.V3
            ? new HttpRequestMessage(
                HttpMethod.Get, $"{place.AbsoluteUri}&q={Uri.EscapeDataString(statements)}")
            : new HttpRequestMessage(HttpMethod.Post, $"{place.AbsoluteUri}&chunked=true")
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
