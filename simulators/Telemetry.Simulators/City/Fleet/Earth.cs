using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Fleet;

/// <summary>Plane geometry that is good for a city: metres east and north, on a sphere of 6,371,008.8 m.</summary>
public static class Earth
{
    private const double MetresPerDegree = Math.PI / 180 * 6_371_008.8;

    public static double Metres(GeoPoint a, GeoPoint b)
    {
        var (east, north) = Between(a, b);
        return Math.Sqrt(east * east + north * north);
    }

    public static (double East, double North) Between(GeoPoint a, GeoPoint b) =>
        ((b.Lon - a.Lon) * MetresPerDegree * Cosine((a.Lat + b.Lat) / 2), (b.Lat - a.Lat) * MetresPerDegree);

    public static GeoPoint Move(GeoPoint from, double east, double north) =>
        new(from.Lat + north / MetresPerDegree, from.Lon + east / (MetresPerDegree * Cosine(from.Lat)));

    public static GeoPoint Along(GeoPoint a, GeoPoint b, double part) =>
        new(a.Lat + part * (b.Lat - a.Lat), a.Lon + part * (b.Lon - a.Lon));

    /// <summary>0 to 360, clockwise from north.</summary>
    public static double HeadingDeg(GeoPoint a, GeoPoint b)
    {
        var (east, north) = Between(a, b);
        return (Math.Atan2(east, north) * 180 / Math.PI + 360) % 360;
    }

    private static double Cosine(double degrees) => Math.Cos(degrees * Math.PI / 180);
}
