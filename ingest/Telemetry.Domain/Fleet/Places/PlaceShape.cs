using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Places;

/// <summary>Shapes in degrees whose sizes are said in metres.</summary>
internal static class PlaceShape
{
    /// <summary>So far beyond the border something is left, metres: what a good receiver wanders.</summary>
    public const double LeaveMarginM = 20;

    const int QuadrantSegments = 8;

    // Nothing near a pole collects garbage; a finite number is enough there.
    const double LeastCosine = 0.01;

    static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    public static Point Point(double lon, double lat) => Factory.CreatePoint(new Coordinate(lon, lat));

    public static Geometry Circle(GeoPoint middle, double radiusM) => Widened(Point(middle.Lon, middle.Lat), radiusM);

    public static Geometry Widened(Geometry shape, double metres)
    {
        var cosine = Math.Max(LeastCosine, Math.Cos(shape.EnvelopeInternal.Centre.Y * Math.PI / 180));
        var toMetres = AffineTransformation.ScaleInstance(Wgs84.MetresPerDegree * cosine, Wgs84.MetresPerDegree);
        var wide = toMetres.Transform(shape).Buffer(metres, QuadrantSegments);
        return toMetres.GetInverse().Transform(wide);
    }

    public static Coordinate[][] RingsOf(Geometry shape)
    {
        var rings = new List<Coordinate[]>();
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            if (shape.GetGeometryN(i) is not Polygon polygon) continue;
            rings.Add(polygon.ExteriorRing.Coordinates);
            foreach (var hole in polygon.InteriorRings) rings.Add(hole.Coordinates);
        }
        return [.. rings];
    }
}
