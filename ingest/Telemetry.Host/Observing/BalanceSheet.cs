using Telemetry.Dashboards.Status;
using Telemetry.Host.Storing;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Observing;

/// <summary>
/// Takes the books. The store's terms live with different owners and move while they are read, so a sheet that does not
/// balance is read again: only a lasting difference is one.
/// </summary>
internal sealed class BalanceSheet(GroupCommit commit, Spool spool, StoreTally store)
{
    private const int Attempts = 50;

    /// <summary>Since this process began; the unit is an object as delivered.</summary>
    public IntakeBooks Intake()
    {
        var books = commit.Snapshot();
        return new IntakeBooks(books.Received, books.Spooled, books.DeadLettered, books.Shed, books.InFlight);
    }

    /// <summary>Since the spool's first line.</summary>
    public StoreBooks Store()
    {
        var books = Read();
        for (var attempt = 1; attempt < Attempts && !books.Balanced; attempt++)
        {
            Thread.Yield();
            books = Read();
        }
        return books;
    }

    // What is set aside is damaged or missing on disk; on a healthy disk both are none.
    private StoreBooks Read() => new(
        spool.End.Line, store.Stored, store.Rejected, spool.PendingLines, spool.SetAsideLines + spool.MissingLines);
}
