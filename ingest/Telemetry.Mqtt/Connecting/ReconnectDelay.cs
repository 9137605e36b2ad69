namespace Telemetry.Mqtt.Connecting;

/// <summary>
/// Exponential back-off with full jitter: each wait is drawn evenly from zero to a limit that doubles up to the
/// longest. Many clients of a broker that comes back are thus spread over the whole interval.
/// </summary>
/// <param name="seed">Makes the waits repeatable, and different from those of other connections.</param>
internal sealed class ReconnectDelay(TimeSpan first, TimeSpan longest, int seed)
{
    private readonly Random _random = new(seed);
    private int _failures;

    public TimeSpan Next()
    {
        // 2^40 ms is 35 years: enough for any limit, and no overflow.
        var limit = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 40)), longest.TotalMilliseconds);
        _failures++;
        return TimeSpan.FromMilliseconds(_random.NextDouble() * limit);
    }

    public void Reset() => _failures = 0;

    /// <summary>The same seed for the same client id in every process (FNV-1a).</summary>
    public static int SeedOf(string clientId)
    {
        var hash = 2166136261u;
        foreach (var c in clientId) hash = (hash ^ c) * 16777619u;
        return (int)hash;
    }
}
