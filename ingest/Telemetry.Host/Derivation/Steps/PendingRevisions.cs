using Telemetry.Storage.Operations;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Holds the published figures of a locked month against what the month comes to now.</summary>
internal interface IMonthRevisions
{
    Task ProposeAsync(Scope scope, LedgerMonth month, ChangeCause cause, CancellationToken cancellationToken);
}

/// <summary>
/// After a lock, one revision a scope and month waits for a person. Months are compared after each change of one of
/// their days, and every locked one at the start, as the process before may have ended in between.
/// </summary>
internal sealed class PendingRevisions(MonthsLocked locked, IEnumerable<IMonthRevisions> reports)
{
    public async Task ProposeAsync(CancellationToken cancellationToken)
    {
        // Where no report can be made in this process, its months stay marked.
        if (reports.FirstOrDefault() is not { } months) return;
        foreach (var (scope, month, cause) in locked.Touched)
        {
            await months.ProposeAsync(scope, month, cause, cancellationToken);
            locked.Settle(scope, month);
        }
    }
}
