using NetTopologySuite.Geometries;
using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Fleet.Places;

/// <summary>
/// Straight from one fix to the next, in degrees. Across the antimeridian it goes on beyond 180°, and is looked for on
/// either side.
/// </summary>
internal readonly record struct Segment(double FromLon, double FromLat, double ToLon, double ToLat)
{
    public static Segment Between(Moment from, in Ping to) =>
        new(from.Lon, from.Lat, to.Lon + 360 * Math.Round((from.Lon - to.Lon) / 360), to.Lat);

    public Envelope Envelope => new(FromLon, ToLon, FromLat, ToLat);

    public bool CrossesAntimeridian => Math.Abs(ToLon) > 180;

    /// <summary>The same way as seen from the other side of the antimeridian.</summary>
    public Segment OtherSide => this with
    {
        FromLon = FromLon - 360 * Math.Sign(ToLon), ToLon = ToLon - 360 * Math.Sign(ToLon),
    };

    /// <summary>The parts, 0 to 1, of the first and the last crossing of any ring; null where there is none.</summary>
    public (double First, double Last)? Across(Coordinate[][] rings)
    {
        double first = double.PositiveInfinity, last = double.NegativeInfinity;
        foreach (var ring in rings)
        {
            for (var i = 1; i < ring.Length; i++)
            {
                if (At(ring[i - 1], ring[i]) is not { } part) continue;
                first = Math.Min(first, part);
                last = Math.Max(last, part);
            }
        }
        return first <= last ? (first, last) : null;
    }

    // Solves from + t · way = p + u · edge for t and u between 0 and 1.
    double? At(Coordinate p, Coordinate q)
    {
        var (wayX, wayY) = (ToLon - FromLon, ToLat - FromLat);
        var (edgeX, edgeY) = (q.X - p.X, q.Y - p.Y);
        var cross = wayX * edgeY - wayY * edgeX;
        if (cross == 0) return null;
        var (offX, offY) = (p.X - FromLon, p.Y - FromLat);
        var t = (offX * edgeY - offY * edgeX) / cross;
        var u = (offX * wayY - offY * wayX) / cross;
        return t is >= 0 and <= 1 && u is >= 0 and <= 1 ? t : null;
    }
}
