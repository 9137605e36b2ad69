namespace Telemetry.Mqtt.Broker;

/// <summary>
/// Lets only so many password hashes be computed at a time: each keeps a core busy for a tenth of a second, and what
/// devices that are connected send must not wait for those that would like to be.
/// </summary>
/// <param name="places">How many at a time.</param>
/// <param name="patience">How long one waits for a place.</param>
internal sealed class HashGate(int places, TimeSpan patience, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(places);
    private long _computed;

    /// <summary>Hashes computed so far.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    public void Dispose() => _places.Dispose();

    /// <param name="known">Asked once there is a place: whoever was served meanwhile may have given the answer.</param>
    /// <param name="compute">Computes the hash.</param>
    /// <returns>Null where no place came free in time.</returns>
    public async Task<bool?> RunAsync(Func<bool> known, Func<bool> compute)
    {
        using var late = new CancellationTokenSource(patience, time);
        try
        {
            await _places.WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        try
        {
            if (known()) return true;
            Interlocked.Increment(ref _computed);
            return compute();
        }
        finally
        {
            _places.Release();
        }
    }
}
