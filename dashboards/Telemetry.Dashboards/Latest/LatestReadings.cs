using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Latest;

/// <summary>
/// The newest reading of every asset: what came in since the host started stands on the live board, the rest is in the
/// store. The store is asked at most every few seconds a measurement, and never keeps a page waiting for long.
/// </summary>
internal sealed class LatestReadings(LiveBoard board, ITelemetryReader reader, TimeProvider time) : IDisposable
{
    private const string Missing = "readings from before the host's start are missing: ";

    /// <summary>It answers for at most a twentieth of the time: an answer of many series takes a while.</summary>
    private const int Rest = 20;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> AnyTag = [];

    private readonly Dictionary<Measurement, (long At, TimeSpan For, LatestSet Set)> _stored = [];
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<LatestSet> ReadAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_stored.TryGetValue(measurement, out var kept) && time.GetElapsedTime(kept.At) < kept.For)
                return kept.Set;
            var began = time.GetTimestamp();
            var set = await AskAsync(measurement, cancellationToken);
            var took = time.GetElapsedTime(began);
            _stored[measurement] = (time.GetTimestamp(), took * Rest > KeptFor ? took * Rest : KeptFor, set);
            return set;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

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
            return new LatestSet(measurement, board, found, null);
        }
        catch (StoreUnavailableException e)
        {
            return new LatestSet(measurement, board, found, Missing + e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LatestSet(measurement, board, found, Missing + "the store took too long to answer");
        }
    }
}
