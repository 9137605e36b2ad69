using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Declared;

internal sealed partial class FigureBook
{
    private const int MostRows = 1_000;

    public Task<IReadOnlyList<DeclaredFigure>> InForceAsync(
        FigureKind kind, string subject, DateOnly day, CancellationToken cancellationToken)
    {
        var name = WireNames.Of(kind);
        return database.AskAsync(
            context => FiguresInForce.InForce(
                FigureRows.Newest(context)
                    .Where(row => row.Kind == name && row.Subject == subject && row.FromDay <= day
                        && (row.UntilDay == null || row.UntilDay > day))
                    .AsEnumerable()
                    .Select(FigureRows.FigureOf),
                day),
            cancellationToken);
    }

    public Task<FiguresInForce> InForceAsync(
        IReadOnlyCollection<FigureKind> kinds, DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        string[] names = [.. kinds.Select(WireNames.Of)];
        return database.AskAsync(
            context =>
            {
                var rows = FigureRows.Newest(context)
                    .Where(row => row.FromDay < until && (row.UntilDay == null || row.UntilDay > from));
                if (names.Length > 0) rows = rows.Where(row => names.Contains(row.Kind));
                return new FiguresInForce(rows.AsEnumerable().Select(FigureRows.FigureOf));
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<DeclaredFigure>> HistoryAsync(
        FigureKind? kind, string? subject, long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostRows);
        return database.AskAsync<IReadOnlyList<DeclaredFigure>>(
            context =>
            {
                IQueryable<FigureRow> rows = context.Figures;
                if (kind is { } one)
                {
                    var name = WireNames.Of(one);
                    rows = rows.Where(row => row.Kind == name);
                }
                if (subject is not null) rows = rows.Where(row => row.Subject == subject);
                if (before is { } id) rows = rows.Where(row => row.Id < id);
                rows = rows.OrderByDescending(row => row.Id).Take(limit);
                return [.. rows.AsEnumerable().Select(FigureRows.FigureOf)];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<FigureChange>> SinceAsync(long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.AskAsync<IReadOnlyList<FigureChange>>(
            context =>
            [
                .. context.Figures.Where(row => row.Id > after).OrderBy(row => row.Id).Take(limit)
                    .Select(row => new
                    {
                        Row = row,
                        Before = context.Figures.FirstOrDefault(before => before.Id == row.Supersedes),
                    })
                    .AsEnumerable()
                    .Select(change => new FigureChange(
                        FigureRows.FigureOf(change.Row),
                        change.Before is { Withdrawn: false } before ? FigureRows.FigureOf(before).Declaration : null)),
            ],
            cancellationToken);
    }

    public Task<string> VersionAsync(CancellationToken cancellationToken) => database.AskAsync(
        context => FiguresInForce.VersionOf(FigureRows.Newest(context).AsEnumerable().Select(FigureRows.FigureOf)),
        cancellationToken);

    public Task<IReadOnlyList<FigureImport>> ImportsAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.AskAsync<IReadOnlyList<FigureImport>>(
            context =>
                [.. context.Imports.OrderByDescending(row => row.Id).Take(limit).AsEnumerable()
                    .Select(FigureRows.ImportOf)],
            cancellationToken);
    }
}
