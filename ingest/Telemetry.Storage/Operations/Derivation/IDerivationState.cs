namespace Telemetry.Storage.Operations.Derivation;

/// <summary>
/// How far the derivation is, so that a crash repeats and never skips. The way of one step:
/// <list type="number">
/// <item>read what changed after the cursor;</item>
/// <item><see cref="NoteAsync"/>: the partitions it makes dirty and the new cursor, in one transaction;</item>
/// <item><see cref="WaitingAsync"/>, recompute, publish values of closed days, write the derived rows;</item>
/// <item>once these writes were accepted, <see cref="SettleAsync"/>.</item>
/// </list>
/// A partition that is noted again while it is being recomputed stays noted.
/// </summary>
public interface IDerivationState
{
    /// <summary>
    /// Takes a lease that is free, has run out, or is the holder's own; one statement, so that of two processes one
    /// gets it.
    /// </summary>
    /// <param name="name">What is leased, such as <c>derive</c>.</param>
    /// <param name="holder">Host and process; the same one may take it again.</param>
    /// <param name="duration">How long it holds without being renewed.</param>
    /// <returns>Null where another holds it; <see cref="HolderAsync"/> says who.</returns>
    Task<Lease?> TakeAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Puts off the end of a lease, also of one that has run out but that nobody else has taken.</summary>
    /// <returns>Null where it was lost: stop, another may be at work.</returns>
    Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives it back; nothing happens where it was lost.</summary>
    Task ReleaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Who had it last, also where it has run out; null where nobody ever did or it was given back.</summary>
    Task<Lease?> HolderAsync(string name, CancellationToken cancellationToken);

    /// <summary>Null for a consumer that never advanced.</summary>
    Task<DeriveCursor?> CursorAsync(string consumer, CancellationToken cancellationToken);

    /// <summary>
    /// Notes partitions as dirty. One that is noted already gets the causes added and a new note; with
    /// <paramref name="cursor"/>, the cursor moves in the same transaction.
    /// </summary>
    Task NoteAsync(
        IReadOnlyCollection<NewPartition> partitions, DeriveCursor? cursor, CancellationToken cancellationToken);

    /// <summary>
    /// Noted partitions of a kind: hours by subject and start, days by start and subject, so that what is derived as
    /// one piece lies together. An earlier one of a subject comes first.
    /// </summary>
    /// <param name="kind">Of this kind alone.</param>
    /// <param name="fromMs">Only those that start then or later, Unix ms; all where null.</param>
    /// <param name="limit">How many at most.</param>
    Task<IReadOnlyList<DirtyPartition>> WaitingAsync(
        PartitionKind kind, long? fromMs, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what was recomputed, except for what was noted again since it was read, and notes what follows from it
    /// (the day of an hour, a neighbour whose edge changed), in one transaction.
    /// </summary>
    Task SettleAsync(
        IReadOnlyCollection<DirtyPartition> recomputed, IReadOnlyCollection<NewPartition> following,
        CancellationToken cancellationToken);

    /// <summary>How many wait, by kind, and since when the oldest does; for progress and health.</summary>
    Task<IReadOnlyList<Backlog>> BacklogAsync(CancellationToken cancellationToken);
}
