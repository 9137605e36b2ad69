namespace Telemetry.Storage.Operations.Declared;

/// <summary>What is wrong with one value.</summary>
/// <param name="Row">
/// In a file as a spreadsheet counts, the header being row 1; in a list from 1. 0 where it is the whole.
/// </param>
/// <param name="Column">Empty where it is the whole row or file.</param>
/// <param name="Value">The wrong value, cut to 60 characters; null where it is missing.</param>
/// <param name="Allowed">What is allowed, or what to do.</param>
public sealed record FigureError(int Row, string Column, string? Value, string Allowed)
{
    public override string ToString()
    {
        var where = (Row, Column) switch
        {
            (0, "") => "",
            (0, _) => $"column {Column}: ",
            (_, "") => FormattableString.Invariant($"row {Row}: "),
            _ => FormattableString.Invariant($"row {Row}, column {Column}: "),
        };
        return where + (Value is null ? "" : $"'{Value}': ") + Allowed;
    }
}

/// <summary>Either everything was taken or nothing.</summary>
/// <param name="Added">New rows, in the order given.</param>
/// <param name="Unchanged">How many were in force already, word for word.</param>
/// <param name="Errors">All of them, in the order of rows; empty where everything was taken.</param>
/// <param name="Earlier">The import that brought this same file before; null where there was none.</param>
public sealed record DeclareReceipt(
    IReadOnlyList<DeclaredFigure> Added, int Unchanged, IReadOnlyList<FigureError> Errors, FigureImport? Earlier)
{
    public bool IsAccepted => Errors.Count == 0;
}

/// <param name="Sha256">Of the file's bytes, lower-case hexadecimal.</param>
/// <param name="Rows">How many it had.</param>
/// <param name="Added">How many of them were new.</param>
public sealed record FigureImport(
    long Id, FigureKind Kind, string FileName, string Sha256, int Rows, int Added, Actor Actor, DateTimeOffset At);
