using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.FleetDays;

/// <summary>What a vehicle did, as people read it.</summary>
internal sealed class PieceViews(City city, PlaceMap places, VehicleLimits limits)
{
    private const double MsPerSecond = 1_000;
    private const double MsPerHour = 3_600_000;
    private const double MetresPerKm = 1_000;

    public static VehicleDayFigures Figures(VehicleDay day) => new(
        day.DrivenKm, day.WorkingKm, day.Hours, day.Tally.DrivingMs / MsPerHour, day.Tally.WorkingMs / MsPerHour,
        day.Tally.IdleMs / MsPerHour, day.UnseenKm, day.Tally.TopKmh, day.Trips, day.Stops, day.PointsServed,
        day.Coverage, day.Pings, day.Accepted);

    public TripView Of(Trip trip, bool goesOn) => new(
        Time(trip.From.TimeMs), Time(trip.Until.TimeMs), trip.LengthMs / MsPerSecond, Spot(trip.From),
        Spot(trip.Until), trip.Tally.DrivenM / MetresPerKm, trip.Tally.WorkingM / MetresPerKm, trip.Tally.TopKmh,
        goesOn ? null : trip.End, goesOn);

    public StopView Of(Stop stop, bool goesOn) => new(
        Time(stop.From.TimeMs), Time(stop.UntilMs), stop.LengthMs / MsPerSecond, Spot(stop.From), Near(stop.From),
        stop.Tally.IdleMs / MsPerSecond, stop.Tally.WorkingMs / MsPerSecond, stop.LoadFromKg, stop.LoadUntilKg,
        goesOn ? null : stop.End, goesOn);

    public SpeedingView Of(Speeding speeding) => new(
        Time(speeding.From.TimeMs), Time(speeding.UntilMs), speeding.LengthMs / MsPerSecond, Spot(speeding.From),
        speeding.TopKmh, speeding.LimitKmh, speeding.Working);

    public VisitView Of(Visit visit, bool goesOn) => new(
        visit.Place.Kind, visit.Place.Id, places.Find(visit.Place)?.Name, Time(visit.EnterMs), Time(visit.LeaveMs),
        visit.DwellMs / MsPerSecond, visit.StoodMs / MsPerSecond,
        visit.Place.Kind == PlaceKind.CollectionPoint ? visit.Serves(limits) : null,
        visit.TellsWork ? visit.Worked : null, goesOn ? null : visit.End, goesOn);

    public LoadView Of(Load load) => new(
        load.Material, load.End, Time(load.CollectFromMs), Time(load.CollectUntilMs), load.Points,
        load.Facility?.Value, Time(load.GateInMs), Time(load.GateOutMs), load.Tickets, load.NetKg,
        load.LetGo is { } at ? Spot(at) : null, Time(load.LetGo?.TimeMs), load.LetGoAt?.ToString());

    public LoadOnView Of(OpenLoad load) => new(Time(load.FromMs), Time(load.UntilMs), load.Points);

    private NearView? Near(Moment at) => places.Nearest(at.Lat, at.Lon, FleetLive.NearM) is { } near
        ? new NearView(near.Place.Key.Kind, near.Place.Key.Id, near.Place.Name, Math.Round(near.Metres, 1))
        : null;

    private static SpotView Spot(Moment at) => new(at.Lat, at.Lon);

    private DateTimeOffset? Time(long? unixMs) => unixMs is { } ms ? Time(ms) : null;

    private DateTimeOffset Time(long unixMs) => city.Local(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));
}
