using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Loads;

/// <summary>Who carries what, and who may take it.</summary>
public static class Authority
{
    /// <summary>What a kind of vehicle collects; null where it brings nothing to a scale.</summary>
    public static Material? CarriedBy(VehicleKind kind) => kind switch
    {
        VehicleKind.VacuumTruck => Material.Fecal,
        VehicleKind.Compactor => Material.Garbage,
        VehicleKind.Tipper => Material.Sludge,
        _ => null,
    };

    /// <summary>
    /// Whether a facility may take a material on a day: its kind takes it, and its plant, where it has one, treats
    /// anything that day.
    /// </summary>
    public static bool MayTake(CityRegistry city, FacilityId id, Material material, DateOnly day) =>
        city.Facilities.TryGetValue(id, out var facility) && Takes(facility.Kind, material)
        && (facility.Plant is not { } plant || city.Plants[plant].CapacityAt(day) is { Treats: true });

    /// <summary>Whether coming to a place takes a load of the material on.</summary>
    internal static bool CollectsAt(in Visit visit, Place? place, Material material, VehicleLimits limits) =>
        material == Material.Sludge
            ? place?.FacilityKind == FacilityKind.SewagePlant && Stayed(visit, limits)
            : visit.Serves(limits);

    /// <summary>It didn't only drive through.</summary>
    internal static bool Stayed(in Visit visit, VehicleLimits limits) =>
        visit.End != VisitEnd.Passed && (visit.Worked || visit.StoodMs >= limits.UnloadTime.TotalMilliseconds);

    static bool Takes(FacilityKind kind, Material material) => material switch
    {
        Material.Fecal => kind == FacilityKind.FecalPlant,
        Material.Garbage => kind is FacilityKind.TransferStation or FacilityKind.Landfill or FacilityKind.Incinerator,
        _ => kind is FacilityKind.Landfill or FacilityKind.Incinerator,
    };
}
