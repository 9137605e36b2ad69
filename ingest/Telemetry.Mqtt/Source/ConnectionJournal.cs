using Telemetry.Mqtt.Acknowledging;

namespace Telemetry.Mqtt.Source;

/// <summary>
/// What one connection has seen, for health and metrics. Written by its receive handler, its acknowledgement line and
/// its loop; read by anyone at any time.
/// </summary>
internal sealed class ConnectionJournal(string clientId) : IAcknowledgementBooks
{
    private long _received;
    private long _acknowledged;
    private long _inFlight;
    private long _stale;
    private long _faults;
    private long _lastMessageMs;
    private volatile Milestones _milestones = new();

    /// <summary>Changed by the connection's loop alone, as a whole.</summary>
    public Milestones Current => _milestones;

    public long LastMessageMs => Volatile.Read(ref _lastMessageMs);

    public void Update(Func<Milestones, Milestones> change) => _milestones = change(_milestones);

    public void MessageReceived(long nowMs)
    {
        Interlocked.Increment(ref _received);
        Volatile.Write(ref _lastMessageMs, nowMs);
    }

    public void Awaiting() => Interlocked.Increment(ref _inFlight);

    public void Settled(int count)
    {
        Interlocked.Add(ref _acknowledged, count);
        Interlocked.Add(ref _inFlight, -count);
    }

    public void Stale(long count)
    {
        Interlocked.Add(ref _stale, count);
        Interlocked.Add(ref _inFlight, -count);
    }

    public void Faulted() => Interlocked.Increment(ref _faults);

    public SourceConnectionStatus ToStatus()
    {
        var now = _milestones;
        var lastMessageMs = LastMessageMs;
        return new SourceConnectionStatus(
            clientId, now.State, now.Filters, now.ConnectedSince, now.SessionPresent,
            lastMessageMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(lastMessageMs),
            Interlocked.Read(ref _received), Interlocked.Read(ref _acknowledged), Interlocked.Read(ref _inFlight),
            Interlocked.Read(ref _stale), Math.Max(now.Connects - 1, 0), now.SessionsLost, Interlocked.Read(
                ref _faults),
            now.LastError)
        {
            SessionLostAt = now.SessionLostAt,
        };
    }

    internal sealed record Milestones
    {
        public SourceConnectionState State { get; init; }

        public IReadOnlyList<string> Filters { get; init; } = [];

        public DateTimeOffset? ConnectedSince { get; init; }

        public bool? SessionPresent { get; init; }

        public long Connects { get; init; }

        public long SessionsLost { get; init; }

        public DateTimeOffset? SessionLostAt { get; init; }

        public string? LastError { get; init; }
    }
}
