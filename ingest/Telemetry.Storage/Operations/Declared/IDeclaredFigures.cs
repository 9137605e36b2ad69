using System.Text.Json;
using Telemetry.Domain.Registry;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>Figures that people state. Rows are added and superseded, never changed; each is a row of the ledger.
/// </summary>
public interface IDeclaredFigures
{
    /// <summary>Checks and takes all of them, or none. What is in force already, word for word, adds nothing.</summary>
    /// <param name="registry">What they may name, and the city's local days.</param>
    /// <param name="why">Stands in the ledger.</param>
    Task<DeclareReceipt> DeclareAsync(
        IReadOnlyList<Declaration> figures, CityRegistry registry, Actor actor, string why,
        CancellationToken cancellationToken);

    /// <summary>The same from JSON: one object or an array of them, with the keys of the kind's columns.</summary>
    Task<DeclareReceipt> DeclareAsync(
        FigureKind kind, JsonElement json, CityRegistry registry, Actor actor, string why,
        CancellationToken cancellationToken);

    /// <summary>
    /// The same from a CSV file: UTF-8 with or without BOM, a header with the kind's columns in any order, a decimal
    /// point. It is taken whole or not at all; the same bytes once more add nothing.
    /// </summary>
    /// <param name="csv">At most 16 MiB.</param>
    /// <param name="fileName">Kept with the import.</param>
    Task<DeclareReceipt> ImportAsync(
        FigureKind kind, ReadOnlyMemory<byte> csv, string fileName, CityRegistry registry, Actor actor, string why,
        CancellationToken cancellationToken);

    /// <summary>Takes a statement back by a row that says so.</summary>
    /// <returns>
    /// Null where the row isn't the newest of its identity, is a withdrawal itself, or doesn't exist.
    /// </returns>
    Task<DeclaredFigure?> WithdrawAsync(long id, Actor actor, string why, CancellationToken cancellationToken);

    /// <summary>
    /// What is in force for a subject on a local day, one a slot; the few of one day. <see cref="InForceAsync"/> with a
    /// range is for many.
    /// </summary>
    Task<IReadOnlyList<DeclaredFigure>> InForceAsync(
        FigureKind kind, string subject, DateOnly day, CancellationToken cancellationToken);

    /// <summary>What may be in force on the days from <paramref name="from"/> to before <paramref name="until"/>.
    /// </summary>
    /// <param name="kinds">Empty for all.</param>
    Task<FiguresInForce> InForceAsync(
        IReadOnlyCollection<FigureKind> kinds, DateOnly from, DateOnly until, CancellationToken cancellationToken);

    /// <summary>Every row, superseded ones too, newest first.</summary>
    /// <param name="kind">Null for all.</param>
    /// <param name="subject">Null for all.</param>
    /// <param name="before">Only rows older than this id; null for the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<IReadOnlyList<DeclaredFigure>> HistoryAsync(
        FigureKind? kind, string? subject, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Rows newer than an id, oldest first, each with what it superseded.</summary>
    Task<IReadOnlyList<FigureChange>> SinceAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Version of everything that is in force on any day, as in <see cref="FiguresInForce.VersionOf"/>.
    /// </summary>
    Task<string> VersionAsync(CancellationToken cancellationToken);

    /// <summary>Files that were imported, newest first.</summary>
    Task<IReadOnlyList<FigureImport>> ImportsAsync(int limit, CancellationToken cancellationToken);
}
