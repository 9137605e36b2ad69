using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Stores;

/// <summary>
/// The one store of a host, written from its spool in order. One batch at a time: overlapping writes of one series are
/// never in flight at once.
/// </summary>
public interface ITelemetryStore : IAsyncDisposable
{
    /// <summary>What stands between this store and its work, for health; never a secret in it.</summary>
    StoreCondition Condition { get; }

    /// <summary>
    /// Opens or creates what is needed. Throws <see cref="StoreRefusedException"/> only for wrong settings.
    /// </summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>The cursor as this store last persisted it; null where it never did.</summary>
    Task<SpoolCursor?> LoadCursorAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores every line of the batch; hands each line that the store will never take to <paramref name="rejected"/>,
    /// which has it on disk when it returns; writes a point of <c>changes</c> for each asset touched; then persists the
    /// cursor. Waits and repeats while the store can't be reached; ends early only by cancellation. Repeating a batch
    /// after a crash anywhere in between is harmless. Where it can't tell a bad batch from a bad server, the receipt is
    /// <see cref="StoreReceipt.Undecided"/>.
    /// </summary>
    Task<StoreReceipt> WriteAsync(StoreBatch batch, IRejectedLines rejected, CancellationToken cancellationToken);
}

/// <summary>Lines read from the spool, whole blocks of them.</summary>
/// <param name="Spool">
/// Which spool they come from; stands in the cursor, so that a fresh spool starts its own books.
/// </param>
/// <param name="Lines">Line protocol, millisecond timestamps, every line ended by <c>\n</c>.</param>
/// <param name="Count">Number of lines.</param>
/// <param name="Start">Where the first block begins.</param>
/// <param name="End">Where the cursor stands once the batch is stored.</param>
public sealed record StoreBatch(
    Guid Spool, ReadOnlyMemory<byte> Lines, int Count, SpoolPosition Start, SpoolPosition End)
{
    /// <summary>
    /// True for lines that were stored before and are written once more on request (<c>telemetry resend</c>): rows and
    /// <c>changes</c> are written, the cursor and its counts stay as they are.
    /// </summary>
    public bool Again { get; init; }
}

/// <summary>Stored + rejected = the batch's count, or none of it is decided.</summary>
public readonly record struct StoreReceipt(int Stored, int Rejected)
{
    /// <summary>
    /// The store can't tell whether the lines or the server is at fault, and has waited. The cursor stands where it
    /// stood: hand the lines over again, with those that have come since, which may tell.
    /// </summary>
    public static readonly StoreReceipt Undecided;

    public bool IsDecided => Stored + Rejected > 0;
}

public interface IRejectedLines
{
    /// <summary>On disk (synced) when the task completes.</summary>
    Task AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken);
}

public sealed record RejectedLine(ReadOnlyMemory<byte> Line, string Detail);

public enum StoreTrouble
{
    None,

    /// <summary>Refused, reset, timed out, 5xx: comes back by itself.</summary>
    Unreachable,

    /// <summary>429 or 503: it asked us to wait.</summary>
    Overloaded,

    /// <summary>401, 403, 404: a person must mend it. Everything is kept meanwhile.</summary>
    Refused,
}

/// <param name="Detail">For people: what was answered and what to do.</param>
/// <param name="Since">When this condition began.</param>
public sealed record StoreCondition(StoreTrouble Trouble, string Detail, DateTimeOffset Since);

public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);
