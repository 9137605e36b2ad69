using Microsoft.EntityFrameworkCore;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Locks;

/// <summary>Locks and what is published of them; what follows later is in the other part.</summary>
internal sealed partial class MonthLockBook(OperationalDatabase database, TimeProvider time) : IMonthLocks
{
    public Task<LockReceipt> LockAsync(
        Scope scope, LedgerMonth month, Publication publication, Actor actor, string why,
        CancellationToken cancellationToken)
    {
        PublicationRows.Check(publication);
        return database.ChangeAsync(
            context =>
            {
                if (PublicationRows.FindLock(context, scope, month) is { } there) return new LockReceipt(there, false);
                var now = time.GetUtcNow();
                PublicationRows.Add(context, scope, month, 0, publication, actor, why, now);
                context.Ledger.Add(LedgerBook.Entry(
                    now, actor, LedgerKind.Lock, scope.ToString(), null, month, why, null,
                    PublicationRows.Figures(publication.Values, publication.DataVersion.Value, 0)));
                context.SaveChanges();
                return new LockReceipt(PublicationRows.FindLock(context, scope, month)!, true);
            },
            cancellationToken);
    }

    public Task<MonthLock?> FindAsync(Scope scope, LedgerMonth month, CancellationToken cancellationToken) =>
        database.AskAsync(context => PublicationRows.FindLock(context, scope, month), cancellationToken);

    public Task<IReadOnlyList<MonthLock>> ListAsync(
        LedgerMonth from, LedgerMonth to, CancellationToken cancellationToken)
    {
        var (first, last) = (from.ToString(), to.ToString());
        return database.AskAsync<IReadOnlyList<MonthLock>>(
            context =>
            [
                .. context.Publications
                    .Where(row => row.Revision == 0 && string.Compare(row.Month, first) >= 0
                        && string.Compare(row.Month, last) <= 0)
                    .OrderBy(row => row.Month).ThenBy(row => row.Scope)
                    .AsEnumerable()
                    .Select(row =>
                        PublicationRows.FindLock(context, Scope.Parse(row.Scope), LedgerMonth.Parse(row.Month))!),
            ],
            cancellationToken);
    }

    public Task<PublishedCopy?> CopyAsync(
        Scope scope, LedgerMonth month, string format, string language, int? revision,
        CancellationToken cancellationToken)
    {
        var (scopeName, monthName) = (scope.ToString(), month.ToString());
        return database.AskAsync(
            context =>
            {
                var number = revision ?? context.Publications
                    .Where(row => row.Scope == scopeName && row.Month == monthName)
                    .Max(row => (int?)row.Revision);
                var copy = context.Copies.FirstOrDefault(row =>
                    row.Scope == scopeName && row.Month == monthName && row.Revision == number
                    && row.Format == format && row.Language == language);
                return copy is null ? null : new PublishedCopy(copy.Format, copy.Language, copy.Content);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<MonthRevision>> RevisionsAsync(
        Scope scope, LedgerMonth month, CancellationToken cancellationToken)
    {
        var (scopeName, monthName) = (scope.ToString(), month.ToString());
        return database.AskAsync<IReadOnlyList<MonthRevision>>(
            context =>
            [
                .. context.Publications
                    .Where(row => row.Scope == scopeName && row.Month == monthName)
                    .OrderBy(row => row.Revision)
                    .AsEnumerable()
                    .Select(row => PublicationRows.RevisionOf(context, row)),
            ],
            cancellationToken);
    }
}
