using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Derivation.Fleet;

/// <summary>
/// What one version of the registry says of vehicles and places, and the version of each part that a vehicle's hours
/// and days are derived by.
/// </summary>
internal sealed class FleetBook
{
    /// <summary>The subject of the city's own partitions.</summary>
    public const string City = "city";

    private readonly CityRegistry _registry;
    private readonly string _calendarSaid;
    private readonly Lazy<PlaceMap> _places;
    private readonly Lazy<string> _placesSaid;
    private readonly Dictionary<VehicleId, (VehicleRules Rules, string Inputs)> _vehicles = [];

    public FleetBook(CityRegistry registry, string calendarSaid)
    {
        (_registry, _calendarSaid) = (registry, calendarSaid);
        _places = new(() => PlaceMap.Of(registry));
        _placesSaid = new(SayPlaces);
    }

    public PlaceMap Places => _places.Value;

    public VehicleRules RulesOf(VehicleId vehicle) => Of(vehicle).Rules;

    /// <summary>Versions that a registered vehicle's hours are derived by.</summary>
    public string Inputs(VehicleId vehicle) => Of(vehicle).Inputs;

    /// <summary>Versions that the loads of a vehicle are derived by, but for what was weighed.</summary>
    public string LoadInputs(VehicleId vehicle, DateOnly day)
    {
        var said = new Fingerprint().Say(Inputs(vehicle)).Say(WireNames.Of(_registry.Vehicles[vehicle].Kind));
        SayFacilities(said, day);
        return $"registry:{said} algorithm:{FleetAlgorithm.Version}";
    }

    /// <summary>Versions that a day's rounds, and its unmatched weighings, are derived by.</summary>
    public string ServiceInputs(DateOnly day)
    {
        var said = new Fingerprint().Say(_calendarSaid).Say(_placesSaid.Value);
        foreach (var round in _registry.Rounds.Where(round => round.RunsOn(day)))
        {
            said.Say(round.Id).Say(round.Vehicle.Value).Say(round.InOrder ? "in order" : "");
            foreach (var point in round.Points)
                said.Say(point.Point).Say(point.From?.ToString("O")).Say(point.Until?.ToString("O"));
        }
        foreach (var kind in Enum.GetValues<VehicleKind>()) SayLimits(said, kind);
        foreach (var vehicle in _registry.Vehicles.Values.OrderBy(v => v.Id.Value, StringComparer.Ordinal))
            said.Say(vehicle.Id.Value).Say(WireNames.Of(vehicle.Kind));
        SayFacilities(said, day);
        return $"registry:{said} algorithm:{FleetAlgorithm.Version}";
    }

    /// <summary>Versions that a day's loads are held against the scales by, and those against the plants.</summary>
    public string LoadDayInputs(DateOnly day)
    {
        var said = new Fingerprint().Say(ServiceInputs(day));
        foreach (var material in Enum.GetValues<Material>()) said.Say(_registry.Densities.KgM3(material));
        foreach (var plant in _registry.Plants.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            if (!WeighsInflow(_registry, plant)) continue;
            said.Say(plant.Id.Value);
            foreach (var gate in WeighedDay.Gates(_registry, plant.Id)) said.Say(gate.Value);
        }
        return $"registry:{said} algorithm:{FleetAlgorithm.Version}";
    }

    /// <summary>Whether what comes in is both weighed and metered: a fecal plant with a gate and an inlet.</summary>
    public static bool WeighsInflow(CityRegistry registry, Plant plant) =>
        plant.Kind == PlantKind.Fecal && !WeighedDay.Gates(registry, plant.Id).IsEmpty
        && plant.Meters.Values.Any(static meter => meter.Role == MeterRole.Influent);

    private (VehicleRules Rules, string Inputs) Of(VehicleId id)
    {
        if (_vehicles.TryGetValue(id, out var known)) return known;
        var vehicle = _registry.Vehicles[id];
        var said = new Fingerprint().Say(_calendarSaid).Say(_placesSaid.Value).Say(vehicle.Interval.TotalSeconds);
        SayLimits(said, vehicle.Kind);
        return _vehicles[id] = (
            VehicleRules.Of(_registry, vehicle, Places), $"registry:{said} algorithm:{FleetAlgorithm.Version}");
    }

    // A record's text names every limit with its value.
    private void SayLimits(Fingerprint said, VehicleKind kind) =>
        said.Say(FormattableString.Invariant($"{WireNames.Of(kind)}"))
            .Say(System.Text.Json.JsonSerializer.Serialize(_registry.LimitsOf(kind)));

    private void SayFacilities(Fingerprint said, DateOnly day)
    {
        foreach (var facility in _registry.Facilities.Values.OrderBy(f => f.Id.Value, StringComparer.Ordinal))
        {
            said.Say(facility.Id.Value).Say(WireNames.Of(facility.Kind))
                .Say(facility.Plant is { } plant && _registry.Plants[plant].CapacityAt(day) is not { Treats: true }
                    ? "shut" : "open");
        }
    }

    private string SayPlaces()
    {
        var said = new Fingerprint();
        foreach (var place in Places.All)
        {
            said.Say(place.Key.ToString()).Say(place.District?.Value)
                .Say(place.FacilityKind is { } facility ? WireNames.Of(facility) : null)
                .Say(place.PointKind is { } point ? WireNames.Of(point) : null);
            foreach (var corner in place.Area.Coordinates) said.Say(corner.X).Say(corner.Y);
        }
        return said.ToString();
    }
}
