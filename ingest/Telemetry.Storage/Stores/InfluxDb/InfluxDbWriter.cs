using System.Net.Sockets;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// Posts lines until the server has decided about them: verdicts that leave here are Advance, PartialWrite, Permanent,
/// Halve or Late; everything else is waited out, however long it takes.
/// </summary>
/// <remarks>
/// There is no circuit breaker: one request is in flight at a time, and the growing waits already are an open circuit.
/// The reader, which many ask at once, has one.
/// </remarks>
internal sealed class InfluxDbWriter
{
    readonly InfluxDbOptions _options;
    readonly InfluxDbHttp _http;
    readonly Uri _address;
    readonly InfluxDbDatabase _database;
    readonly ResiliencePipeline<Verdict> _repeat;
    readonly ResiliencePipeline<Verdict> _limit;
    readonly Action<Verdict> _troubled;

    /// <param name="troubled">Told of every answer that will be waited out, before the wait.</param>
    public InfluxDbWriter(
        InfluxDbOptions options, InfluxDbHttp http, Uri address, InfluxDbDatabase database, TimeProvider time,
        Random jitter, Action<Verdict> troubled)
    {
        _options = options;
        _http = http;
        _address = address;
        _database = database;
        _troubled = troubled;
        _repeat = new ResiliencePipelineBuilder<Verdict> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<Verdict>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Result?.Kind is VerdictKind.Retry or VerdictKind.WaitFor or VerdictKind.Refused),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstRetry,
                MaxDelay = options.LongestRetry,
                Randomizer = jitter.NextDouble,
                DelayGenerator = arguments => ValueTask.FromResult(WaitAfter(arguments.Outcome.Result)),
                OnRetry = OnRetry,
            })
            .Build();
        _limit = new ResiliencePipelineBuilder<Verdict> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.WriteTimeout })
            .Build();
    }

    /// <param name="ours">
    /// True for lines of this host's own making: no person can be handed one, so what would reject them is a refusal.
    /// </param>
    /// <param name="canBeHalved">
    /// Whether a request that got no answer in time comes back as Late: a line too slow for it would never take it.
    /// What is small enough is repeated as it is.
    /// </param>
    public ValueTask<Verdict> PostAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> runs, bool ours, bool canBeHalved, CancellationToken cancellationToken) =>
        _repeat.ExecuteAsync(
            static (post, token) => post.Writer.PostInTimeAsync(post, token), new Post(this, runs, ours, canBeHalved),
            cancellationToken);

    async ValueTask<Verdict> PostInTimeAsync(Post post, CancellationToken cancellationToken)
    {
        try
        {
            return await _limit.ExecuteAsync(
                static (post, token) => post.Writer.PostOnceAsync(post.Runs, post.Ours, token), post, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            var late = new Verdict(
                post.CanBeHalved ? VerdictKind.Late : VerdictKind.Retry,
                $"InfluxDB at {_options.Url} gave no answer within {_options.WriteTimeout}");
            if (post.CanBeHalved) _troubled(late);
            return late;
        }
    }

    async ValueTask<Verdict> PostOnceAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> runs, bool ours, CancellationToken cancellationToken)
    {
        try
        {
            await _database.EnsureAsync(cancellationToken).ConfigureAwait(false);
            using var request = new HttpRequestMessage(HttpMethod.Post, _address)
            {
                Content = new LinesContent(runs, _options.Gzip),
            };
            var answer = await _http.AskAsync(request, cancellationToken).ConfigureAwait(false);
            var verdict = AnswerClassifier.Classify(answer, _options.Version);
            if (verdict.Kind == VerdictKind.Refused) _database.LookAgain();
            return ours && verdict.IsAboutLines ? RefusedChanges(verdict) : verdict;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return Unreachable(_options, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The connection's own limit.
            return Unreachable(_options, e.InnerException ?? e);
        }
    }

    /// <summary>Null where the exponential wait applies.</summary>
    TimeSpan? WaitAfter(Verdict? verdict) => verdict switch
    {
        { Kind: VerdictKind.Refused } => _options.RefusedRetry,
        { Kind: VerdictKind.WaitFor, Wait: { } wait } =>
            wait > _options.LongestRetryAfter ? _options.LongestRetryAfter
            : wait < _options.FirstRetry ? _options.FirstRetry
            : wait,
        _ => null,
    };

    ValueTask OnRetry(OnRetryArguments<Verdict> arguments)
    {
        _troubled(arguments.Outcome.Result!);
        return ValueTask.CompletedTask;
    }

    public static Verdict Unreachable(InfluxDbOptions options, Exception e) => new(
        VerdictKind.Retry, $"InfluxDB at {options.Url} can't be reached: {AnswerWords.Clean(e.Message)}");

    static Verdict RefusedChanges(Verdict verdict) => new(
        VerdictKind.Refused,
        verdict.Detail + ". The measurement 'changes' is this host's own: drop or rename what else writes to it");

    sealed record Post(
        InfluxDbWriter Writer, IReadOnlyList<ReadOnlyMemory<byte>> Runs, bool Ours, bool CanBeHalved);
}
