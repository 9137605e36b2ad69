using System.Collections.Concurrent;

namespace Telemetry.Domain.Readings;

/// <summary>
/// The device topics whose stamps say that the device's clock is wrong: off by whole hours, or ahead of this host's.
/// Shared by all connections, and met only by such readings. Bounded, as topics are a device's to choose.
/// </summary>
public sealed class SkewedClocks(int limit = SkewedClocks.DefaultLimit)
{
    public const int DefaultLimit = 1_000;

    /// <summary>
    /// Ahead by more is a clock that is wrong; less may be the way of rounding. A device that is behind may only be
    /// slow, or send averages.
    /// </summary>
    public const long AheadMs = 30_000;

    readonly ConcurrentDictionary<string, SkewedClock> _clocks = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SkewedClock> Seen => [.. _clocks.Values];

    /// <param name="topic">That it publishes to.</param>
    /// <param name="behindMs">Receipt minus device time; negative where the device is ahead.</param>
    /// <param name="receivedMs">Moment of receipt.</param>
    /// <param name="isRejected">The reading lay too far ahead to be taken.</param>
    public void Note(string topic, long behindMs, long receivedMs, bool isRejected)
    {
        if (!_clocks.TryGetValue(topic, out var clock))
        {
            if (_clocks.Count >= limit) return;
            clock = _clocks.GetOrAdd(topic, new SkewedClock(topic, receivedMs));
        }
        clock.Note(behindMs, receivedMs, isRejected);
    }
}

/// <summary>One device whose clock is wrong.</summary>
public sealed class SkewedClock
{
    long _behindMs;
    long _lastSeenMs;
    long _count;
    long _rejected;

    internal SkewedClock(string topic, long receivedMs)
    {
        Topic = topic;
        FirstSeen = DateTimeOffset.FromUnixTimeMilliseconds(receivedMs);
        _lastSeenMs = receivedMs;
    }

    public string Topic { get; }

    public DateTimeOffset FirstSeen { get; }

    public DateTimeOffset LastSeen => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _lastSeenMs));

    /// <summary>Of the last such reading; negative where the device is ahead.</summary>
    public TimeSpan Behind => TimeSpan.FromMilliseconds(Volatile.Read(ref _behindMs));

    /// <summary>Readings with such a stamp since this process began, those rejected among them.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Of these, rejected as <c>time_in_future</c>.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    internal void Note(long behindMs, long receivedMs, bool isRejected)
    {
        Volatile.Write(ref _behindMs, behindMs);
        Volatile.Write(ref _lastSeenMs, receivedMs);
        Interlocked.Increment(ref _count);
        if (isRejected) Interlocked.Increment(ref _rejected);
    }
}
