using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Loads;

/// <summary>Goes through a vehicle's day event by event, with a load on or off.</summary>
internal sealed class LoadFold
{
    // The load that a tracker tells has to be one, and to be gone for the most part.
    const double LeastLoadKg = 200;
    const double LetGoPart = 0.5;

    readonly CityRegistry _city;
    readonly PlaceMap _places;
    readonly Vehicle _vehicle;
    readonly Material _material;
    readonly LocalDay _day;
    readonly VehicleLimits _limits;
    readonly Visit[] _visits;
    readonly Visit[] _homes;
    readonly Stop[] _stops;
    readonly WeighingRow[] _weighings;
    readonly ImmutableArray<Load>.Builder _ended = ImmutableArray.CreateBuilder<Load>();

    public LoadFold(
        CityRegistry city, PlaceMap places, Vehicle vehicle, Material material, LocalDay day, LoadEvidence evidence)
    {
        (_city, _places, _vehicle, _material, _day) = (city, places, vehicle, material, day);
        _limits = city.LimitsOf(vehicle.Kind);
        _visits = [.. evidence.Visits];
        _homes = [.. evidence.Visits.Concat(evidence.GoingOn).Where(v => v.Place.Kind == PlaceKind.Depot)];
        _stops = [.. evidence.Stops];
        _weighings =
        [
            .. WeighingRow.Newest(evidence.Weighings).Where(w => w.Material == material && w.Vehicle == vehicle.Id),
        ];
    }

    public ImmutableArray<Load> Ended => _ended.ToImmutable();

    public OpenLoad? Open { get; private set; }

    public void Run(OpenLoad? entry)
    {
        Open = entry;
        // Who unloads at a stop has come in before and goes out after: the stop comes first. Home is where it comes to.
        var events = _stops.Where(s => _day.Contains(s.UntilMs)).Select(s => new Event(s.UntilMs, 0, null, s))
            .Concat(_visits.Where(v => v.Place.Kind != PlaceKind.Depot && _day.Contains(v.LeaveMs))
                .Select(v => new Event(v.LeaveMs, 1, v, null)))
            .Concat(_homes.Where(v => _day.Contains(v.EnterMs)).Select(v => new Event(v.EnterMs, 2, v, null)));
        foreach (var (_, _, visit, stop) in events.OrderBy(e => e.AtMs).ThenBy(e => e.Rank)
            .ThenBy(e => e.Visit?.EnterMs).ThenBy(e => e.Visit?.Place.ToString(), StringComparer.Ordinal))
        {
            if (stop is { } stood) Stand(stood);
            else if (visit is { Place.Kind: PlaceKind.Depot } home) GoHome(home);
            else Come(visit!.Value);
        }
    }

    void Come(in Visit visit)
    {
        if (Authority.CollectsAt(visit, _places.Find(visit.Place), _material, _limits))
            Open = (Open ?? new OpenLoad(visit.EnterMs, visit.LeaveMs, [])).With(visit);
        else if (visit.Place.Kind == PlaceKind.Facility) Bring(new FacilityId(visit.Place.Id), visit);
    }

    void Bring(FacilityId facility, in Visit visit)
    {
        if (!Authority.MayTake(_city, facility, _material, _day.Date)) return;
        var weighings = WeighedIn(facility, visit);
        if (weighings.Length == 0 && (Open is null || !Authority.Stayed(visit, _limits))) return;
        var known = weighings.Length > 0 && weighings.All(w => w.KnownKg is not null);
        Close(
            weighings.Length > 0 ? LoadEnd.Delivered : LoadEnd.NotWeighed, facility, visit,
            [.. weighings.Select(w => w.Ticket)], known ? weighings.Sum(w => w.KnownKg) : null, null, null);
    }

    /// <summary>A load that was let go where nobody knows is gone when the vehicle comes home without it.</summary>
    void GoHome(in Visit depot)
    {
        if (Open is not { Doubt: { } doubt } load || !Authority.Stayed(depot, _limits)) return;
        Close(LoadEnd.Elsewhere, null, null, [], null, doubt, load.DoubtAt);
    }

    void Stand(in Stop stop)
    {
        if (IsBringing(stop)) return;
        if (stop is { LoadFromKg: { } before, LoadUntilKg: { } after })
        {
            if (before >= LeastLoadKg && after <= before * LetGoPart)
                Close(LoadEnd.Elsewhere, null, null, [], null, stop.From, PlaceOf(stop));
            return;
        }
        var hasWorked = stop.Tally.WorkingMs >= _limits.UnloadTime.TotalMilliseconds;
        if (!hasWorked || Open is not { } load || IsCollecting(stop)) return;
        Open = load with { Doubt = stop.From, DoubtAt = PlaceOf(stop) };
    }

    bool IsBringing(Stop stop) => _visits.Any(v => v.Place.Kind == PlaceKind.Facility && Overlaps(v, stop)
        && Authority.MayTake(_city, new FacilityId(v.Place.Id), _material, _day.Date));

    bool IsCollecting(Stop stop) => _visits.Any(
        v => Overlaps(v, stop) && Authority.CollectsAt(v, _places.Find(v.Place), _material, _limits));

    static bool Overlaps(in Visit visit, in Stop stop) =>
        visit.EnterMs <= stop.UntilMs && visit.LeaveMs >= stop.From.TimeMs;

    PlaceKey? PlaceOf(in Stop stop)
    {
        foreach (var place in _places.At(stop.From.Lat, stop.From.Lon))
        {
            if (place.Key.Kind <= PlaceKind.CollectionPoint) return place.Key;
        }
        return null;
    }

    WeighingRow[] WeighedIn(FacilityId facility, Visit visit) =>
        [.. _weighings.Where(w => w.Facility == facility && LoadMatch.Holds(visit, w.TimeMs, _limits))];

    void Close(
        LoadEnd end, FacilityId? facility, Visit? gate, ImmutableArray<string> tickets, double? netKg, Moment? letGo,
        PlaceKey? letGoAt)
    {
        _ended.Add(new Load(
            _vehicle.Id, _material, end, Open?.FromMs, Open?.UntilMs, Open?.Points ?? [], facility, gate?.EnterMs,
            gate?.LeaveMs, tickets, netKg, letGo, letGoAt));
        Open = null;
    }

    readonly record struct Event(long AtMs, int Rank, Visit? Visit, Stop? Stop);
}
