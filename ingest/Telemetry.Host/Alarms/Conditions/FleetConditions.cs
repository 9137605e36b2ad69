using System.Collections.Immutable;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Live;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>How the vehicles are now, for the rules about them.</summary>
internal interface IVehicleConditions
{
    /// <summary>Takes up what is stored, where it has to; to be called before <see cref="Now"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store can't answer now.</exception>
    Task SeedAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken);

    IEnumerable<VehicleCondition> Now(CityRegistry registry, DateTimeOffset now);
}

/// <summary>
/// The fleet as its newest pings have it, fed at every look: offline, without a fix, too fast, where it must not be,
/// standing where it has no business. With the process, and with another registry, it begins with what is stored: how
/// long a vehicle has stood is neither forgotten nor told of anew.
/// </summary>
internal sealed class FleetConditions(
    NewestReadings newest, ITelemetryReader readings, IDerivedStore derived, IFleet fleet) : IVehicleConditions
{
    /// <summary>Below this a vehicle stands, km/h: a fix that wanders.</summary>
    private const double StandsBelowKmh = 3;

    private FleetLive? _fleet;
    private ImmutableArray<Watch> _watches = [];

    public async Task SeedAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(_fleet?.City, registry)) return;
        var seed = await FleetSeed.ReadAsync(registry, readings, derived, fleet, now, cancellationToken);
        _watches = Follow(seed.Live, _watches);
        foreach (var watch in _watches) Begin(seed, watch);
        _fleet = seed.Live;
    }

    public IEnumerable<VehicleCondition> Now(CityRegistry registry, DateTimeOffset now)
    {
        // Of another registry, where the store can't answer yet, nothing is known.
        if (_fleet is not { } live || !ReferenceEquals(live.City, registry))
            return registry.Vehicles.Values.Select(Unknown);
        return _watches.Select(watch => Of(live, watch, now));
    }

    /// <summary>What was seen before goes on: an edit of the registry mends no tracker.</summary>
    private static ImmutableArray<Watch> Follow(FleetLive fleet, ImmutableArray<Watch> before)
    {
        var known = before.ToDictionary(static watch => watch.Vehicle.Id);
        Place[] areas = [.. fleet.Places.All.Where(static place => place.Key.Kind == PlaceKind.ServiceArea)];
        return
        [
            .. fleet.City.Vehicles.Values.OrderBy(static vehicle => vehicle.Id.Value, StringComparer.Ordinal)
                .Select(vehicle => new Watch(
                    vehicle, fleet.Of(vehicle.Id), fleet.City.LimitsOf(vehicle.Kind),
                    areas.Any(area => IsOwnArea(area, vehicle)))
                {
                    NoFixSince = known.GetValueOrDefault(vehicle.Id)?.NoFixSince,
                    OutSince = known.GetValueOrDefault(vehicle.Id)?.OutSince,
                }),
        ];
    }

    /// <summary>
    /// What the pings before said: in a forbidden area since it came in, out of its own since its last fix at least.
    /// </summary>
    private static void Begin(FleetSeed seed, Watch watch)
    {
        var state = watch.Live.At(watch.Live.HeardMs);
        if (state.Fix is not { } fix) return;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(fix.TimeMs);
        watch.NoFixSince = state.Activity == Activity.NoFix ? watch.NoFixSince ?? at : null;
        watch.OutSince = IsOut(watch, Stand(seed.Live, watch, fix))
            ? watch.OutSince ?? seed.ForbiddenSince(watch.Vehicle.Id) ?? at : null;
    }

    private static VehicleCondition Unknown(Vehicle vehicle) => new(vehicle, null, null, null, null);

    private VehicleCondition Of(FleetLive fleet, Watch watch, DateTimeOffset now)
    {
        var vehicle = watch.Vehicle;
        if (newest.Find(watch.Topic) is not { } reading) return Unknown(vehicle);
        var ping = PingOf(reading);
        if (ping.TimeMs > watch.Live.HeardMs) Take(fleet, watch, ping);
        var state = watch.Live.At(now.ToUnixTimeMilliseconds());
        return new VehicleCondition(
            vehicle, reading.At, ping.Ignition is true || ping.SpeedKmh > StandsBelowKmh, ping.SpeedKmh, ping.Working,
            watch.NoFixSince)
        {
            Limits = watch.Limits,
            KnowsPlace = state.Fix is not null,
            OutOfAreaSince = watch.OutSince,
            StoppedSince = state.Activity is Activity.Stopped or Activity.Idling && !watch.HasBusiness
                ? DateTimeOffset.FromUnixTimeMilliseconds(state.SinceMs) : null,
            Place = watch.Place,
        };
    }

    private static void Take(FleetLive fleet, Watch watch, in Ping ping)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(ping.TimeMs);
        var verdict = watch.Live.Take(ping);
        if (verdict is FixVerdict.NoFix or FixVerdict.Inaccurate) watch.NoFixSince ??= at;
        if (verdict != FixVerdict.Accepted) return;
        watch.NoFixSince = null;
        var here = Stand(fleet, watch, ping);
        if (ping.AccuracyM > watch.Limits.DecidingAccuracyM) return;
        watch.OutSince = IsOut(watch, here) ? watch.OutSince ?? at : null;
    }

    /// <summary>Where a fix lies: asked for once a fix, not once a look.</summary>
    private static IReadOnlyList<Place> Stand(FleetLive fleet, Watch watch, in Ping fix)
    {
        var here = fleet.Places.At(fix.Lat, fix.Lon);
        watch.HasBusiness = here.Any(static place => HasBusinessAt(place.Key.Kind));
        watch.Place = fleet.Places.Nearest(fix.Lat, fix.Lon, FleetLive.NearM) is { } near
            ? Said(near.Place.Name) : "";
        return here;
    }

    /// <summary>
    /// In a forbidden area; or, where service areas are drawn for its district, in none of them and at no depot or
    /// facility either.
    /// </summary>
    private static bool IsOut(Watch watch, IReadOnlyList<Place> here)
    {
        if (here.Any(static place => place.Key.Kind == PlaceKind.Forbidden)) return true;
        return watch.HasArea && !here.Any(place => IsOwnArea(place, watch.Vehicle)
            || place.Key.Kind is PlaceKind.Depot or PlaceKind.Facility);
    }

    private static bool IsOwnArea(Place place, Vehicle vehicle) =>
        place.Key.Kind == PlaceKind.ServiceArea && (place.District is not { } district || district == vehicle.District);

    private static bool HasBusinessAt(PlaceKind kind) =>
        kind is PlaceKind.Depot or PlaceKind.Facility or PlaceKind.CollectionPoint;

    private static Ping PingOf(Newest reading) => new(
        reading.At.ToUnixTimeMilliseconds(), reading.Number(Measurements.Lat) ?? 0,
        reading.Number(Measurements.Lon) ?? 0, reading.Number(Measurements.SpeedKmh),
        reading.Number(Measurements.AccuracyM), reading.Truth(Measurements.Ignition),
        reading.Truth(Measurements.Working), reading.Number(Measurements.LoadKg));

    private static string Said(LocalizedName name) => name.Zh == name.En ? name.En : $"{name.Zh} {name.En}";

    /// <summary>A vehicle with all that is remembered of it: one walk over these is a look.</summary>
    private sealed class Watch(Vehicle vehicle, VehicleLive live, VehicleLimits limits, bool hasArea)
    {
        public Vehicle Vehicle => vehicle;

        public VehicleLive Live => live;

        public VehicleLimits Limits => limits;

        /// <summary>Service areas are drawn for its district.</summary>
        public bool HasArea => hasArea;

        public string Topic { get; } = $"vehicles/{vehicle.Id}";

        public DateTimeOffset? NoFixSince { get; set; }

        public DateTimeOffset? OutSince { get; set; }

        /// <summary>Its last accepted fix lies where it may stand.</summary>
        public bool HasBusiness { get; set; }

        /// <summary>The place nearest to that fix; empty where none is near.</summary>
        public string Place { get; set; } = "";
    }
}
