using System.Collections.Concurrent;
using Telemetry.Domain.Registry;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>
/// The tracker of a truck, and the scales it drives on. Position with the noise of a receiver in a street.
/// </summary>
public sealed class TruckTracker : IDeviceSource
{
    private const int DaysKept = 8;

    private readonly ConcurrentDictionary<int, TruckDay> _days = new();
    private readonly CityScene _scene;
    private readonly Vehicle _vehicle;
    private readonly TruckPlanner _planner;
    private readonly TrackerAssignments _trackers;
    private readonly Odometer _odometer;
    private readonly LinkOutages _swaps;
    private readonly Chance _chance;

    internal TruckTracker(CityScene scene, Vehicle vehicle, int number)
    {
        _scene = scene;
        _vehicle = vehicle;
        _planner = new TruckPlanner(scene, vehicle, number);
        _trackers = new TrackerAssignments(scene, vehicle.Id);
        _chance = scene.Chance.For("tracker").For(vehicle.Id.Value);
        _swaps = new LinkOutages(
            _chance.For("swaps"), TimeSpan.FromDays(30), 1, TimeSpan.FromMinutes(25), TimeSpan.FromMinutes(45));
        _odometer = new Odometer(scene.Days, _planner.Plan, _chance.Within(-1, 200, 15_000));
        Name = vehicle.Id.Value;
        Link = new LinkOutages(
            _chance.For("link"), TimeSpan.FromHours(20), 0.6, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(14));
    }

    public string Name { get; }

    public LinkOutages Link { get; }

    /// <summary>
    /// Once a month its tracker is exchanged: until the new one speaks nothing is measured, and nothing follows.
    /// </summary>
    public LinkOutages Swaps => _swaps;

    public bool Drives => _planner.CanDrive;

    /// <summary>What it does on a local day.</summary>
    public TruckDay Day(int day)
    {
        if (_days.TryGetValue(day, out var known)) return known;
        if (_days.Count >= DaysKept) _days.Clear();
        return _days.GetOrAdd(day, _planner.Plan);
    }

    public IEnumerable<DeviceMessage> Between(long from, long until, Cadence cadence)
    {
        using var json = new ObjectWriter();
        var moving = Cadence.AtLeast(_vehicle.Interval, cadence.LeastMovingInterval);
        var parked = Cadence.AtLeast(cadence.ParkedInterval, TimeSpan.Zero);
        for (var mark = NextMark(from); mark < until; mark = NextMark(mark + 1))
        {
            var day = Day(_scene.Days.DayOf(mark));
            var leg = day.At(mark);
            var engine = leg is { EngineOn: true };
            if (mark % (engine ? moving : parked) != 0 || _swaps.IsDown(mark)) continue;
            if (Fix(json, mark, day, leg) is { } fix) yield return fix;
        }
        for (var day = _scene.Days.DayOf(from); day < _scene.Days.Count && _scene.Days.StartMs(day) < until; day++)
        {
            foreach (var weighing in Day(day).Weighings)
            {
                if (weighing.AtMs >= from && weighing.AtMs < until) yield return Weigh(json, weighing);
            }
        }

        long NextMark(long ms) => Math.Min(Cadence.FirstMark(ms, moving), Cadence.FirstMark(ms, parked));
    }

    private DeviceMessage? Fix(ObjectWriter json, long ms, TruckDay day, TruckLeg? leg)
    {
        var (place, speed, heading) = (day.Home, 0.0, (double?)null);
        if (leg is { } on)
        {
            (var metres, speed) = on.At(ms);
            if (on.Road.Tunnel is { } tunnel && metres > tunnel.FromM && metres < tunnel.UntilM) return null;
            place = on.Road.At(metres);
            if (speed > 0) heading = on.Road.HeadingDeg(metres);
        }
        var (seen, accuracy) = Blur(place, ms, speed);
        var driven = day.DrivenM(ms);
        return json.Begin(ms)
            .Number("lat", seen.Lat, 6)
            .Number("lon", seen.Lon, 6)
            .Number("speed_kmh", speed == 0 ? 0 : Math.Max(0, speed * 3.6 + 0.4 * _chance.Normal(ms + 1)), 1)
            .Number("heading_deg", heading, 0)
            .Number("accuracy_m", accuracy, 0)
            .Number("odometer_km", _odometer.AtDayStart(_scene.Days.DayOf(ms)) + driven / 1000, 2)
            .Flag("ignition", leg is { EngineOn: true })
            .Flag("working", leg is { Working: true })
            .Number("fuel_pct", 96 - driven / 1000 * 0.45, 1)
            .Number("load_kg", leg?.LoadKg ?? 0, 0)
            .End($"{_scene.Root}/vehicles/{_trackers.SpeakerAt(ms)}/position", ms);
    }

    // A few metres that wander slowly, and once in 1,500 moving fixes a reflection that says so by its accuracy.
    private (GeoPoint Seen, double AccuracyM) Blur(GeoPoint place, long ms, double speed)
    {
        var draw = _chance.For(ms);
        if (speed > 0 && draw.Unit(0) < 1.0 / 1500)
        {
            var angle = draw.Within(1, 0, 2 * Math.PI);
            var away = draw.Within(2, 250, 600);
            return (Earth.Move(place, away * Math.Cos(angle), away * Math.Sin(angle)), draw.Within(3, 150, 400));
        }
        var east = 4 * _chance.For("east").Smooth(ms, 90_000) + 0.8 * draw.Normal(4);
        var north = 4 * _chance.For("north").Smooth(ms, 90_000) + 0.8 * draw.Normal(5);
        return (Earth.Move(place, east, north), draw.Within(6, 4, 9));
    }

    private DeviceMessage Weigh(ObjectWriter json, PlannedWeighing weighing) => json.Begin(weighing.AtMs)
        .Text("ticket", weighing.Ticket)
        .Text("vehicle", _vehicle.Id.Value)
        .Text("material", weighing.Material)
        .Number("gross_kg", weighing.GrossKg)
        .Number("tare_kg", weighing.TareKg)
        .Number("net_kg", weighing.GrossKg - weighing.TareKg)
        .Text("source", weighing.Source.Value)
        .End($"{_scene.Root}/facilities/{weighing.Facility}/weighing", weighing.AtMs);
}
