using Telemetry.Storage.Spool;

namespace Telemetry.Host.Observing;

/// <summary>
/// The commit's books for one scrape: each term has an instrument of its own, all are read from one snapshot, so what a
/// scrape shows balances. A term asked for again begins the next scrape, and so does a second.
/// </summary>
internal sealed class ScrapedBooks(Func<CommitBooks> take, TimeProvider time)
{
    /// <summary>A reader that takes some of the terms only must not hand another one old values.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private CommitBooks _books;
    private Terms _read;
    private long _takenAt;

    [Flags]
    public enum Terms
    {
        None = 0,
        Received = 1,
        Spooled = 2,
        DeadLettered = 4,
        Shed = 8,
        InFlight = 16,
    }

    public CommitBooks For(Terms term)
    {
        lock (_gate)
        {
            if (_read == Terms.None || (_read & term) != 0 || time.GetElapsedTime(_takenAt) >= Longest)
            {
                _books = take();
                _takenAt = time.GetTimestamp();
                _read = Terms.None;
            }
            _read |= term;
            return _books;
        }
    }
}
