using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// What looks doubtful in a plant's day; none of it changes a figure. A bit set, stored as an integer; the bits below
/// are left to the meters' own checks, so that one integer may hold both. Bits are never reused.
/// </summary>
[Flags]
public enum PlantChecks
{
    None = 0,

    /// <summary>Load above 3: a unit error?</summary>
    UnitError = 1 << 16,

    /// <summary>Effluent differs from influent by more than 20 % of it, on a day that both cover.</summary>
    InfluentAgainstEffluent = 1 << 17,

    /// <summary>Metered differs from what was weighed at the gates by more than 20 % of it.</summary>
    WeighedAgainstMetered = 1 << 18,

    /// <summary>
    /// Volume came in while the registry says that the plant treats nothing: it is kept, and in no rate.
    /// </summary>
    TreatsWhileNotInService = 1 << 19,
}

/// <summary>
/// A plant's local day. Treated is what its meters, or its gates, say; processed is the part that counts for a rate,
/// the same while the plant is in service and nothing else; compliant is the part that kept the effluent's limits.
/// </summary>
public sealed record PlantDay
{
    /// <summary>Of the rules by which it is computed: a change of theirs is a change of the result.</summary>
    public const int RulesVersion = 2;

    public required PlantId Plant { get; init; }

    public required DateOnly Day { get; init; }

    public required PlantKind Kind { get; init; }

    /// <summary>The capacity's state; null before the plant's first period.</summary>
    public required CapacityState? State { get; init; }

    /// <summary>Whether it is in service, or in part.</summary>
    public bool Treats => State is CapacityState.PartiallyConnected or CapacityState.InService;

    /// <summary>m³; null where a required meter is missing, or nothing was weighed.</summary>
    public required double? TreatedM3 { get; init; }

    /// <summary>Tonnes, where it is weighed; null else.</summary>
    public double? TreatedT { get; init; }

    /// <summary>m³ of those of the required meters that reported: less than treated, where that isn't known.</summary>
    public double ReportedM3 { get; init; }

    /// <summary>m³ that count for a rate: 0 while the plant treats nothing, null where unknown.</summary>
    public double? ProcessedM3 => Treats ? TreatedM3 : 0;

    /// <summary>Tonnes that count for a rate: 0 while the plant treats nothing, null where unknown.</summary>
    public double? ProcessedT => Treats ? TreatedT : 0;

    public required ComplianceDay Compliance { get; init; }

    /// <summary>m³ processed within the limits; null while compliance is unknown.</summary>
    public double? CompliantM3 => Compliance.PartOf(ProcessedM3);

    public double? CompliantT => Compliance.PartOf(ProcessedT);

    /// <summary>m³ that went by; null where a bypass meter is missing, or where there is none.</summary>
    public double? BypassM3 { get; init; }

    public double? InfluentM3 { get; init; }

    public double? EffluentM3 { get; init; }

    /// <summary>m³ weighed at its gates; null where nothing was, or where it has none.</summary>
    public double? WeighedM3 { get; init; }

    /// <summary>m³ that arrived: what came to the plant and what went by it; null where a meter is missing.</summary>
    public required double? GeneratedM3 { get; init; }

    /// <summary>Capacity in force, m³ a day; null while there is none, or where it was never given.</summary>
    public required double? CapacityM3 { get; init; }

    /// <summary>Treated by capacity in force, a fraction, never clamped; null where it is undefined.</summary>
    public double? Load => TreatedM3 / CapacityM3;

    /// <summary>
    /// The lowest coverage of its required meters, a fraction: 0 where one is missing, 1 while none is required.
    /// </summary>
    public required double Completeness { get; init; }

    /// <summary>The same of the meters that <see cref="GeneratedM3"/> needs.</summary>
    public double GeneratedCompleteness { get; init; } = 1;

    /// <summary>m³ of those of these meters that reported.</summary>
    public double ReportedGeneratedM3 { get; init; }

    /// <summary>Those of these meters without a volume, while the plant treats.</summary>
    public ImmutableArray<MissingMeter> GeneratedMissing { get; init; } = [];

    public PlantChecks Checks { get; init; }

    /// <summary>Why treated is null; none where it is there.</summary>
    public Reason TreatedReason { get; init; }

    /// <summary>Why load is null; none where it is there.</summary>
    public Reason LoadReason { get; init; }

    /// <summary>The one reason to store: why treated is not known, or else why load is not.</summary>
    public Reason Reason => TreatedReason.IsNone ? LoadReason : TreatedReason;

    /// <summary>Required meters without a volume, while the plant treats.</summary>
    public ImmutableArray<MissingMeter> Missing { get; init; } = [];

    /// <summary>Volumes of required meters that end on this day and began on an earlier one.</summary>
    public ImmutableArray<MeterGap> Gaps { get; init; } = [];

    /// <summary>m³ of <see cref="Gaps"/>.</summary>
    public double UndistributedM3 => Gaps.Sum(g => g.VolumeM3);

    /// <param name="meters">The plant's meters' days; one that isn't there gave no volume.</param>
    /// <param name="weighed">The city's weighings of the day.</param>
    /// <param name="means">The day's means at the plant's quality points.</param>
    public static PlantDay Compute(
        CityRegistry city, Plant plant, DateOnly day, IReadOnlyList<MeterDay> meters, WeighedDay weighed,
        IReadOnlyList<QualityMean> means) =>
        PlantDayRules.Compute(city, plant, day, meters, weighed, ComplianceDay.Judge(plant, means));
}
