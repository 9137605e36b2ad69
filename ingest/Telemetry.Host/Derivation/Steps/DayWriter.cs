using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>
/// Brings daily values out: says how each stands, gives out what is no longer provisional (a change of which is a row
/// of the ledger), notes what follows, and writes the rows, in this order. Repeating any of it changes nothing.
/// </summary>
internal sealed class DayWriter(
    IDerivedStore store, IOperations operations, MonthsLocked locked, FinalityClock clock, FinalityOptions finality,
    Reconciliation reconciliation, TimeProvider time, DeriveTally tally)
{
    public async Task WriteAsync(
        PartitionKind kind, LocalDay day, IReadOnlyList<DayDraft> drafts, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(day.EndMs);
        var now = time.GetUtcNow();
        var given = await operations.DayValues.OnAsync(
            [.. drafts.Select(static draft => draft.Subject)], day.Date, cancellationToken);
        var states = new Dictionary<ValueSubject, DayState>();
        foreach (var draft in drafts)
        {
            var state = locked.IsLocked(draft.Scopes, day.Date)
                ? DayState.Locked : Finality.Of(end, now, draft.Completeness, finality);
            // What was given out once is not taken back: it is revised.
            if (state == DayState.Provisional && given.ContainsKey(draft.Subject)) state = DayState.FinalIncomplete;
            states[draft.Subject] = state;
            if (Finality.NextChange(end, now, draft.Completeness, finality) is { } next)
                clock.Wake(next, kind, draft, day);
        }
        var revisions = await PublishAsync(day, drafts, states, given, cancellationToken);
        var rows = new List<DerivedPoint>();
        var following = new HashSet<NewPartition>();
        foreach (var draft in drafts)
        {
            var row = draft.Row(new RowMark(
                states[draft.Subject], revisions.GetValueOrDefault(draft.Subject), draft.Inputs));
            var difference = row.Against(draft.Stored);
            if (difference == RowDifference.None) continue;
            rows.Add(row);
            if (difference != RowDifference.Value) continue;
            foreach (var next in draft.Following) following.Add(next with { Cause = draft.Cause });
            locked.Changed(draft.Scopes, day.Date, draft.Cause);
            tally.Written(kind, 1);
            // A day of which nothing stood yet is no difference found: what a missed reading changes is its hour.
            if (draft.Stored is not null)
            {
                var partition = FinalityClock.PartitionOf(kind, draft.Subject);
                reconciliation.Wrote(draft.Cause, kind, partition, day.StartMs, draft.Subject.ToString());
            }
        }
        if (following.Count > 0) await operations.Derivation.NoteAsync(following, null, cancellationToken);
        if (rows.Count > 0) await store.WriteAsync(rows, cancellationToken);
    }

    private async Task<Dictionary<ValueSubject, int>> PublishAsync(
        LocalDay day, IReadOnlyList<DayDraft> drafts, Dictionary<ValueSubject, DayState> states,
        IReadOnlyDictionary<ValueSubject, PublishedDayValue> given, CancellationToken cancellationToken)
    {
        var values = new List<DayValue>();
        foreach (var draft in drafts)
        {
            var state = states[draft.Subject];
            var row = draft.Row(new RowMark(
                state, given.GetValueOrDefault(draft.Subject)?.Revision ?? 0, draft.Inputs));
            var isOther = row.Against(draft.Stored) != RowDifference.None;
            // Of what is provisional only the time of a change is kept.
            if (state == DayState.Provisional && (!isOther || !draft.IsTimed)) continue;
            values.Add(new DayValue(draft.Subject, day.Date, WireNames.Of(state), draft.Values, draft.Cause)
            {
                IsOther = isOther,
            });
        }
        if (values.Count == 0) return [];
        var receipts = await operations.DayValues.PublishAsync(values, Actor.Derive, cancellationToken);
        foreach (var receipt in receipts.Where(receipt => receipt.Changed)) tally.Revised();
        return receipts.ToDictionary(receipt => receipt.Subject, receipt => receipt.Revision);
    }
}
