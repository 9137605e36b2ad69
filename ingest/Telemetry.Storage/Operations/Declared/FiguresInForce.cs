using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Telemetry.Storage.Operations.Declared.Forms;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>Declared figures as they stood at one moment, for some range of days; asked by day, without the disk.
/// </summary>
public sealed class FiguresInForce
{
    /// <summary>The version where nothing is declared.</summary>
    public const string NoVersion = "-";

    private readonly FrozenDictionary<(FigureKind Kind, string Subject), DeclaredFigure[]> _bySubject;

    /// <param name="figures">The newest of each identity, without withdrawals.</param>
    internal FiguresInForce(IEnumerable<DeclaredFigure> figures) =>
        _bySubject = figures
            .GroupBy(static figure => (figure.Kind, figure.Subject))
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());

    /// <summary>In force on a local day, one a slot, by slot.</summary>
    public IReadOnlyList<DeclaredFigure> On(FigureKind kind, string subject, DateOnly day) =>
        _bySubject.TryGetValue((kind, subject), out var figures) ? InForce(figures, day) : [];

    /// <summary>The one in force for a slot; null where none is.</summary>
    public DeclaredFigure? On(FigureKind kind, string subject, string slot, DateOnly day) =>
        On(kind, subject, day).FirstOrDefault(figure => figure.Declaration.Slot == slot);

    /// <summary>Subjects for which any figure of the kind may hold, in ordinal order.</summary>
    public IReadOnlyList<string> SubjectsOf(FigureKind kind) =>
        [.. _bySubject.Keys.Where(key => key.Kind == kind).Select(key => key.Subject).Order(StringComparer.Ordinal)];

    /// <summary>
    /// First 12 hex digits of the SHA-256 over what the figures say, whatever their order, ids and times: what is
    /// derived from the same figures carries the same version. <c>-</c> for none.
    /// </summary>
    public static string VersionOf(IEnumerable<DeclaredFigure> figures)
    {
        var lines = figures.Select(static figure => FigureForm.LineOf(figure.Declaration));
        var text = string.Join('\n', lines.Order(StringComparer.Ordinal));
        return text.Length > 0
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6))
            : NoVersion;
    }

    /// <summary>Of several that hold on the day for one slot, the one that begins last.</summary>
    internal static IReadOnlyList<DeclaredFigure> InForce(IEnumerable<DeclaredFigure> figures, DateOnly day) =>
        [.. figures
            .Where(figure => figure.Declaration.HoldsOn(day))
            .GroupBy(static figure => figure.Declaration.Slot)
            .OrderBy(static slot => slot.Key, StringComparer.Ordinal)
            .Select(static slot => slot.MaxBy(static figure => (figure.Declaration.From, figure.Id))!)];
}
