using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Loads;

/// <summary>What a vehicle's tracks and the scales say of it, around a day.</summary>
/// <param name="Visits">Those that began or ended on the day, in any order.</param>
/// <param name="GoingOn">Those that go on at its end, as of the last fix.</param>
/// <param name="Stops">Those that end on the day. Any order.</param>
/// <param name="Weighings">Its own, of the day and of a day on either side.</param>
public sealed record LoadEvidence(
    IReadOnlyCollection<Visit> Visits, IReadOnlyCollection<Visit> GoingOn, IReadOnlyCollection<Stop> Stops,
    IReadOnlyCollection<WeighingRow> Weighings);

/// <summary>
/// The loads of a vehicle whose end lies on a local day: a pure function of what it did, what was weighed, and the load
/// that the day before left on it.
/// </summary>
/// <param name="Ended">By time.</param>
/// <param name="Exit">What is still on when the day ends; null where nothing is.</param>
public sealed record VehicleLoads(
    Vehicle Vehicle, Material Material, LocalDay Day, ImmutableArray<Load> Ended, OpenLoad? Exit)
{
    /// <summary>Those that ended, and the one that should have.</summary>
    public ImmutableArray<Load> All => Exit is { } open
        ? Ended.Add(new Load(
            Vehicle.Id, Material, LoadEnd.Undelivered, open.FromMs, open.UntilMs, open.Points, null, null, null, [],
            null, null, null))
        : Ended;

    /// <param name="entry">What the day before handed on; null where nothing was on.</param>
    /// <returns>Null for a vehicle that brings nothing to a scale.</returns>
    public static VehicleLoads? Compute(
        CityRegistry city, PlaceMap places, Vehicle vehicle, LocalDay day, LoadEvidence evidence, OpenLoad? entry)
    {
        if (Authority.CarriedBy(vehicle.Kind) is not { } material) return null;
        var fold = new LoadFold(city, places, vehicle, material, day, evidence);
        fold.Run(entry);
        return new VehicleLoads(vehicle, material, day, fold.Ended, fold.Open);
    }
}
