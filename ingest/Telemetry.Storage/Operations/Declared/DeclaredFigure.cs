namespace Telemetry.Storage.Operations.Declared;

/// <summary>A row that is never changed.</summary>
/// <param name="Id">In the order of declaring.</param>
/// <param name="Declaration">What was stated; of a withdrawal, what was withdrawn.</param>
/// <param name="Actor">Who declared it.</param>
/// <param name="Supersedes">The row whose place it took; null for the first of its identity.</param>
/// <param name="IsWithdrawn">True where it says that nothing is stated any more.</param>
public sealed record DeclaredFigure(
    long Id, Declaration Declaration, Actor Actor, DateTimeOffset At, string Why, long? Supersedes, bool IsWithdrawn)
{
    public FigureKind Kind => Declaration.Kind;

    public string Subject => Declaration.Subject;
}

/// <summary>A new row, and what held before it: the days of both are touched.</summary>
/// <param name="Before">Null where nothing was superseded, or a withdrawal was.</param>
public sealed record FigureChange(DeclaredFigure Figure, Declaration? Before);
