using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Now;

/// <summary>
/// Every vehicle as it is now. A ping costs the same among a hundred vehicles and among twenty thousand, and allocates
/// nothing but a vehicle's first. Belongs to one thread at a time.
/// </summary>
public sealed class FleetLive(CityRegistry city, PlaceMap places)
{
    /// <summary>Farther away than this no place is near, metres.</summary>
    public const double NearM = 1_000;

    readonly CityCalendar _calendar = new(city.City);
    readonly Dictionary<VehicleId, VehicleLive> _vehicles = [];

    // One for all that are alike: rules and limits of their own would be in no cache when a vehicle's next ping comes.
    readonly Dictionary<(VehicleKind Kind, TimeSpan? Interval), VehicleRules> _rules = [];

    public CityRegistry City => city;

    public PlaceMap Places => places;

    public IReadOnlyDictionary<VehicleId, VehicleLive> Vehicles => _vehicles;

    /// <summary>
    /// One vehicle's; made where there is none yet, by its own limits or those of an unregistered one. Who feeds
    /// many of them keeps what this gives.
    /// </summary>
    public VehicleLive Of(VehicleId id)
    {
        if (_vehicles.TryGetValue(id, out var known)) return known;
        var rules = city.Vehicles.TryGetValue(id, out var vehicle) ? RulesOf(vehicle) : VehicleRules.Unregistered;
        var fresh = new VehicleLive(_calendar, rules);
        _vehicles.Add(id, fresh);
        return fresh;
    }

    /// <summary>Whether it is one of these, and not of a fleet that was begun before.</summary>
    public bool Has(VehicleLive vehicle) => ReferenceEquals(vehicle.Calendar, _calendar);

    /// <summary>Where it is, in words for people: the nearest depot, facility or collection point.</summary>
    public NearPlace? WhereIs(in VehicleNow now) =>
        now.Fix is { } fix ? places.Nearest(fix.Lat, fix.Lon, NearM) : null;

    VehicleRules RulesOf(Vehicle vehicle)
    {
        var alike = (vehicle.Kind, vehicle.Interval);
        if (!_rules.TryGetValue(alike, out var rules)) _rules.Add(alike, rules = VehicleRules.Of(city, vehicle));
        return rules;
    }
}
