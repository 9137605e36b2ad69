using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Indicators;

/// <summary>Water supplied to one class of customers, as declared for a time.</summary>
/// <param name="Scope">A district; null for the city.</param>
/// <param name="CustomerClass">Such as households, trade, industry.</param>
/// <param name="SupplyM3D">m³ a day.</param>
/// <param name="Coefficient">Sewage generated per water supplied.</param>
/// <param name="From">First local day, inclusive.</param>
/// <param name="Until">First local day it no longer holds; null while it lasts.</param>
public sealed record DeclaredSupply(
    DistrictId? Scope, string CustomerClass, double SupplyM3D, double Coefficient, DateOnly From, DateOnly? Until,
    string Source)
{
    /// <summary>The estimated definition it belongs to; the basis itself unless another is named.</summary>
    public string Basis { get; init; } = "estimated";

    public bool HoldsOn(DateOnly day) => From <= day && (Until is not { } end || day < end);
}

/// <summary>What is generated (or collected) a day, as declared for a time.</summary>
/// <param name="Indicator">The indicator's id in the registry.</param>
/// <param name="Scope">A district; null for the city.</param>
/// <param name="PerDay">m³ a day, or tonnes a day for garbage.</param>
/// <param name="From">First local day, inclusive.</param>
/// <param name="Until">First local day it no longer holds; null while it lasts.</param>
public sealed record DeclaredGeneration(
    string Indicator, DistrictId? Scope, double PerDay, DateOnly From, DateOnly? Until, string Source)
{
    /// <summary>The declared definition it belongs to; the basis itself unless another is named.</summary>
    public string Basis { get; init; } = "declared";

    public bool HoldsOn(DateOnly day) => From <= day && (Until is not { } end || day < end);
}

/// <summary>
/// Declared figures in force. One of a definition that the registry has replaces the registry's figure for its days;
/// one that the registry doesn't have makes a definition of its own.
/// </summary>
/// <param name="Supplies">Of one class, scope and basis the one that began last holds.</param>
/// <param name="Generations">Of one indicator, scope and basis the one that began last holds.</param>
public sealed record DeclaredFigures(
    ImmutableArray<DeclaredSupply> Supplies, ImmutableArray<DeclaredGeneration> Generations)
{
    public static readonly DeclaredFigures None = new([], []);

    /// <summary>The supplies of a day that make one definition, a row a class, in the order of their names.</summary>
    public ImmutableArray<DeclaredSupply> SuppliesOf(string basis, DistrictId? scope, DateOnly day) =>
    [
        .. Supplies.Where(s => s.Basis == basis && s.Scope == scope && s.HoldsOn(day))
            .GroupBy(s => s.CustomerClass, StringComparer.Ordinal)
            .Select(g => g.OrderByDescending(s => s.From).ThenBy(s => s.Source, StringComparer.Ordinal)
                .ThenBy(s => s.SupplyM3D).ThenBy(s => s.Coefficient).First())
            .OrderBy(s => s.CustomerClass, StringComparer.Ordinal),
    ];

    public DeclaredGeneration? GenerationOf(string indicator, string basis, DistrictId? scope, DateOnly day) =>
        Generations.Where(g => g.Indicator == indicator && g.Basis == basis && g.Scope == scope && g.HoldsOn(day))
            .OrderByDescending(g => g.From).ThenBy(g => g.Source, StringComparer.Ordinal).ThenBy(g => g.PerDay)
            .FirstOrDefault();
}
