using System.Collections.Immutable;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Loads;

/// <summary>Why a weighing belongs to no load.</summary>
public enum NoMatch
{
    /// <summary>It names no vehicle.</summary>
    NoVehicle,

    /// <summary>Its vehicle isn't in the registry.</summary>
    UnknownVehicle,

    /// <summary>Its vehicle carries something else.</summary>
    OtherMaterial,

    /// <summary>The facility may not take it on that day.</summary>
    NotAuthorised,

    /// <summary>Its vehicle was not there at the time.</summary>
    NoVisit,
}

/// <summary>A weighing without a load.</summary>
public sealed record UnmatchedWeighing(WeighingRow Row, NoMatch Reason);

/// <summary>Weighings against visits, by vehicle and time.</summary>
public static class LoadMatch
{
    /// <summary>
    /// The weighings that belong to no visit of their vehicle at an authorised facility. One at the moment that a visit
    /// lies in, or within the slack of either end, belongs to it.
    /// </summary>
    /// <param name="rows">Newest rows, of one local day.</param>
    /// <param name="visits">Of all vehicles, of that day and around it, those that go on as well.</param>
    public static ImmutableArray<UnmatchedWeighing> Unmatched(
        CityRegistry city, DateOnly day, IEnumerable<WeighingRow> rows, IEnumerable<VehicleVisit> visits)
    {
        var atGates = visits.Where(v => v.Visit.Place.Kind == PlaceKind.Facility)
            .ToLookup(v => (v.Vehicle, v.Visit.Place.Id), v => v.Visit);
        var unmatched = ImmutableArray.CreateBuilder<UnmatchedWeighing>();
        foreach (var row in rows)
        {
            if (WhyNot(city, day, row, atGates) is { } reason) unmatched.Add(new UnmatchedWeighing(row, reason));
        }
        return unmatched.ToImmutable();
    }

    internal static bool Holds(in Visit visit, long ms, VehicleLimits limits)
    {
        var slack = (long)limits.WeighingSlack.TotalMilliseconds;
        return ms >= visit.EnterMs - slack && ms <= visit.LeaveMs + slack;
    }

    static NoMatch? WhyNot(
        CityRegistry city, DateOnly day, WeighingRow row, ILookup<(VehicleId, string), Visit> atGates)
    {
        if (row.Vehicle is not { } id) return NoMatch.NoVehicle;
        if (!city.Vehicles.TryGetValue(id, out var vehicle)) return NoMatch.UnknownVehicle;
        if (Authority.CarriedBy(vehicle.Kind) != row.Material) return NoMatch.OtherMaterial;
        if (!Authority.MayTake(city, row.Facility, row.Material, day)) return NoMatch.NotAuthorised;
        var limits = city.LimitsOf(vehicle.Kind);
        return atGates[(id, row.Facility.Value)].Any(v => Holds(v, row.TimeMs, limits)) ? null : NoMatch.NoVisit;
    }
}
