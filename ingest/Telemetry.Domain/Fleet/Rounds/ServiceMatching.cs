using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Rounds;

/// <summary>
/// Finds for each point that is due the visit that served it: within its time before late, late before early, the
/// round's own vehicle before another's, the earliest of those.
/// </summary>
internal sealed class ServiceMatching
{
    readonly CityRegistry _city;
    readonly LocalDay _day;
    readonly CityCalendar _calendar;
    readonly Dictionary<string, DistrictId> _districts;
    readonly ILookup<string, Candidate> _byPoint;

    public ServiceMatching(CityRegistry city, LocalDay day, IEnumerable<VehicleVisit> visits)
    {
        (_city, _day, _calendar) = (city, day, new CityCalendar(city.City));
        _districts = city.CollectionPoints.ToDictionary(p => p.Id, p => p.District);
        _byPoint = visits
            .Where(v => day.Contains(v.Visit.EnterMs) && v.Visit.Serves(LimitsOf(v.Vehicle)))
            .OrderBy(v => v.Visit.EnterMs).ThenBy(v => v.Vehicle.Value, StringComparer.Ordinal)
            .ToLookup(v => v.Visit.Place.Id, v => new Candidate(v));
    }

    public IEnumerable<DuePoint> DueOf(Round round) => round.Points.Select((point, place) => new DuePoint(
        round, place, point.Point, _districts.TryGetValue(point.Point, out var district) ? district : null,
        point.From is { } from ? _calendar.At(_day.Date, from) : _day.StartMs,
        point.Until is { } until ? _calendar.At(_day.Date, until) : _day.EndMs));

    public void Match(DuePoint[] due)
    {
        // Whose time ends first chooses first, so that an early visit isn't taken from the one it was made for.
        var ordered = due.OrderBy(d => d.UntilMs).ThenBy(d => d.FromMs).ThenBy(d => d.Round.Id, StringComparer.Ordinal)
            .ThenBy(d => d.Place).ToArray();
        foreach (var isHow in (Func<DuePoint, long, bool>[])[IsInTime, IsLate, IsEarly])
        {
            foreach (var point in ordered) Take(point, isHow);
        }
    }

    public static RoundDay Result(Round round, LocalDay day, DuePoint[] due, long nowMs)
    {
        var own = due.Where(d => d.Visit?.Vehicle == round.Vehicle).Select(d => d.Visit!.Value.Visit.EnterMs).ToArray();
        bool? kept = round.InOrder && own.Length > 1
            ? own.Zip(own.Skip(1)).All(pair => pair.First <= pair.Second) : null;
        return new RoundDay(round.Id, round.Vehicle, day.Date, [.. due.Select(d => Result(d, day, nowMs))], kept);
    }

    static PointService Result(DuePoint due, LocalDay day, long nowMs)
    {
        var at = due.Visit?.Visit.EnterMs;
        var state = at is { } served
            ? IsInTime(due, served) ? ServiceState.Served
                : IsLate(due, served) ? ServiceState.Late : ServiceState.Early
            : nowMs >= day.EndMs ? ServiceState.Missed
            : nowMs >= due.UntilMs ? ServiceState.Overdue : ServiceState.Waiting;
        return new PointService(
            due.Place, due.Point, due.District, due.FromMs, due.UntilMs, state, at, due.Visit?.Vehicle);
    }

    void Take(DuePoint due, Func<DuePoint, long, bool> isHow)
    {
        if (due.Visit is not null) return;
        Candidate? best = null;
        foreach (var candidate in _byPoint[due.Point])
        {
            if (candidate.IsTaken || !isHow(due, candidate.Visit.Visit.EnterMs)) continue;
            if (candidate.Visit.Vehicle == due.Round.Vehicle)
            {
                best = candidate;
                break;
            }
            best ??= candidate;
        }
        if (best is null) return;
        best.IsTaken = true;
        due.Visit = best.Visit;
    }

    VehicleLimits LimitsOf(VehicleId id) =>
        _city.Vehicles.TryGetValue(id, out var vehicle) ? _city.LimitsOf(vehicle.Kind) : VehicleLimits.Default;

    static bool IsInTime(DuePoint due, long ms) => ms >= due.FromMs && ms < due.UntilMs;

    static bool IsLate(DuePoint due, long ms) => ms >= due.UntilMs;

    static bool IsEarly(DuePoint due, long ms) => ms < due.FromMs;

    sealed class Candidate(VehicleVisit visit)
    {
        public VehicleVisit Visit { get; } = visit;

        public bool IsTaken { get; set; }
    }
}

/// <summary>A point of a round that has to be served, and who did.</summary>
internal sealed class DuePoint(
    Round round, int place, string point, DistrictId? district, long fromMs, long untilMs)
{
    public Round Round { get; } = round;

    public int Place { get; } = place;

    public string Point { get; } = point;

    public DistrictId? District { get; } = district;

    public long FromMs { get; } = fromMs;

    public long UntilMs { get; } = untilMs;

    public VehicleVisit? Visit { get; set; }
}
