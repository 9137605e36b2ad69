using System.Collections.Frozen;
using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry;

public enum PlantKind
{
    Sewage,
    Fecal,
    Landfill,
    Incineration,
    Transfer,
}

public enum CapacityState
{
    Planned,
    BuiltNotConnected,
    PartiallyConnected,
    InService,
    Suspended,
}

/// <summary>
/// What a plant can treat, from one local day until the next period begins. A built plant without its network treats
/// nothing: its capacity in force is none.
/// </summary>
/// <param name="From">First local day, inclusive.</param>
/// <param name="DesignM3D">Cubic metres a day (a tonne of sewage is a cubic metre); null where it was never
/// given.</param>
public sealed record CapacityPeriod(DateOnly From, CapacityState State, double? DesignM3D, string? Note)
{
    /// <summary>
    /// Whether a plant in this state treats anything. One that doesn't has a load that is undefined, not zero.
    /// </summary>
    public bool Treats => State is CapacityState.PartiallyConnected or CapacityState.InService;

    /// <summary>Cubic metres a day that can be treated; null where nothing is, or where it was never given.</summary>
    public double? InForceM3D => Treats ? DesignM3D : null;
}

public enum MeterRole
{
    Influent,
    Effluent,
    Bypass,
}

/// <param name="FullScaleM3H">Flow at full scale, m³/h; null where unknown.</param>
/// <param name="ModulusM3">The totaliser wraps to 0 at this volume, m³; null where it has no totaliser or never
/// wraps.</param>
/// <param name="ResolutionM3">One step of the totaliser, m³.</param>
/// <param name="Interval">How often it reports.</param>
/// <param name="Treated">True for the meter whose volume is the plant's treated volume.</param>
/// <param name="AllowMissingTime">Readings without <c>ts</c> are stamped on receipt, and flagged.</param>
/// <param name="Totaliser">
/// Whether its volumes are differences of its totaliser (true) or the integral of its flow (false); null where that is
/// left to the modulus and to what its readings have.
/// </param>
public sealed record Meter(
    PlantId Plant, MeterId Id, LocalizedName Name, MeterRole Role, double? FullScaleM3H, double? ModulusM3,
    double ResolutionM3, TimeSpan Interval, bool Treated, bool AllowMissingTime, bool? Totaliser = null)
{
    /// <summary>A flow beyond this share of full scale is implausible.</summary>
    public const double FullScaleMargin = 1.05;

    /// <summary>The most that <see cref="DayTolerance"/> may be.</summary>
    public static readonly TimeSpan LongestDayTolerance = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How far from the day's border a reading may lie and still close the day, for a meter that is read once a day.
    /// None by default: on the border itself.
    /// </summary>
    public TimeSpan DayTolerance { get; init; }
}

/// <summary>A limit of a quality parameter; the unit is in the parameter's name (<c>cod_mgl</c>).</summary>
/// <param name="Min">Lowest allowed value, inclusive; null for none.</param>
/// <param name="Max">Highest allowed value, inclusive; null for none.</param>
public sealed record QualityLimit(string Parameter, double? Min, double? Max);

public sealed record QualityPoint(
    PlantId Plant, QualityPointId Id, LocalizedName Name, MeterRole Role, ImmutableArray<QualityLimit> Limits,
    TimeSpan Interval, bool AllowMissingTime);

/// <summary>The part of a plant that serves a district, from a local day on. Shares of one day sum to 1.</summary>
public sealed record DistrictShare(DistrictId District, DateOnly From, double Share);

public sealed record Plant
{
    public required PlantId Id { get; init; }

    public required PlantKind Kind { get; init; }

    public required LocalizedName Name { get; init; }

    /// <summary>The district it stands in, which answers for it.</summary>
    public required DistrictId District { get; init; }

    /// <summary>Districts it serves where they are several; empty where it serves its own alone.</summary>
    public required ImmutableArray<DistrictShare> Serves { get; init; }

    /// <summary>By date, without gaps; the first may begin at any date.</summary>
    public required ImmutableArray<CapacityPeriod> Capacity { get; init; }

    public required FrozenDictionary<MeterId, Meter> Meters { get; init; }

    public required FrozenDictionary<QualityPointId, QualityPoint> QualityPoints { get; init; }

    public required GeoPoint? Location { get; init; }

    /// <summary>Status messages without <c>ts</c> are stamped on receipt, and flagged.</summary>
    public required bool AllowMissingStatusTime { get; init; }

    /// <summary>The period a local day falls into; null before the first begins.</summary>
    public CapacityPeriod? CapacityAt(DateOnly day)
    {
        CapacityPeriod? inForce = null;
        foreach (var period in Capacity)
        {
            if (period.From > day) break;
            inForce = period;
        }
        return inForce;
    }

    /// <summary>
    /// The districts it serves on a local day, with shares that sum to 1: its own alone where nothing else was said
    /// for that day.
    /// </summary>
    public ImmutableArray<DistrictShare> SharesAt(DateOnly day)
    {
        DateOnly? begin = null;
        foreach (var share in Serves)
        {
            if (share.From > day) break;
            begin = share.From;
        }
        return begin is { } from
            ? [.. Serves.Where(s => s.From == from)]
            : [new DistrictShare(District, DateOnly.MinValue, 1)];
    }
}

/// <summary>WGS-84 degrees.</summary>
public readonly record struct GeoPoint(double Lat, double Lon);
