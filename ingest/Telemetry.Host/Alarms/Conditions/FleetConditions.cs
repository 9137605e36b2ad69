using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>How the vehicles are now, for the rules about them.</summary>
internal interface IVehicleConditions
{
    IEnumerable<VehicleCondition> Now(CityRegistry registry, DateTimeOffset now);
}

/// <summary>
/// The fleet as its newest pings have it, fed at every look: offline, without a fix, too fast, where it must not be,
/// standing where it has no business. What it remembers begins anew with the process and with the registry.
/// </summary>
internal sealed class FleetConditions(NewestReadings newest) : IVehicleConditions
{
    /// <summary>Below this a vehicle stands, km/h: a fix that wanders.</summary>
    private const double StandsBelowKmh = 3;

    private readonly Dictionary<VehicleId, Watch> _watches = [];
    private FleetLive? _fleet;

    public IEnumerable<VehicleCondition> Now(CityRegistry registry, DateTimeOffset now)
    {
        if (!ReferenceEquals(_fleet?.City, registry)) _fleet = new FleetLive(registry, PlaceMap.Of(registry));
        var fleet = _fleet!;
        return registry.Vehicles.Values.OrderBy(static v => v.Id.Value, StringComparer.Ordinal)
            .Select(vehicle => Of(fleet, vehicle, now));
    }

    private VehicleCondition Of(FleetLive fleet, Vehicle vehicle, DateTimeOffset now)
    {
        if (newest.Find($"vehicles/{vehicle.Id}") is not { } reading)
            return new VehicleCondition(vehicle, null, null, null, null);
        if (!_watches.TryGetValue(vehicle.Id, out var watch)) _watches.Add(vehicle.Id, watch = new Watch());
        var (ping, live) = (PingOf(reading), fleet.Of(vehicle.Id));
        if (ping.TimeMs > live.HeardMs) Take(fleet, vehicle, live, ping, watch);
        var state = live.At(now.ToUnixTimeMilliseconds());
        return new VehicleCondition(
            vehicle, reading.At, ping.Ignition is true || ping.SpeedKmh > StandsBelowKmh, ping.SpeedKmh, ping.Working,
            watch.NoFixSince)
        {
            KnowsPlace = state.Fix is not null,
            OutOfAreaSince = watch.OutSince,
            StoppedSince = state.Activity is Activity.Stopped or Activity.Idling && !HasBusiness(fleet, state)
                ? DateTimeOffset.FromUnixTimeMilliseconds(state.SinceMs) : null,
            Place = fleet.WhereIs(state) is { } near ? Said(near.Place.Name) : "",
        };
    }

    private static void Take(FleetLive fleet, Vehicle vehicle, VehicleLive live, in Ping ping, Watch watch)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(ping.TimeMs);
        var verdict = live.Take(ping);
        if (verdict == FixVerdict.Accepted) watch.NoFixSince = null;
        else if (verdict is FixVerdict.NoFix or FixVerdict.Inaccurate) watch.NoFixSince ??= at;
        if (verdict != FixVerdict.Accepted || ping.AccuracyM > fleet.City.LimitsOf(vehicle.Kind).DecidingAccuracyM)
            return;
        watch.OutSince = IsOut(fleet, vehicle, ping) ? watch.OutSince ?? at : null;
    }

    /// <summary>
    /// In a forbidden area; or, where service areas are drawn for its district, in none of them and at no depot or
    /// facility either.
    /// </summary>
    private static bool IsOut(FleetLive fleet, Vehicle vehicle, in Ping ping)
    {
        var here = fleet.Places.At(ping.Lat, ping.Lon);
        if (here.Any(static place => place.Key.Kind == PlaceKind.Forbidden)) return true;
        return fleet.Places.All.Any(place => IsOwnArea(place, vehicle))
            && !here.Any(place => IsOwnArea(place, vehicle)
                || place.Key.Kind is PlaceKind.Depot or PlaceKind.Facility);
    }

    private static bool IsOwnArea(Place place, Vehicle vehicle) =>
        place.Key.Kind == PlaceKind.ServiceArea && (place.District is not { } district || district == vehicle.District);

    private static bool HasBusiness(FleetLive fleet, in VehicleNow state) =>
        state.Fix is { } fix && fleet.Places.At(fix.Lat, fix.Lon).Any(static place =>
            place.Key.Kind is PlaceKind.Depot or PlaceKind.Facility or PlaceKind.CollectionPoint);

    private static Ping PingOf(Newest reading) => new(
        reading.At.ToUnixTimeMilliseconds(), reading.Number(Measurements.Lat) ?? 0,
        reading.Number(Measurements.Lon) ?? 0, reading.Number(Measurements.SpeedKmh),
        reading.Number(Measurements.AccuracyM), reading.Truth(Measurements.Ignition),
        reading.Truth(Measurements.Working), reading.Number(Measurements.LoadKg));

    private static string Said(LocalizedName name) => name.Zh == name.En ? name.En : $"{name.Zh} {name.En}";

    private sealed class Watch
    {
        public DateTimeOffset? NoFixSince { get; set; }

        public DateTimeOffset? OutSince { get; set; }
    }
}
