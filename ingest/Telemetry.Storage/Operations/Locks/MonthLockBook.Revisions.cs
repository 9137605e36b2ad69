using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Locks;

internal sealed partial class MonthLockBook
{
    private static readonly string OpenState = WireNames.Of(RevisionState.Open);

    public Task<ProposalReceipt> ProposeAsync(
        Scope scope, LedgerMonth month, ValueSet computed, DataVersion dataVersion, ChangeCause cause,
        CancellationToken cancellationToken) => database.ChangeAsync(
        context =>
        {
            if (PublicationRows.Newest(context, scope, month) is not { } newest)
                return new ProposalReceipt(ProposalOutcome.NotLocked, null);
            var (scopeName, monthName) = (newest.Scope, newest.Month);
            var last = context.Pending.Where(row => row.Scope == scopeName && row.Month == monthName)
                .OrderByDescending(row => row.Id).FirstOrDefault();
            var open = last?.State == OpenState ? last : null;
            if (computed.Json == newest.Values) return Agree(context, open);
            if (open is not null) return Update(open, computed, dataVersion, cause);
            if (last?.State == WireNames.Of(RevisionState.Refused) && last.Computed == computed.Json
                && last.BaseRevision == newest.Revision)
                return new ProposalReceipt(ProposalOutcome.RefusedBefore, RevisionOf(last));

            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var row = new PendingRow
            {
                Scope = scopeName,
                Month = monthName,
                State = OpenState,
                BaseRevision = newest.Revision,
                Published = newest.Values,
                Computed = computed.Json,
                DataVersion = dataVersion.Value,
                DataVersionMs = dataVersion.At.ToUnixTimeMilliseconds(),
                Cause = (int)cause,
                OpenedMs = now,
                UpdatedMs = now,
            };
            context.Pending.Add(row);
            context.SaveChanges();
            return new ProposalReceipt(ProposalOutcome.Opened, RevisionOf(row));
        },
        cancellationToken);

    public Task<PendingRevision?> PendingAsync(
        Scope scope, LedgerMonth month, CancellationToken cancellationToken)
    {
        var (scopeName, monthName) = (scope.ToString(), month.ToString());
        return database.AskAsync(
            context => context.Pending.FirstOrDefault(row =>
                row.Scope == scopeName && row.Month == monthName && row.State == OpenState) is { } row
                ? RevisionOf(row)
                : null,
            cancellationToken);
    }

    public Task<IReadOnlyList<PendingRevision>> PendingAsync(
        RevisionState? state, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<PendingRevision>>(
            context =>
            {
                IQueryable<PendingRow> rows = context.Pending;
                if (state is { } one)
                {
                    var name = WireNames.Of(one);
                    rows = rows.Where(row => row.State == name);
                }
                return [.. rows.OrderByDescending(row => row.Id).AsEnumerable().Select(RevisionOf)];
            },
            cancellationToken);

    public Task<DecisionReceipt> AcceptAsync(
        long revision, Publication publication, Actor actor, string why, CancellationToken cancellationToken)
    {
        PublicationRows.Check(publication);
        return DecideAsync(
            revision, publication.DataVersion.Value, RevisionState.Accepted, actor, why,
            (context, row, now) =>
            {
                row.Computed = publication.Values.Json;
                PublicationRows.Add(
                    context, Scope.Parse(row.Scope), LedgerMonth.Parse(row.Month), row.BaseRevision + 1, publication,
                    actor, why, now);
            },
            cancellationToken);
    }

    public Task<DecisionReceipt> RefuseAsync(
        long revision, string seen, Actor actor, string why, CancellationToken cancellationToken) =>
        DecideAsync(revision, seen, RevisionState.Refused, actor, why, (_, _, _) => { }, cancellationToken);

    private Task<DecisionReceipt> DecideAsync(
        long revision, string seen, RevisionState state, Actor actor, string why,
        Action<OperationsContext, PendingRow, DateTimeOffset> then, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                if (context.Pending.Find(revision) is not { } row)
                    return new DecisionReceipt(DecisionOutcome.NotFound, null);
                if (row.State != OpenState) return new DecisionReceipt(DecisionOutcome.NotOpen, RevisionOf(row));
                if (row.DataVersion != seen) return new DecisionReceipt(DecisionOutcome.Changed, RevisionOf(row));
                var now = time.GetUtcNow();
                then(context, row, now);
                Close(context, row, state, actor, why, now);
                return new DecisionReceipt(DecisionOutcome.Done, RevisionOf(row));
            },
            cancellationToken);

    private ProposalReceipt Agree(OperationsContext context, PendingRow? open)
    {
        if (open is null) return new ProposalReceipt(ProposalOutcome.Equal, null);
        Close(
            context, open, RevisionState.Withdrawn, Actor.Derive,
            "the computed figures are those that were published again", time.GetUtcNow());
        return new ProposalReceipt(ProposalOutcome.Withdrawn, RevisionOf(open));
    }

    private ProposalReceipt Update(PendingRow open, ValueSet computed, DataVersion dataVersion, ChangeCause cause)
    {
        var isSame = open.Computed == computed.Json && open.DataVersion == dataVersion.Value;
        if (isSame) return new ProposalReceipt(ProposalOutcome.Unchanged, RevisionOf(open));
        open.Computed = computed.Json;
        open.DataVersion = dataVersion.Value;
        open.DataVersionMs = dataVersion.At.ToUnixTimeMilliseconds();
        open.Cause |= (int)cause;
        open.UpdatedMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        return new ProposalReceipt(ProposalOutcome.Updated, RevisionOf(open));
    }

    private static void Close(
        OperationsContext context, PendingRow row, RevisionState state, Actor actor, string why, DateTimeOffset now)
    {
        row.State = WireNames.Of(state);
        row.DecidedBy = actor.ToString();
        row.DecidedMs = now.ToUnixTimeMilliseconds();
        row.DecidedWhy = why;
        var published = context.Publications.AsNoTracking().Single(publication =>
            publication.Scope == row.Scope && publication.Month == row.Month
            && publication.Revision == row.BaseRevision);
        context.Ledger.Add(LedgerBook.Entry(
            now, actor, LedgerKind.Revision, row.Scope, null, LedgerMonth.Parse(row.Month), why,
            PublicationRows.Figures(ValueSet.Parse(row.Published), published.DataVersion, row.BaseRevision),
            AfterOf(row, state)));
    }

    private static string AfterOf(PendingRow row, RevisionState state) => PublicationRows.Figures(
        ValueSet.Parse(row.Computed).With("decision", row.State), row.DataVersion,
        state == RevisionState.Accepted ? row.BaseRevision + 1 : row.BaseRevision);

    private static PendingRevision RevisionOf(PendingRow row) => new(
        row.Id, Scope.Parse(row.Scope), LedgerMonth.Parse(row.Month),
        WireNames.TryParse<RevisionState>(row.State, out var state)
            ? state
            : throw new InvalidDataException($"revision {row.Id} has an unknown state '{row.State}'"),
        row.BaseRevision, ValueSet.Parse(row.Published), ValueSet.Parse(row.Computed),
        PublicationRows.VersionOf(row.DataVersion, row.DataVersionMs), (ChangeCause)row.Cause,
        DateTimeOffset.FromUnixTimeMilliseconds(row.OpenedMs), DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedMs),
        row is { DecidedBy: { } by, DecidedMs: { } at, DecidedWhy: { } why }
            ? new RevisionDecision(Actor.Parse(by), DateTimeOffset.FromUnixTimeMilliseconds(at), why)
            : null);
}
