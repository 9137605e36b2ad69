using System.Globalization;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>
/// Plans a truck's days: from the depot round the district's points, to a facility to unload and be weighed, again
/// until the shift is over, and home. A day depends on nothing but the registry, the seed and its date.
/// </summary>
public sealed class TruckPlanner
{
    private readonly CityScene _scene;
    private readonly Vehicle _vehicle;
    private readonly TruckWork _work;
    private readonly Chance _chance;
    private readonly GeoPoint? _home;
    private readonly GeoPoint[] _places;
    private readonly Facility[] _unloading;
    private readonly int _number;

    /// <param name="number">
    /// The vehicle's place in the fleet: its weighings carry it as milliseconds, so that two trucks on one scale in one
    /// second stay two points.
    /// </param>
    public TruckPlanner(CityScene scene, Vehicle vehicle, int number)
    {
        _scene = scene;
        _vehicle = vehicle;
        _number = number;
        _work = TruckWork.Of(vehicle.Kind);
        _chance = scene.Chance.For("truck").For(vehicle.Id.Value);
        Facility[] facilities =
            [.. scene.Registry.Facilities.Values.OrderBy(static f => f.Id.Value, StringComparer.Ordinal)];
        _home = HomeOf(vehicle, facilities);
        _places = PlacesOf(facilities);
        _unloading = [.. _work.UnloadsAt.SelectMany(kind => facilities.Where(f => f.Kind == kind))];
    }

    /// <summary>False where the registry gives the vehicle no place to start from: it doesn't appear.</summary>
    public bool CanDrive => _home is not null;

    public TruckDay Plan(int day)
    {
        if (_home is not { } home) throw new InvalidOperationException($"{_vehicle.Id} has nowhere to start from");
        var draw = _chance.For(day);
        // One day off a week, the same for a vehicle.
        var off = (day + _chance.Pick(-7, 7)) % 7 == 0;
        if (off || _places.Length == 0) return new TruckDay([], [], home);
        var hour = draw.Within(0, _work.ShiftStart.From, _work.ShiftStart.Until)
            + _work.ShiftOffsets[_number % _work.ShiftOffsets.Count];
        var start = _scene.Days.AtMs(day, TimeSpan.FromHours(hour));
        var route = new TruckRoute(_scene.Roads, draw.For(1), start / 1000 * 1000, home);
        var weighings = new List<PlannedWeighing>();
        var lastStart = start + (long)(_work.ShiftHours * 3_600_000);
        route.Stand(TimeSpan.FromMinutes(4));
        for (var round = 0; route.NowMs < lastStart; round++)
        {
            if (round == 1) route.Stand(TimeSpan.FromMinutes(25), engineOn: false);
            Serve(route, draw.For(100 + round));
            Unload(route, day, draw.For(200 + round), weighings);
        }
        route.Drive(home);
        route.Stand(TimeSpan.FromMinutes(3));
        return new TruckDay(route.Legs, weighings, home);
    }

    private void Serve(TruckRoute route, Chance draw)
    {
        var (least, most) = _work.PointsPerRound;
        var count = least + draw.Pick(0, most - least + 1);
        for (var i = 0; i < count; i++)
        {
            var place = _places[draw.Pick(1 + i, _places.Length)];
            if (_work.WorksWhileDriving)
            {
                // To the far end on its way, then back and forth with the brushes down.
                if (i == 0) route.Drive(place);
                else route.Work(place, TruckWork.SweepingSpeed, most: 1800);
                continue;
            }
            route.Drive(place);
            var minutes = draw.Within(50 + i, _work.StandMinutes.Least, _work.StandMinutes.Most);
            route.Load(TimeSpan.FromMinutes(minutes), _work.CapacityKg * draw.Within(90 + i, 0.78, 0.98) / count);
        }
    }

    private void Unload(TruckRoute route, int day, Chance draw, List<PlannedWeighing> weighings)
    {
        if (Unloading(day) is not { } facility) return;
        route.Drive(facility.Location);
        route.Stand(TimeSpan.FromSeconds(draw.Within(0, 60, 240)));
        if (_work.Material is { } material && route.LoadKg > 0)
        {
            var tare = Math.Round(_work.TareKg * _chance.Within(-1, 0.97, 1.03) / 10) * 10;
            // A weighbridge shows steps of 20 kg.
            var gross = Math.Round((tare + route.LoadKg) / 20) * 20;
            var ticket = string.Create(CultureInfo.InvariantCulture,
                $"{LocalDays.Date(day):yyyyMMdd}-{_vehicle.Id}-{weighings.Count + 1}");
            weighings.Add(new PlannedWeighing(
                route.NowMs / 1000 * 1000 + _number % 1000, facility.Id, ticket, material, gross, tare,
                _vehicle.District));
        }
        route.Unload(TimeSpan.FromSeconds(draw.Within(1, 240, 480)));
    }

    private Facility? Unloading(int day)
    {
        Facility? best = null;
        foreach (var facility in _unloading)
        {
            if (!Open(facility, day)) continue;
            // Kinds by preference, then the nearest.
            if (best is null || (best.Kind == facility.Kind && Away(facility) < Away(best))) best = facility;
        }
        return best;
    }

    private double Away(Facility facility) => Earth.Metres(_home!.Value, facility.Location);

    private bool Open(Facility facility, int day) =>
        facility.Plant is not { } plant || !_scene.Registry.Plants.TryGetValue(plant, out var found)
        || found.CapacityAt(LocalDays.Date(day)) is { Treats: true };

    private static GeoPoint? HomeOf(Vehicle vehicle, Facility[] facilities)
    {
        if (vehicle.Depot is { } id && Array.Find(facilities, f => f.Id == id) is { } own) return own.Location;
        return (Array.Find(facilities, f => f.Kind == FacilityKind.Depot && f.District == vehicle.District)
            ?? Array.Find(facilities, static f => f.Kind == FacilityKind.Depot)
            ?? facilities.FirstOrDefault())?.Location;
    }

    private GeoPoint[] PlacesOf(Facility[] facilities)
    {
        if (_work.LoadsAt.Count > 0)
            return [.. facilities.Where(f => _work.LoadsAt.Contains(f.Kind)).Select(static f => f.Location)];
        var suitable = _scene.Registry.CollectionPoints.Where(p => _work.Serves.Contains(p.Kind)).ToArray();
        var own = suitable.Where(p => p.District == _vehicle.District).ToArray();
        return [.. (own.Length > 0 ? own : suitable).Select(static p => p.Location)];
    }
}
