using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Declared.Forms;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Declared;

/// <param name="Superseded">The newest row of its identity until now; null for the first.</param>
internal readonly record struct NewFigure(Declaration Figure, FigureRow? Superseded, bool IsWithdrawn);

/// <summary>Declared figures as rows.</summary>
internal static class FigureRows
{
    /// <summary>What is stated now: the newest of each identity, unless it was withdrawn.</summary>
    public static IQueryable<FigureRow> Newest(OperationsContext context) => context.Figures.Where(row =>
        !row.Withdrawn && !context.Figures.Any(
            newer => newer.Kind == row.Kind && newer.Identity == row.Identity && newer.Id > row.Id));

    public static FigureRow? Newest(OperationsContext context, string kind, string identity) =>
        context.Figures.AsNoTracking().Where(row => row.Kind == kind && row.Identity == identity)
            .OrderByDescending(row => row.Id).FirstOrDefault();

    /// <summary>Adds rows, each with its row of the ledger.</summary>
    public static IReadOnlyList<DeclaredFigure> Add(
        OperationsContext context, IReadOnlyList<NewFigure> figures, Actor actor, string why, long? import,
        DateTimeOffset now)
    {
        var rows = new List<FigureRow>(figures.Count);
        foreach (var (figure, superseded, isWithdrawn) in figures)
        {
            var row = new FigureRow
            {
                Kind = WireNames.Of(figure.Kind),
                Identity = figure.Identity,
                Subject = figure.Subject,
                Slot = figure.Slot,
                FromDay = figure.From,
                UntilDay = figure.Until,
                Content = FigureForm.JsonOf(figure),
                Withdrawn = isWithdrawn,
                Supersedes = superseded?.Id,
                Actor = actor.ToString(),
                AtMs = now.ToUnixTimeMilliseconds(),
                Why = why,
                Import = import,
            };
            rows.Add(row);
            context.Figures.Add(row);
            context.Ledger.Add(LedgerBook.Entry(
                now, actor, LedgerKind.DeclaredFigure, figure.LedgerSubject, figure.From, null, why,
                superseded is { Withdrawn: false } before ? Named(before.Kind, before.Content) : null,
                isWithdrawn ? null : Named(row.Kind, row.Content)));
        }
        context.SaveChanges();
        return [.. rows.Select(FigureOf)];
    }

    public static DeclaredFigure FigureOf(FigureRow row) => new(
        row.Id, FigureForm.Parse(KindOf(row.Kind), row.Content), Actor.Parse(row.Actor),
        DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Why, row.Supersedes, row.Withdrawn);

    public static FigureImport ImportOf(FigureImportRow row) => new(
        row.Id, KindOf(row.Kind), row.FileName, row.Sha256, row.Rows, row.Added, Actor.Parse(row.Actor),
        DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs));

    // The ledger has all kinds of figures in it.
    private static string Named(string kind, string content) => $$"""{"figure":"{{kind}}",{{content[1..]}}""";

    private static FigureKind KindOf(string name) => WireNames.TryParse<FigureKind>(name, out var kind)
        ? kind
        : throw new InvalidDataException($"'{name}' is no kind of declared figure");
}
