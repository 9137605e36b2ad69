namespace Telemetry.Mqtt.Source;

/// <summary>
/// Whether a stream is so busy that reading pays in pieces: a broker sends each message in a write of its own, and
/// being woken for each costs both sides more than all the rest of the way. Not thread-safe; belongs to the reading
/// loop.
/// </summary>
internal sealed class ReadPace(TimeProvider time)
{
    /// <summary>How long a busy stream gathers in the socket before it is read on.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// A broker must be willing to have so many messages unacknowledged, or it would stand still while they gather.
    /// </summary>
    public const int LeastWindow = 256;

    /// <summary>Ten messages in each pause are worth it.</summary>
    private const int BusyPerSecond = 10_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private long _since = time.GetTimestamp();
    private int _taken;

    public bool IsBusy { get; private set; }

    public void Taken()
    {
        _taken++;
        // The clock is asked now and then only.
        if ((_taken & 15) == 0) Judge();
    }

    /// <summary>All that had arrived is read.</summary>
    public void Judge()
    {
        var elapsed = time.GetElapsedTime(_since);
        if (elapsed < Look) return;
        IsBusy = _taken > elapsed.TotalSeconds * BusyPerSecond;
        _since = time.GetTimestamp();
        _taken = 0;
    }
}
