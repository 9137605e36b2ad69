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
public sealed record Target(double Rate, string Edition, DateOnly From, DateOnly? Until, DistrictId? Scope);

/// <summary>One definition of the denominator, dated.</summary>
/// <param name="ValueM3D">Cubic metres (or tonnes, for garbage) a day, for <c>declared</c>.</param>
/// <param name="SupplyM3D">Water supplied, m³/d, for <c>estimated</c>.</param>
/// <param name="Coefficient">Sewage generated per water supplied, for <c>estimated</c>.</param>
public sealed record Denominator(
    DenominatorBasis Basis, DateOnly From, DateOnly? Until, DistrictId? Scope, double? ValueM3D, double? SupplyM3D,
    double? Coefficient, string Source, bool Official);

public sealed record Indicator(
    string Id, IndicatorKind Kind, LocalizedName Name, ImmutableArray<Target> Targets,
    ImmutableArray<Denominator> Denominators);
