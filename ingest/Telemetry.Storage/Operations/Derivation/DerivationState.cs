using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Derivation;

internal sealed class DerivationState(OperationalDatabase database, TimeProvider time) : IDerivationState
{
    public Task<Lease?> TakeAsync(
        string name, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                var now = NowMs();
                var row = context.Leases.Find(name);
                if (row is null)
                {
                    row = new LeaseRow { Name = name, Holder = "" };
                    context.Leases.Add(row);
                }
                else if (row.Holder != holder && row.UntilMs > now)
                {
                    return null;
                }
                // The same holder once more is the same lease: nobody was at work in between.
                if (row.Holder != holder)
                {
                    row.Holder = holder;
                    row.Epoch++;
                    row.TakenMs = now;
                }
                return Extended(row, now, duration);
            },
            cancellationToken);

    public Task<Lease?> RenewAsync(Lease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context => context.Leases.Find(lease.Name) is { } row && IsOf(row, lease)
                ? Extended(row, NowMs(), duration)
                : null,
            cancellationToken);

    // The row stays with its epoch, so that a lease of before can't be mistaken for a later one.
    public Task ReleaseAsync(Lease lease, CancellationToken cancellationToken) => database.ChangeAsync(
        context =>
        {
            if (context.Leases.Find(lease.Name) is not { } row || !IsOf(row, lease)) return false;
            row.Holder = "";
            row.UntilMs = 0;
            return true;
        },
        cancellationToken);

    public Task<Lease?> HolderAsync(string name, CancellationToken cancellationToken) => database.AskAsync(
        context => context.Leases.Find(name) is { Holder.Length: > 0 } row ? LeaseOf(row) : null, cancellationToken);

    public Task<DeriveCursor?> CursorAsync(string consumer, CancellationToken cancellationToken) => database.AskAsync(
        context => context.Cursors.Find(consumer) is { } row
            ? new DeriveCursor(
                row.Consumer,
                row.ChangesMs is { } changes ? DateTimeOffset.FromUnixTimeMilliseconds(changes) : null,
                row.Figure, row.Memo)
            : null,
        cancellationToken);

    public Task NoteAsync(
        IReadOnlyCollection<NewPartition> partitions, DeriveCursor? cursor, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                if (partitions.Count > 0) new DirtyTable(context).Note(partitions, NowMs());
                if (cursor is not null) Advance(context, cursor);
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<DirtyPartition>> WaitingAsync(
        PartitionKind kind, long? fromMs, int limit, CancellationToken cancellationToken) =>
        database.AskAsync(context => new DirtyTable(context).Waiting(kind, fromMs, limit), cancellationToken);

    public Task SettleAsync(
        IReadOnlyCollection<DirtyPartition> recomputed, IReadOnlyCollection<NewPartition> following,
        CancellationToken cancellationToken) => database.ChangeAsync(
        context =>
        {
            var table = new DirtyTable(context);
            // First what is done, as what follows may be one of them, dirty anew.
            table.Remove(recomputed);
            if (following.Count > 0) table.Note(following, NowMs());
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<Backlog>> BacklogAsync(CancellationToken cancellationToken) =>
        database.AskAsync(context => new DirtyTable(context).Backlog(), cancellationToken);

    private static void Advance(OperationsContext context, DeriveCursor cursor)
    {
        var row = context.Cursors.Find(cursor.Consumer);
        if (row is null)
        {
            row = new CursorRow { Consumer = cursor.Consumer };
            context.Cursors.Add(row);
        }
        row.ChangesMs = cursor.Changes?.ToUnixTimeMilliseconds();
        row.Figure = cursor.Figure;
        row.Memo = cursor.Memo;
    }

    private static bool IsOf(LeaseRow row, Lease lease) => row.Holder == lease.Holder && row.Epoch == lease.Epoch;

    private static Lease Extended(LeaseRow row, long now, TimeSpan duration)
    {
        row.RenewedMs = now;
        row.UntilMs = now + (long)duration.TotalMilliseconds;
        return LeaseOf(row);
    }

    private static Lease LeaseOf(LeaseRow row) => new(
        row.Name, row.Holder, row.Epoch, DateTimeOffset.FromUnixTimeMilliseconds(row.TakenMs),
        DateTimeOffset.FromUnixTimeMilliseconds(row.RenewedMs), DateTimeOffset.FromUnixTimeMilliseconds(row.UntilMs));

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
