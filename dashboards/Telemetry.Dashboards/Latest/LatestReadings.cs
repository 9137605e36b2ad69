using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Latest;

/// <summary>The newest readings by live topic.</summary>
/// <param name="Incomplete">Why the store's part is missing; null where nothing is.</param>
internal sealed record LatestSet(IReadOnlyDictionary<string, LatestReading> ByTopic, string? Incomplete)
{
    public LatestReading? Find(string topic) => ByTopic.GetValueOrDefault(topic);
}

/// <summary>
/// The newest reading of every asset: what came in since the host started stands on the live board, the rest is in the
/// store. The store is asked at most every few seconds a measurement, and never keeps a page waiting for long.
/// </summary>
internal sealed class LatestReadings(LiveBoard board, ITelemetryReader reader, TimeProvider time) : IDisposable
{
    private const string Missing = "readings from before the host's start are missing: ";

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> AnyTag = [];

    private readonly Dictionary<Measurement, (long At, LatestSet Set)> _stored = [];
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<LatestSet> ReadAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        var stored = await StoredAsync(measurement, cancellationToken);
        var newest = new Dictionary<string, LatestReading>(stored.ByTopic, StringComparer.Ordinal);
        foreach (var message in board.Messages)
        {
            if (LiveTopic.MeasurementOf(message.Topic) != measurement) continue;
            if (LatestReading.Of(message) is not { } live) continue;
            if (newest.TryGetValue(message.Topic, out var other) && other.Time > live.Time) continue;
            newest[message.Topic] = live;
        }
        return new LatestSet(newest, stored.Incomplete);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<LatestSet> StoredAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var isKept = _stored.TryGetValue(measurement, out var kept);
            if (isKept && time.GetElapsedTime(kept.At) < KeptFor) return kept.Set;
            var set = await AskAsync(measurement, cancellationToken);
            _stored[measurement] = (time.GetTimestamp(), set);
            return set;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<LatestSet> AskAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var found = new Dictionary<string, LatestReading>(StringComparer.Ordinal);
        try
        {
            foreach (var point in await reader.LatestAsync(measurement, AnyTag, either.Token))
            {
                if (LiveTopic.Of(point.Series) is { } topic) found[topic] = new LatestReading(point.Time, point.Values);
            }
            return new LatestSet(found, null);
        }
        catch (StoreUnavailableException e)
        {
            return new LatestSet(found, Missing + e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LatestSet(found, Missing + "the store took too long to answer");
        }
    }
}
