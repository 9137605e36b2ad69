using System.Text.Json;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Dashboards.Declared;

/// <param name="Figures">Newest first, superseded ones and withdrawals too.</param>
/// <param name="Next">Goes into <c>before</c> for the next page; absent on the last.</param>
public sealed record DeclaredList(IReadOnlyList<DeclaredView> Figures, long? Next);

/// <param name="From">First local day it holds.</param>
/// <param name="Until">First local day it no longer holds; absent while it lasts.</param>
/// <param name="Figure">What was stated, with the keys of the kind's columns.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Actor">Who declared it.</param>
/// <param name="At">When, in the city's time.</param>
/// <param name="Supersedes">Id of the row whose place it took.</param>
/// <param name="IsWithdrawn">True where it says that nothing is stated any more.</param>
public sealed record DeclaredView(
    long Id, FigureKind Kind, string Subject, DateOnly From, DateOnly? Until, JsonElement Figure, string Source,
    string Actor, DateTimeOffset At, string Why, long? Supersedes, bool IsWithdrawn);

/// <param name="Kind">
/// One of water_supply, declared_generation, meter_replacement, day_correction, missed_volume, laboratory_result,
/// weighing.
/// </param>
/// <param name="Why">Stands in the ledger.</param>
/// <param name="Figures">One object or an array of them, with the keys of the kind's columns.</param>
public sealed record DeclareRequest(string? Kind, string? Why, JsonElement Figures);

/// <param name="Added">New rows, in the order given.</param>
/// <param name="Unchanged">How many were in force already, word for word.</param>
/// <param name="SameFileAs">The import that brought this very file before; absent where there was none.</param>
public sealed record DeclaredReceipt(IReadOnlyList<DeclaredView> Added, int Unchanged, long? SameFileAs);

/// <param name="Why">Stands in the ledger.</param>
public sealed record WithdrawRequest(string? Why);

/// <param name="Row">
/// In a file as a spreadsheet counts, the header being row 1; in a list from 1; 0 for the whole.
/// </param>
/// <param name="Column">Empty where it is the whole row or file.</param>
/// <param name="Value">The wrong value; absent where it is missing.</param>
/// <param name="Allowed">What is allowed, or what to do.</param>
public sealed record FigureProblem(int Row, string Column, string? Value, string Allowed);
