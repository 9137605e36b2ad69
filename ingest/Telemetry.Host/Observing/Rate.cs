namespace Telemetry.Host.Observing;

/// <summary>A counter's rate over the last few seconds. Sampled once a second by one thread, read by any.</summary>
internal sealed class Rate(Func<long> counter)
{
    /// <summary>Seconds a rate is the mean of: long enough to be read, short enough to be now.</summary>
    private const int Window = 5;

    private readonly (long Count, long Timestamp)[] _samples = new (long, long)[Window + 1];
    private int _next;
    private int _filled;
    private double _perSecond;

    public double PerSecond => Volatile.Read(ref _perSecond);

    public void Sample(TimeProvider time)
    {
        var now = (counter(), time.GetTimestamp());
        _samples[_next] = now;
        var oldest = _samples[_filled < Window ? 0 : (_next + 1) % _samples.Length];
        _next = (_next + 1) % _samples.Length;
        if (_filled < Window) _filled++;
        var seconds = time.GetElapsedTime(oldest.Timestamp, now.Item2).TotalSeconds;
        Volatile.Write(ref _perSecond, seconds > 0 ? (now.Item1 - oldest.Count) / seconds : 0);
    }
}
