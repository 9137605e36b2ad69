using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Derivation;

/// <summary>What the derivation did since this process began, and how far it is. Read from any thread.</summary>
internal sealed class DeriveTally
{
    private readonly long[] _recomputed = new long[Enum.GetValues<PartitionKind>().Length];
    private readonly long[] _written = new long[Enum.GetValues<PartitionKind>().Length];
    private readonly long[] _waiting = new long[Enum.GetValues<PartitionKind>().Length];
    private long _revised;
    private long _differences;
    private long _kept;
    private long _oldestWaitingMs = long.MaxValue;
    private long _caughtUpMs;
    private long _settledMs;
    private int _leads;
    private volatile string? _trouble;

    public long RecomputedOf(PartitionKind kind) => Interlocked.Read(ref _recomputed[(int)kind]);

    /// <summary>Rows whose value changed.</summary>
    public long WrittenOf(PartitionKind kind) => Interlocked.Read(ref _written[(int)kind]);

    public long WaitingOf(PartitionKind kind) => Interlocked.Read(ref _waiting[(int)kind]);

    public long Waiting
    {
        get
        {
            var sum = 0L;
            foreach (var kind in Enum.GetValues<PartitionKind>()) sum += WaitingOf(kind);
            return sum;
        }
    }

    /// <summary>Values that had been given out and came to others.</summary>
    public long Revisions => Interlocked.Read(ref _revised);

    /// <summary>Hours left as derived, because their readings are no longer in the store.</summary>
    public long KeptHours => Interlocked.Read(ref _kept);

    /// <summary>Rows that a reconciliation found other than they should have been.</summary>
    public long Differences => Interlocked.Read(ref _differences);

    /// <summary>Whether this process holds the lease.</summary>
    public bool Leads { get => Volatile.Read(ref _leads) == 1; set => Volatile.Write(ref _leads, value ? 1 : 0); }

    /// <summary>Why the last round ended early, for people; null where it didn't.</summary>
    public string? Trouble { get => _trouble; set => _trouble = value; }

    /// <summary>What the last reconciliation found; health says so until one finds nothing.</summary>
    public long LastDifferences { get; private set; }

    /// <summary>How many of which kind these were, for people; empty where there were none.</summary>
    public string LastKinds { get; private set; } = "";

    public void Recomputed(PartitionKind kind, int count) => Interlocked.Add(ref _recomputed[(int)kind], count);

    public void Written(PartitionKind kind, int count) => Interlocked.Add(ref _written[(int)kind], count);

    /// <summary>A reconciliation is over and found that many rows other than they should have been.</summary>
    /// <param name="kinds">How many of which kind, for people.</param>
    public void Reconciled(int differences, string kinds = "")
    {
        LastKinds = kinds;
        Interlocked.Add(ref _differences, differences);
        LastDifferences = differences;
    }

    public void Revised() => Interlocked.Increment(ref _revised);

    public void Kept() => Interlocked.Increment(ref _kept);

    public void SetBacklog(IReadOnlyList<Backlog> backlog, DateTimeOffset now)
    {
        foreach (var kind in Enum.GetValues<PartitionKind>())
        {
            Interlocked.Exchange(
                ref _waiting[(int)kind], backlog.Where(one => one.Kind == kind).Sum(static one => one.Count));
        }
        Interlocked.Exchange(
            ref _oldestWaitingMs, backlog.Count == 0
                ? long.MaxValue : backlog.Min(static one => one.OldestNotedAt).ToUnixTimeMilliseconds());
        Interlocked.Exchange(ref _caughtUpMs, now.ToUnixTimeMilliseconds());
    }

    /// <summary>
    /// How long the store's changes have not been looked at. What waits in a long backlog is not in it: that is worked
    /// off beside the live readings, and <see cref="Waiting"/> tells of it.
    /// </summary>
    public TimeSpan Lag(DateTimeOffset now) =>
        Interlocked.Read(ref _caughtUpMs) is > 0 and var at
            ? now - DateTimeOffset.FromUnixTimeMilliseconds(at) : TimeSpan.Zero;

    /// <summary>
    /// Everything that was stored, declared or edited before this instant is in the derived values; null before the
    /// first time that nothing was left. Only the vehicles' running hour waits for its end.
    /// </summary>
    public DateTimeOffset? SettledAt =>
        Interlocked.Read(ref _settledMs) is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public void Settled(DateTimeOffset at) => Interlocked.Exchange(ref _settledMs, at.ToUnixTimeMilliseconds());

    /// <summary>Age of the partition that has waited longest; zero where none waits.</summary>
    public TimeSpan OldestWaiting(DateTimeOffset now) =>
        Interlocked.Read(ref _oldestWaitingMs) is var at and not long.MaxValue
            ? now - DateTimeOffset.FromUnixTimeMilliseconds(at) : TimeSpan.Zero;
}
