using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Declared.Forms;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>What is declared, and taken back; the other part answers questions.</summary>
internal sealed partial class FigureBook(OperationalDatabase database, TimeProvider time) : IDeclaredFigures
{
    private const int LongestFileName = 200;

    public Task<DeclareReceipt> DeclareAsync(
        IReadOnlyList<Declaration> figures, CityRegistry registry, Actor actor, string why,
        CancellationToken cancellationToken) =>
        TakeAsync(FigureReading.Of(figures, RulesOf(registry)), null, actor, why, cancellationToken);

    public Task<DeclareReceipt> DeclareAsync(
        FigureKind kind, JsonElement json, CityRegistry registry, Actor actor, string why,
        CancellationToken cancellationToken) =>
        TakeAsync(FigureReading.Of(kind, json, RulesOf(registry)), null, actor, why, cancellationToken);

    public async Task<DeclareReceipt> ImportAsync(
        FigureKind kind, ReadOnlyMemory<byte> csv, string fileName, CityRegistry registry, Actor actor, string why,
        CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(fileName);
        var file = new ImportedFile(
            kind, name.Length <= LongestFileName ? name : name[..LongestFileName],
            Convert.ToHexStringLower(SHA256.HashData(csv.Span)));
        if (await database.AskAsync(context => Earlier(context, file), cancellationToken) is { } earlier)
            return new DeclareReceipt([], earlier.Rows, [], earlier);
        var reading = FigureCsv.Read(kind, csv.Span, RulesOf(registry));
        return await TakeAsync(reading, file, actor, why, cancellationToken);
    }

    public Task<DeclaredFigure?> WithdrawAsync(
        long id, Actor actor, string why, CancellationToken cancellationToken) => database.ChangeAsync(
        context =>
        {
            if (context.Figures.AsNoTracking().FirstOrDefault(row => row.Id == id) is not { Withdrawn: false } row)
                return null;
            if (FigureRows.Newest(context, row.Kind, row.Identity)!.Id != id) return null;
            var figure = FigureRows.FigureOf(row).Declaration;
            return FigureRows.Add(context, [new NewFigure(figure, row, true)], actor, why, null, time.GetUtcNow())[0];
        },
        cancellationToken);

    private async Task<DeclareReceipt> TakeAsync(
        FigureReading reading, ImportedFile? file, Actor actor, string why, CancellationToken cancellationToken)
    {
        if (reading.Errors.Count > 0) return new DeclareReceipt([], 0, reading.Errors, null);
        return await database.ChangeAsync(context => Take(context, reading, file, actor, why), cancellationToken);
    }

    private DeclareReceipt Take(
        OperationsContext context, FigureReading reading, ImportedFile? file, Actor actor, string why)
    {
        if (file is not null && Earlier(context, file) is { } earlier)
            return new DeclareReceipt([], earlier.Rows, [], earlier);
        var added = new List<NewFigure>();
        foreach (var figure in reading.Figures)
        {
            var newest = FigureRows.Newest(context, WireNames.Of(figure.Kind), figure.Identity);
            if (newest is { Withdrawn: false } && newest.Content == FigureForm.JsonOf(figure)) continue;
            added.Add(new NewFigure(figure, newest, false));
        }
        var now = time.GetUtcNow();
        long? import = file is null
            ? null
            : AddImport(context, file, reading.Figures.Count, added.Count, actor, now);
        var rows = FigureRows.Add(context, added, actor, why, import, now);
        return new DeclareReceipt(rows, reading.Figures.Count - added.Count, [], null);
    }

    private static long AddImport(
        OperationsContext context, ImportedFile file, int rows, int added, Actor actor, DateTimeOffset now)
    {
        var row = new FigureImportRow
        {
            Kind = WireNames.Of(file.Kind),
            Sha256 = file.Sha256,
            FileName = file.Name,
            Rows = rows,
            Added = added,
            Actor = actor.ToString(),
            AtMs = now.ToUnixTimeMilliseconds(),
        };
        context.Imports.Add(row);
        context.SaveChanges();
        return row.Id;
    }

    private static FigureImport? Earlier(OperationsContext context, ImportedFile file)
    {
        var kind = WireNames.Of(file.Kind);
        return context.Imports.AsNoTracking().FirstOrDefault(row => row.Kind == kind && row.Sha256 == file.Sha256)
            is { } row
            ? FigureRows.ImportOf(row)
            : null;
    }

    private FigureRules RulesOf(CityRegistry registry) => new(registry, time.GetUtcNow());

    private sealed record ImportedFile(FigureKind Kind, string Name, string Sha256);
}
