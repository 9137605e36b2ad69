using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry;

public enum IndicatorKind
{
    SewageTreatmentRate,
    FecalHarmlessRate,
    GarbageHarmlessRate,
    PlantLoad,
}

/// <summary>Where a rate's denominator comes from. The denominator decides the rate, so it is never implicit.</summary>
public enum DenominatorBasis
{
    Metered,
    Estimated,
    Declared,
    Collected,
}

/// <param name="Rate">As a fraction: 0.65 is 65 %.</param>
/// <param name="Edition">The document that sets it.</param>
/// <param name="From">First local day it holds, inclusive.</param>
/// <param name="Until">First local day it no longer holds; null while it lasts.</param>
/// <param name="Scope">A district; null for the city.</param>
public sealed record Target(double Rate, string Edition, DateOnly From, DateOnly? Until, DistrictId? Scope)
{
    /// <summary>Whether it holds on a local day.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && (Until is not { } end || day < end);
}

/// <summary>One definition of the denominator, dated.</summary>
/// <param name="ValueM3D">Cubic metres (or tonnes, for garbage) a day, for <c>declared</c>.</param>
/// <param name="SupplyM3D">Water supplied, m³/d, for <c>estimated</c>.</param>
/// <param name="Coefficient">Sewage generated per water supplied, for <c>estimated</c>.</param>
public sealed record Denominator(
    DenominatorBasis Basis, DateOnly From, DateOnly? Until, DistrictId? Scope, double? ValueM3D, double? SupplyM3D,
    double? Coefficient, string Source, bool Official)
{
    /// <summary>
    /// Names the series of its rates (tag <c>basis</c>); the basis itself unless the registry gives another.
    /// </summary>
    public string Id { get; init; } = WireNames.Of(Basis);

    /// <summary>Whether it holds on a local day.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && (Until is not { } end || day < end);
}

public sealed record Indicator(
    string Id, IndicatorKind Kind, LocalizedName Name, ImmutableArray<Target> Targets,
    ImmutableArray<Denominator> Denominators)
{
    /// <summary>
    /// The target of a day; a district without one of its own is held to the city's. Null where there is none.
    /// </summary>
    /// <param name="scope">A district; null for the city.</param>
    public Target? TargetAt(DateOnly day, DistrictId? scope = null)
    {
        foreach (var target in Targets)
        {
            if (target.Scope == scope && target.HoldsOn(day)) return target;
        }
        return scope is null ? null : TargetAt(day);
    }

    /// <summary>
    /// The definitions of a day, the official one first. A district has the city's rule (metered, collected) where it
    /// has none of its own, but never the city's figure (declared, estimated).
    /// </summary>
    /// <param name="scope">A district; null for the city.</param>
    public ImmutableArray<Denominator> DenominatorsAt(DateOnly day, DistrictId? scope = null)
    {
        ImmutableArray<Denominator> own = [.. Denominators.Where(d => d.Scope == scope && d.HoldsOn(day))];
        if (own.IsEmpty && scope is not null)
            own = [.. Denominators.Where(d => d.Scope is null && d.HoldsOn(day) && IsRule(d.Basis))];
        return [.. own.OrderByDescending(d => d.Official)];
    }

    /// <summary>The denominator the published rate of a day is held against; null where none is defined.</summary>
    /// <param name="scope">A district; null for the city.</param>
    public Denominator? OfficialDenominatorAt(DateOnly day, DistrictId? scope = null) =>
        DenominatorsAt(day, scope) is [{ Official: true } first, ..] ? first : null;

    private static bool IsRule(DenominatorBasis basis) =>
        basis is DenominatorBasis.Metered or DenominatorBasis.Collected;
}
