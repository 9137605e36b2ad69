using System.Collections.Immutable;
using Telemetry.Storage.Operations.Declared.Forms;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>A column of a kind's CSV file, which is also a key of its JSON object.</summary>
/// <param name="Unit">Empty for a word, a day or an instant.</param>
/// <param name="Allowed">For people: what may stand in it.</param>
public sealed record FigureColumn(string Name, bool IsRequired, string Unit, string Allowed)
{
    /// <summary>The columns of a kind, in the order of its template.</summary>
    public static ImmutableArray<FigureColumn> Of(FigureKind kind) => FigureForm.Of(kind).Columns;
}
