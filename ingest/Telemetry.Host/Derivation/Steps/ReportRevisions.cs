using Telemetry.Dashboards.Reports;
using Telemetry.Storage.Operations;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>The monthly report says what a locked month comes to now.</summary>
internal sealed class ReportRevisions(MonthlyReports reports) : IMonthRevisions
{
    public Task ProposeAsync(Scope scope, LedgerMonth month, ChangeCause cause, CancellationToken cancellationToken) =>
        reports.ProposeAsync(scope, month, cause, cancellationToken);
}
