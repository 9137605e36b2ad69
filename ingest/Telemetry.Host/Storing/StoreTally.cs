using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Storing;

/// <summary>
/// The store's side of the books: what it answered, summed from the spool's first line on. Seeded from the persisted
/// cursor, so the equation holds across restarts.
/// </summary>
internal sealed class StoreTally
{
    private readonly Lock _gate = new();
    private long _stored;
    private long _rejected;
    private TimeSpan _lastWrite;
    private long _batches;

    public long Stored { get { lock (_gate) return _stored; } }

    public long Rejected { get { lock (_gate) return _rejected; } }

    public long Batches { get { lock (_gate) return _batches; } }

    /// <summary>How long the last batch took.</summary>
    public TimeSpan LastWrite { get { lock (_gate) return _lastWrite; } }

    /// <summary>Called with each batch's duration; for the histogram.</summary>
    public event Action<TimeSpan>? Written;

    public void Open(SpoolCursor? cursor)
    {
        lock (_gate) (_stored, _rejected) = (cursor?.Stored ?? 0, cursor?.Rejected ?? 0);
    }

    public void Count(StoreReceipt receipt, TimeSpan took)
    {
        lock (_gate)
        {
            _stored += receipt.Stored;
            _rejected += receipt.Rejected;
            _lastWrite = took;
            _batches++;
        }
        Written?.Invoke(took);
    }
}
