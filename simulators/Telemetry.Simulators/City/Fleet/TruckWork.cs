using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>What a kind of vehicle does all day.</summary>
/// <param name="ShiftStart">Earliest and latest start, hours of the local day.</param>
/// <param name="ShiftHours">No new round begins later than this after the start.</param>
/// <param name="PointsPerRound">Places served before it unloads or goes home.</param>
/// <param name="StandMinutes">At each place; 0 where it works while it drives.</param>
/// <param name="CapacityKg">Full load; 0 where it carries none.</param>
/// <param name="Material">Null where nothing is weighed.</param>
public sealed record TruckWork(
    (double From, double Until) ShiftStart, double ShiftHours, (int Least, int Most) PointsPerRound,
    (double Least, double Most) StandMinutes, double TareKg, double CapacityKg, string? Material,
    IReadOnlyList<CollectionPointKind> Serves, IReadOnlyList<FacilityKind> LoadsAt,
    IReadOnlyList<FacilityKind> UnloadsAt)
{
    /// <summary>Working speed, m/s, of those who work while they drive.</summary>
    public const double SweepingSpeed = 2.6;

    private static readonly CollectionPointKind[] Streets =
        [CollectionPointKind.Bin, CollectionPointKind.GarbageHouse, CollectionPointKind.PublicToilet];

    /// <summary>
    /// Hours by which the crews' shifts are set off from the first, vehicle by vehicle, so that something is on the
    /// road at nearly every hour. All end before midnight: a day is complete in itself.
    /// </summary>
    public IReadOnlyList<double> ShiftOffsets { get; init; } = [0];

    public bool WorksWhileDriving => StandMinutes.Most == 0;

    public static TruckWork Of(VehicleKind kind) => kind switch
    {
        VehicleKind.Sweeper => new(
            (4, 5.5), 4.5, (3, 5), (0, 0), 8_200, 0, null, Streets, [], [FacilityKind.TransferStation])
        {
            // The last of four sweeps at night, when the streets are free.
            ShiftOffsets = [0, 6, 11, -3.8],
        },
        VehicleKind.Washer => new((5, 6.5), 5, (3, 5), (0, 0), 9_100, 0, null, Streets, [], [])
        {
            ShiftOffsets = [0, 6, 10],
        },
        VehicleKind.Compactor => new(
            (5, 6.5), 6, (6, 10), (1.5, 4), 11_300, 7_500, "garbage",
            [CollectionPointKind.Bin, CollectionPointKind.GarbageHouse], [],
            [FacilityKind.Landfill, FacilityKind.Incinerator, FacilityKind.TransferStation])
        {
            ShiftOffsets = [0, 6, 3],
        },
        VehicleKind.VacuumTruck => new(
            (7, 8), 6.5, (2, 3), (9, 18), 7_400, 5_000, "fecal",
            [CollectionPointKind.SepticTank, CollectionPointKind.PublicToilet], [], [FacilityKind.FecalPlant])
        {
            ShiftOffsets = [0, 5],
        },
        _ => new(
            (7, 8.5), 6, (1, 1), (12, 25), 12_600, 14_000, "sludge", [], [FacilityKind.SewagePlant],
            [FacilityKind.Landfill, FacilityKind.Incinerator]),
    };
}
