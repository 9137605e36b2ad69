namespace Telemetry.Storage.Operations.Locks;

/// <summary>
/// A month is locked by scope once it is reported. The computed values go on; the published copies stay, until a person
/// accepts the difference.
/// </summary>
public interface IMonthLocks
{
    /// <summary>
    /// Freezes the copies of a report as revision 0, with one row of the ledger. There is no unlocking.
    /// </summary>
    /// <returns>The lock; of a month that is locked already, the one there is, with nothing changed.</returns>
    Task<LockReceipt> LockAsync(
        Scope scope, LedgerMonth month, Publication publication, Actor actor, string why,
        CancellationToken cancellationToken);

    /// <summary>Null where the month isn't locked.</summary>
    Task<MonthLock?> FindAsync(Scope scope, LedgerMonth month, CancellationToken cancellationToken);

    /// <summary>Locks of the months from <paramref name="from"/> to and with <paramref name="to"/>.</summary>
    Task<IReadOnlyList<MonthLock>> ListAsync(LedgerMonth from, LedgerMonth to, CancellationToken cancellationToken);

    /// <summary>The bytes that were published.</summary>
    /// <param name="revision">Null for the newest; older ones are kept.</param>
    Task<PublishedCopy?> CopyAsync(
        Scope scope, LedgerMonth month, string format, string language, int? revision,
        CancellationToken cancellationToken);

    /// <summary>Every publication of a month, revision 0 first; without the bytes.</summary>
    Task<IReadOnlyList<MonthRevision>> RevisionsAsync(
        Scope scope, LedgerMonth month, CancellationToken cancellationToken);

    /// <summary>
    /// Says what a locked month now comes to. There is at most one open revision a scope and month: it is opened,
    /// brought up to date, or, where nothing differs any more, falls away. Figures that a person refused last aren't
    /// asked again; others are.
    /// </summary>
    /// <param name="computed">The figures of the month as computed now, named as in the lock.</param>
    /// <param name="dataVersion">Of the report they stand in.</param>
    Task<ProposalReceipt> ProposeAsync(
        Scope scope, LedgerMonth month, ValueSet computed, DataVersion dataVersion, ChangeCause cause,
        CancellationToken cancellationToken);

    /// <summary>Null where none is open.</summary>
    Task<PendingRevision?> PendingAsync(Scope scope, LedgerMonth month, CancellationToken cancellationToken);

    /// <summary>Revisions, newest first.</summary>
    /// <param name="state">Null for all.</param>
    Task<IReadOnlyList<PendingRevision>> PendingAsync(RevisionState? state, CancellationToken cancellationToken);

    /// <summary>
    /// Puts new copies in the place of the published ones: the next revision, one row of the ledger with both figures.
    /// </summary>
    /// <param name="revision">The id of the pending revision.</param>
    /// <param name="publication">
    /// Made from the data version that the revision names now; with another one nothing changes.
    /// </param>
    Task<DecisionReceipt> AcceptAsync(
        long revision, Publication publication, Actor actor, string why, CancellationToken cancellationToken);

    /// <summary>Leaves the published copies as they are; one row of the ledger with both figures.</summary>
    /// <param name="seen">The data version that was looked at; with another one nothing changes.</param>
    Task<DecisionReceipt> RefuseAsync(
        long revision, string seen, Actor actor, string why, CancellationToken cancellationToken);
}
