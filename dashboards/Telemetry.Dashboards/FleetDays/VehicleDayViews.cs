using Telemetry.Dashboards.Tracks;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.FleetDays;

/// <summary>A vehicle's local day. What lasts over midnight stands in both days, whole.</summary>
/// <param name="TimeZone">Whose local day it is.</param>
/// <param name="From">The instant at which the day begins, in the city's time.</param>
/// <param name="To">The instant at which the next begins.</param>
/// <param name="Figures">Absent where not one ping of the day was derived.</param>
/// <param name="Trips">By the end, as everything below; those that go on last.</param>
/// <param name="Visits">At places of the registry, passes as well.</param>
/// <param name="Loads">That ended on the day.</param>
/// <param name="LoadOn">The load that was still on at the day's end, or is now; absent where none is.</param>
/// <param name="Track">GeoJSON, as <c>/api/vehicles/{id}/track</c> gives it; absent where it is too long.</param>
/// <param name="TrackMissing">Why there is no track, in words.</param>
public sealed record VehicleDayAnswer(
    string Vehicle, DateOnly Day, string TimeZone, DateTimeOffset From, DateTimeOffset To, VehicleDayFigures? Figures,
    IReadOnlyList<TripView> Trips, IReadOnlyList<StopView> Stops, IReadOnlyList<SpeedingView> Speedings,
    IReadOnlyList<VisitView> Visits, IReadOnlyList<LoadView> Loads, LoadOnView? LoadOn, TrackCollection? Track,
    string? TrackMissing)
{
    /// <summary>
    /// <c>provisional</c>, <c>final</c>, <c>final_incomplete</c> or <c>locked</c>; absent where nothing was derived.
    /// </summary>
    public string? State { get; init; }

    /// <summary>How often the day's figures became others after they were given out.</summary>
    public long? Revision { get; init; }
}

/// <summary>Sums of the day's hours.</summary>
/// <param name="DrivenKm">km, without the drift of a parked vehicle.</param>
/// <param name="WorkingKm">The part of it with the body at work, km.</param>
/// <param name="Hours">On the move, at work, or with the engine on: the three below together, hours.</param>
/// <param name="UnseenKm">Straight across long silences and jumps, km; not part of what was driven.</param>
/// <param name="TopKmh">Highest speed, km/h.</param>
/// <param name="Trips">That ended on the day.</param>
/// <param name="Stops">That became one on the day, in their 180th second.</param>
/// <param name="PointsServed">Different collection points at which something was collected.</param>
/// <param name="Coverage">The part of the day, 0 to 1, in which the feed was alive.</param>
/// <param name="Pings">That came.</param>
/// <param name="Used">Of those, the accepted ones.</param>
public sealed record VehicleDayFigures(
    double DrivenKm, double WorkingKm, double Hours, double DrivingHours, double WorkingHours, double IdleHours,
    double UnseenKm, double TopKmh, int Trips, int Stops, int PointsServed, double Coverage, int Pings, int Used);

/// <param name="Lat">WGS-84 degrees.</param>
public sealed record SpotView(double Lat, double Lon);

/// <param name="Metres">To its middle; 0 inside.</param>
public sealed record NearView(PlaceKind Kind, string Id, LocalizedName Name, double Metres);

/// <param name="End">
/// <c>changed</c>: it came to a stop; <c>gap</c>, <c>jump</c>: nobody knows what followed. Absent while it goes on.
/// </param>
/// <param name="GoesOn">As of the last fix, or the day's last.</param>
public sealed record TripView(
    DateTimeOffset From, DateTimeOffset Until, double Seconds, SpotView Start, SpotView Finish, double DrivenKm,
    double WorkingKm, double TopKmh, PieceEnd? End, bool GoesOn);

/// <param name="Until">The last fix there.</param>
/// <param name="Near">The nearest depot, facility or collection point within 1 km; absent where none is.</param>
/// <param name="IdleSeconds">With the engine on and nothing at work.</param>
/// <param name="LoadFromKg">What the tracker said it carried when it came, kg; absent where it didn't tell.</param>
/// <param name="LoadUntilKg">What it carried when it left.</param>
/// <param name="End">As of a trip.</param>
public sealed record StopView(
    DateTimeOffset From, DateTimeOffset Until, double Seconds, SpotView At, NearView? Near, double IdleSeconds,
    double WorkingSeconds, double? LoadFromKg, double? LoadUntilKg, PieceEnd? End, bool GoesOn);

/// <param name="Working">The limit was that of the body at work.</param>
public sealed record SpeedingView(
    DateTimeOffset From, DateTimeOffset Until, double Seconds, SpotView At, double TopKmh, double LimitKmh,
    bool Working);

/// <param name="Name">Absent where the registry no longer has the place.</param>
/// <param name="StoodSeconds">Time in which it didn't move.</param>
/// <param name="Served">Whether a collection point was; absent for other places.</param>
/// <param name="Worked">Whether the body was at work there; absent where the tracker doesn't tell.</param>
/// <param name="End">
/// <c>left</c>; <c>passed</c>: the way between two fixes crosses it; <c>lost</c>: after a silence it was elsewhere.
/// Absent while it goes on.
/// </param>
public sealed record VisitView(
    PlaceKind Kind, string Id, LocalizedName? Name, DateTimeOffset From, DateTimeOffset Until, double Seconds,
    double StoodSeconds, bool? Served, bool? Worked, VisitEnd? End, bool GoesOn);

/// <param name="CollectFrom">Coming to the first point; absent where nobody saw it collected.</param>
/// <param name="CollectUntil">Leaving the last.</param>
/// <param name="Points">Collection points, each once, in the order in which they were served.</param>
/// <param name="Facility">Where it was brought; absent where it wasn't.</param>
/// <param name="Tickets">Of its weighings.</param>
/// <param name="NetKg">Their sum, kg; absent where there is none or a weight is unknown.</param>
/// <param name="LetGo">Where it was let go, where that was elsewhere.</param>
/// <param name="LetGoAt">The registry's place there, kind and name; absent where there is none.</param>
public sealed record LoadView(
    Material Material, LoadEnd End, DateTimeOffset? CollectFrom, DateTimeOffset? CollectUntil,
    IReadOnlyList<string> Points, string? Facility, DateTimeOffset? GateIn, DateTimeOffset? GateOut,
    IReadOnlyList<string> Tickets, double? NetKg, SpotView? LetGo, DateTimeOffset? LetGoTime, string? LetGoAt);

/// <param name="From">Coming to the first point.</param>
/// <param name="Until">Leaving the last so far.</param>
/// <param name="Points">Collection points, each once, in the order in which they were served.</param>
public sealed record LoadOnView(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> Points);
