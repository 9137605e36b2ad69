using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Dashboards.Reports;

/// <summary>
/// Monthly reports as computed now, and as they were published. Whoever derives values calls
/// <see cref="ProposeAsync"/> where a value of a locked month has changed.
/// </summary>
public sealed class MonthlyReports
{
    private readonly MonthReading _reading;
    private readonly IRegistrySource _registry;
    private readonly IMonthLocks _locks;

    internal MonthlyReports(MonthReading reading, IRegistrySource registry, IOperations operations) =>
        (_reading, _registry, _locks) = (reading, registry, operations.Locks);

    /// <summary>The report of what is stored and declared now, whether or not the month is locked.</summary>
    public async Task<MonthlyReport> ComposeAsync(
        Scope scope, LedgerMonth month, CancellationToken cancellationToken) =>
        MonthlyReportBuilder.Build(
            await _reading.ReadAsync(_registry.Current, scope, month, cancellationToken));

    /// <summary>One form of a report: the frozen copy of a locked month, else as computed now.</summary>
    /// <param name="computed">As computed now, also of a locked month.</param>
    public async Task<ReportFile> FileAsync(
        Scope scope, LedgerMonth month, ReportFormat format, ReportLanguage language, bool computed,
        CancellationToken cancellationToken)
    {
        var form = new ReportForm(format, language);
        if (!computed && await _locks.FindAsync(scope, month, cancellationToken) is { Current: var revision })
            return await FrozenAsync(scope, month, form, revision, cancellationToken);
        var report = await ComposeAsync(scope, month, cancellationToken);
        return File(scope, month, form, form.Render(report), report.DataVersion);
    }

    /// <summary>Holds a locked month against what it now comes to: at most one revision waits for a person.</summary>
    public async Task<ProposalReceipt> ProposeAsync(
        Scope scope, LedgerMonth month, ChangeCause cause, CancellationToken cancellationToken)
    {
        if (await _locks.FindAsync(scope, month, cancellationToken) is null)
            return new ProposalReceipt(ProposalOutcome.NotLocked, null);
        var report = await ComposeAsync(scope, month, cancellationToken);
        return await _locks.ProposeAsync(
            scope, month, ReportFigures.Of(report), VersionOf(report), cause, cancellationToken);
    }

    /// <summary>Why the registry has no such scope, in words; null where it has.</summary>
    public string? Refusal(Scope scope) => Scopes.Parse(scope.ToString(), _registry.Current).Error;

    /// <summary>The report in every form, as it is frozen by a lock.</summary>
    internal static Publication Publish(MonthlyReport report) => new(
        VersionOf(report), ReportFigures.Of(report),
        [.. ReportForm.All.Select(form => new PublishedCopy(form.FormatName, form.LanguageName, form.Render(report)))]);

    private static DataVersion VersionOf(MonthlyReport report) => new(report.DataVersion, report.VersionAt);

    private async Task<ReportFile> FrozenAsync(
        Scope scope, LedgerMonth month, ReportForm form, MonthRevision revision, CancellationToken cancellationToken)
    {
        var copy = await _locks.CopyAsync(
            scope, month, form.FormatName, form.LanguageName, revision.Number, cancellationToken)
            ?? throw new InvalidDataException(
                $"the published report {scope} {month} has no copy {form.FormatName} {form.LanguageName}");
        var pending = await _locks.PendingAsync(scope, month, cancellationToken);
        var file = File(scope, month, form, copy.Content, revision.DataVersion.Value);
        return file with { PublishedRevision = revision.Number, PendingRevision = pending?.Id };
    }

    private static ReportFile File(
        Scope scope, LedgerMonth month, ReportForm form, ReadOnlyMemory<byte> content, string version) =>
        new(content, form.FileName(month.ToString(), scope.ToString()), form.ContentType, version, null, null);
}

/// <param name="Content">The same data version and form is the same bytes.</param>
/// <param name="Name">For a disk: <c>report-2009-07-city.zh-CN.csv</c>.</param>
/// <param name="PublishedRevision">Of a locked month: 0 for the lock, one more with each accepted revision.</param>
/// <param name="PendingRevision">Id of the revision that waits for a person; null where none does.</param>
public sealed record ReportFile(
    ReadOnlyMemory<byte> Content, string Name, string ContentType, string DataVersion, int? PublishedRevision,
    long? PendingRevision);
