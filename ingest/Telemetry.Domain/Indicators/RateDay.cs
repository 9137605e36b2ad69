using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

public enum QuantityUnit
{
    CubicMetres,
    Tonnes,
}

/// <summary>What is to be known of a rate; none of it changes a figure.</summary>
[Flags]
public enum RateFlags
{
    None = 0,

    /// <summary>Above 100 %: shown as it is.</summary>
    AboveWhole = 1,

    /// <summary>Some of what was collected comes from no known district: it is the city's and no district's.</summary>
    UnassignedWeighings = 2,

    /// <summary>A gate in service weighed nothing on the day.</summary>
    SilentGates = 4,

    /// <summary>The city's denominator is the sum of its districts' figures.</summary>
    SummedFromDistricts = 8,

    /// <summary>A plant in the numerator has a load above 3: a unit error?</summary>
    DoubtfulPlant = 16,
}

/// <summary>
/// One rate of one local day, for a district or the city, under one definition of its denominator. The rate is on the
/// processed quantity; the compliant one stands beside it.
/// </summary>
public sealed record RateDay
{
    /// <summary>The tag <c>district</c> of the whole city.</summary>
    public const string City = "city";

    /// <summary>
    /// Two sums of the same loads in another order differ in the last digits; a billionth is no excess and no want.
    /// </summary>
    internal const double Slack = 1e-9;

    /// <summary>The basis of a scope for which none is defined at all.</summary>
    public const string NoBasis = "none";

    public required string Indicator { get; init; }

    public required IndicatorKind Kind { get; init; }

    /// <summary>A district; null for the city.</summary>
    public required DistrictId? Scope { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Names the definition of the denominator.</summary>
    public required string Basis { get; init; }

    /// <summary>Null where none is defined.</summary>
    public DenominatorBasis? BasisKind { get; init; }

    /// <summary>Whether it is the one that the published rate is held against.</summary>
    public required bool Official { get; init; }

    /// <summary>Unit of numerators and denominator.</summary>
    public required QuantityUnit Unit { get; init; }

    /// <summary>Processed by the plants that serve the scope, by their shares; null with any of them unknown.</summary>
    public required double? Numerator { get; init; }

    /// <summary>The part of it within the effluent's limits; null while the compliance of any is unknown.</summary>
    public required double? CompliantNumerator { get; init; }

    /// <summary>Generated or collected; null where unknown.</summary>
    public required double? Denominator { get; init; }

    /// <summary>A fraction, never clamped; null where it isn't computable.</summary>
    public double? Rate => Denominator > 0 ? Numerator / Denominator : null;

    public double? CompliantRate => Denominator > 0 ? CompliantNumerator / Denominator : null;

    public required Target? Target { get; init; }

    /// <summary>Null where there is no rate, or no target.</summary>
    public bool? TargetMet => Target is { } target ? Rate is { } rate ? rate >= target.Rate - Slack : null : null;

    /// <summary>Of the denominator's definition; empty where none is defined.</summary>
    public required string Version { get; init; }

    /// <summary>Of the denominator's definition, in words.</summary>
    public string Source { get; init; } = "";

    /// <summary>The lowest of all that the rate needs, a fraction.</summary>
    public required double Completeness { get; init; }

    public RateFlags Flags { get; init; }

    /// <summary>Why there is no rate; none where there is one.</summary>
    public Reason Reason { get; init; }

    /// <summary>The numerator of the meters that did report: a part of it while the whole is unknown.</summary>
    public double ReportedNumerator { get; init; }

    /// <summary>Meters whose absence makes the numerator unknown.</summary>
    public ImmutableArray<MissingMeter> Missing { get; init; } = [];

    /// <summary>The tag <c>district</c>.</summary>
    public string ScopeName => Scope?.Value ?? City;
}
