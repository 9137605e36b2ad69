using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>Strings legs together: each begins where and when the one before ended. Not thread-safe.</summary>
internal sealed class TruckRoute(Roads roads, Chance draw, long startMs, GeoPoint start)
{
    private readonly List<TruckLeg> _legs = [];
    private GeoPoint _here = start;
    private Road? _road;
    private double _metres;
    private int _draws;

    public IReadOnlyList<TruckLeg> Legs => _legs;

    public long NowMs { get; private set; } = startMs;

    public double LoadKg { get; private set; }

    /// <summary>In town speed, with a halt at a light now and then.</summary>
    public void Drive(GeoPoint to)
    {
        if (!Turn(to)) return;
        var road = _road!;
        while (road.LengthM - _metres > 1)
        {
            var hop = Math.Min(road.LengthM - _metres, draw.Within(_draws++, 350, 1900));
            // No stub at the end, and no halt inside a tunnel.
            if (road.LengthM - _metres - hop < 150 || road.Tunnel is { } t && InTunnel(_metres + hop, t))
                hop = road.LengthM - _metres;
            var cruise = draw.Within(_draws++, 28, road.LengthM > 3000 ? 62 : 46) / 3.6;
            Move(road, hop, cruise, working: false);
            if (road.LengthM - _metres > 1) Stand(TimeSpan.FromSeconds(draw.Within(_draws++, 8, 45)));
        }
    }

    /// <summary>At working speed along at most so many metres of the road, then on in town speed.</summary>
    public void Work(GeoPoint to, double speed, double most)
    {
        if (!Turn(to)) return;
        Move(_road!, Math.Min(_road!.LengthM, most), speed, working: true);
        if (_road.LengthM - _metres > 1) Move(_road, _road.LengthM - _metres, 36 / 3.6, working: false);
    }

    public void Stand(TimeSpan time, bool engineOn = true) => Halt(time, working: false, engineOn);

    /// <summary>Takes on a load at work.</summary>
    public void Load(TimeSpan time, double kg)
    {
        Halt(time, working: true, engineOn: true);
        LoadKg += kg;
    }

    public void Unload(TimeSpan time)
    {
        Halt(time, working: true, engineOn: true);
        LoadKg = 0;
    }

    private static bool InTunnel(double metres, (double FromM, double UntilM) tunnel) =>
        metres > tunnel.FromM - 50 && metres < tunnel.UntilM + 50;

    // False where it is there already.
    private bool Turn(GeoPoint to)
    {
        if (Earth.Metres(_here, to) < 5) return false;
        _road = roads.Between(_here, to);
        _metres = 0;
        _here = to;
        return true;
    }

    private void Move(Road road, double metres, double cruise, bool working)
    {
        var end = NowMs + (long)Math.Ceiling(TruckLeg.Seconds(metres, cruise) * 1000);
        _legs.Add(new TruckLeg(NowMs, end, road, _metres, _metres + metres, cruise, working, true, Math.Round(LoadKg)));
        _metres += metres;
        NowMs = end;
    }

    private void Halt(TimeSpan time, bool working, bool engineOn)
    {
        // Before the first drive there is no road yet: a road of no length is a place.
        _road ??= roads.Between(_here, _here);
        var end = NowMs + (long)time.TotalMilliseconds;
        _legs.Add(new TruckLeg(NowMs, end, _road, _metres, _metres, 0, working, engineOn, Math.Round(LoadKg)));
        NowMs = end;
    }
}
