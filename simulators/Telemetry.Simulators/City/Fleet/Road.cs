using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>
/// A winding road between two places: the same whoever drives it and in whichever direction. Longer ones may have a
/// tunnel, where nothing sees a satellite.
/// </summary>
public sealed class Road
{
    private readonly GeoPoint[] _points;
    private readonly double[] _metres;

    private Road(GeoPoint[] points, (double From, double Until)? tunnel)
    {
        _points = points;
        _metres = new double[points.Length];
        for (var i = 1; i < points.Length; i++)
            _metres[i] = _metres[i - 1] + Earth.Metres(points[i - 1], points[i]);
        if (tunnel is { } t) Tunnel = (t.From * LengthM, t.Until * LengthM);
    }

    public double LengthM => _metres[^1];

    /// <summary>Metres from the start between which there is no fix; null for none.</summary>
    public (double FromM, double UntilM)? Tunnel { get; }

    public static Road Between(GeoPoint a, GeoPoint b, Chance city)
    {
        // Drawn from the smaller end, so that both directions share one road.
        var turned = (b.Lat, b.Lon).CompareTo((a.Lat, a.Lon)) < 0;
        var (start, end) = turned ? (b, a) : (a, b);
        var chance = city.For(BitConverter.DoubleToInt64Bits(start.Lat)).For(BitConverter.DoubleToInt64Bits(start.Lon))
            .For(BitConverter.DoubleToInt64Bits(end.Lat)).For(BitConverter.DoubleToInt64Bits(end.Lon));
        var direct = Earth.Metres(a, b);
        var halvings = direct switch { < 120 => 0, < 600 => 2, < 3000 => 4, _ => 5 };
        var points = new GeoPoint[(1 << halvings) + 1];
        points[0] = start;
        points[^1] = end;
        Wind(points, 0, points.Length - 1, chance);
        (double From, double Until)? tunnel = null;
        if (direct > 2500 && chance.Unit(-1) < 0.3)
        {
            var from = chance.Within(-2, 0.2, 0.6);
            tunnel = (from, from + chance.Within(-3, 400, 900) / direct);
        }
        if (turned)
        {
            Array.Reverse(points);
            if (tunnel is { } t) tunnel = (1 - t.Until, 1 - t.From);
        }
        return new Road(points, tunnel);
    }

    public GeoPoint At(double metres)
    {
        var (i, part) = Place(metres);
        return part == 0 ? _points[i] : Earth.Along(_points[i], _points[i + 1], part);
    }

    public double HeadingDeg(double metres)
    {
        var (i, _) = Place(metres);
        i = Math.Min(i, _points.Length - 2);
        return Earth.HeadingDeg(_points[i], _points[i + 1]);
    }

    private (int Index, double Part) Place(double metres)
    {
        if (metres <= 0) return (0, 0);
        if (metres >= LengthM) return (_points.Length - 1, 0);
        var found = Array.BinarySearch(_metres, metres);
        if (found >= 0) return (found, 0);
        var i = ~found - 1;
        return (i, (metres - _metres[i]) / (_metres[i + 1] - _metres[i]));
    }

    // Midpoints move sideways by up to 14 % of their chord.
    private static void Wind(GeoPoint[] points, int low, int high, Chance chance)
    {
        if (high - low < 2) return;
        var middle = (low + high) / 2;
        var (east, north) = Earth.Between(points[low], points[high]);
        var aside = chance.Within(middle, -0.14, 0.14);
        points[middle] = Earth.Move(Earth.Along(points[low], points[high], 0.5), -north * aside, east * aside);
        Wind(points, low, middle, chance);
        Wind(points, middle, high, chance);
    }
}
