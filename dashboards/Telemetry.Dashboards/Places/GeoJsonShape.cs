using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Places;

/// <summary>Geometries as GeoJSON has them.</summary>
internal static class GeoJsonShape
{
    public static PlaceGeometry Of(GeoPoint point) => new("Point", new[] { point.Lon, point.Lat });

    /// <param name="area">A polygon or a multipolygon; the registry takes nothing else.</param>
    public static PlaceGeometry Of(Geometry area) => area is Polygon polygon
        ? new PlaceGeometry("Polygon", Rings(polygon))
        : new PlaceGeometry("MultiPolygon", Polygons(area).Select(Rings).ToArray());

    private static IEnumerable<Polygon> Polygons(Geometry area)
    {
        for (var i = 0; i < area.NumGeometries; i++)
        {
            if (area.GetGeometryN(i) is Polygon polygon) yield return polygon;
        }
    }

    private static double[][][] Rings(Polygon polygon) =>
    [
        Ring(polygon.ExteriorRing, counterclockwise: true),
        .. polygon.InteriorRings.Select(hole => Ring(hole, counterclockwise: false)),
    ];

    private static double[][] Ring(LineString ring, bool counterclockwise)
    {
        var positions = Array.ConvertAll(ring.Coordinates, static at => new[] { at.X, at.Y });
        if (Orientation.IsCCW(ring.Coordinates) != counterclockwise) Array.Reverse(positions);
        return positions;
    }
}
