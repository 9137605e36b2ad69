using System.Collections.Frozen;
using System.Collections.Immutable;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry;

/// <summary>
/// What the city has and what it answers for, as one immutable snapshot. A reload makes a new one; nothing here
/// changes under a reader.
/// </summary>
public sealed record CityRegistry
{
    /// <summary>
    /// Hash of the file's content (first 12 hex digits of SHA-256): travels with everything derived from it.
    /// </summary>
    public required string Version { get; init; }

    public required City City { get; init; }

    public required FrozenDictionary<DistrictId, District> Districts { get; init; }

    public required FrozenDictionary<PlantId, Plant> Plants { get; init; }

    public required FrozenDictionary<VehicleId, Vehicle> Vehicles { get; init; }

    public required FrozenDictionary<FacilityId, Facility> Facilities { get; init; }

    public required ImmutableArray<CollectionPoint> CollectionPoints { get; init; }

    public required ImmutableArray<Geofence> Geofences { get; init; }

    public required FrozenDictionary<DeviceId, Device> Devices { get; init; }

    public required ImmutableArray<Indicator> Indicators { get; init; }

    /// <summary>What ministries and standards asked of cities, by edition; empty where none is kept.</summary>
    public ImmutableArray<Yardstick> Yardsticks { get; init; } = [];

    /// <summary>What a cubic metre of each weighed material weighs; the defaults where the file says nothing.</summary>
    public MaterialDensities Densities { get; init; } = MaterialDensities.Default;

    /// <summary>What raises an alarm; the defaults where the file says nothing.</summary>
    public AlarmRuleBook Alarms { get; init; } = AlarmRuleBook.Default;

    /// <summary>What is to be collected when, and by whom.</summary>
    public ImmutableArray<Round> Rounds { get; init; } = [];

    /// <summary>The limits of the kinds for which the file changes any.</summary>
    public FrozenDictionary<VehicleKind, VehicleLimits> Limits { get; init; } =
        FrozenDictionary<VehicleKind, VehicleLimits>.Empty;

    /// <summary>The limits in force for a kind of vehicle.</summary>
    public VehicleLimits LimitsOf(VehicleKind kind) =>
        Limits.TryGetValue(kind, out var limits) ? limits : VehicleLimits.Of(kind);
}
