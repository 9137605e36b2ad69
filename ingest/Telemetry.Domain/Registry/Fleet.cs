using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry;

public enum VehicleKind
{
    Sweeper,
    Washer,
    Compactor,
    VacuumTruck,
    Tipper,
}

/// <param name="Plate">Licence plate as painted.</param>
/// <param name="Depot">A facility of kind depot; null where it has no fixed one.</param>
/// <param name="Interval">How often its tracker reports while it moves.</param>
public sealed record Vehicle(
    VehicleId Id, VehicleKind Kind, string Plate, DistrictId District, FacilityId? Depot, TimeSpan Interval);

public enum FacilityKind
{
    Depot,
    TransferStation,
    FecalPlant,
    Landfill,
    Incinerator,
    SewagePlant,
}

/// <param name="Plant">The plant it belongs to; null for a depot or a station on its own.</param>
/// <param name="Area">Polygon, WGS-84 (x = longitude, y = latitude).</param>
public sealed record Facility(
    FacilityId Id, FacilityKind Kind, LocalizedName Name, DistrictId District, PlantId? Plant, GeoPoint Location,
    Geometry? Area);

public enum CollectionPointKind
{
    Bin,
    GarbageHouse,
    PublicToilet,
    SepticTank,
}

/// <param name="RadiusM">Who is that near has come to it, metres; null for the default.</param>
/// <param name="Area">Polygon, WGS-84 (x = longitude, y = latitude), in place of a radius.</param>
public sealed record CollectionPoint(
    string Id, CollectionPointKind Kind, LocalizedName Name, DistrictId District, GeoPoint Location,
    double? RadiusM = null, Geometry? Area = null);

public enum GeofenceKind
{
    District,
    ServiceArea,
    Forbidden,
}

/// <param name="Area">Polygon or multipolygon, WGS-84 (x = longitude, y = latitude).</param>
public sealed record Geofence(
    string Id, GeofenceKind Kind, LocalizedName Name, DistrictId? District, Geometry Area);

/// <summary>
/// What a device speaks for, from one instant until another. Trackers and meters are swapped in the field.
/// </summary>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive; null while it lasts.</param>
public sealed record DeviceAssignment(
    DateTimeOffset From, DateTimeOffset? Until, VehicleId? Vehicle, PlantId? Plant, MeterId? Meter)
{
    public bool HoldsAt(DateTimeOffset instant) => From <= instant && (Until is not { } end || instant < end);
}

/// <param name="Assignments">By time, not overlapping; each names a vehicle, or a plant and a meter.</param>
public sealed record Device(DeviceId Id, ImmutableArray<DeviceAssignment> Assignments)
{
    /// <summary>What it speaks for at an instant of device time; null where it lies in a drawer.</summary>
    public DeviceAssignment? AssignmentAt(DateTimeOffset instant)
    {
        foreach (var assignment in Assignments)
        {
            if (assignment.HoldsAt(instant)) return assignment;
        }
        return null;
    }
}
