namespace Telemetry.Domain.Fleet.Motion;

/// <summary>Distances on a sphere of the Earth's mean radius, 6,371,008.8 m; off by at most 0.6 % anywhere.</summary>
public static class Wgs84
{
    /// <summary>Mean radius of the Earth (IUGG), metres.</summary>
    public const double RadiusM = 6_371_008.8;

    /// <summary>Metres of a degree of latitude.</summary>
    public const double MetresPerDegree = RadiusM * Math.PI / 180;

    /// <summary>By the haversine, metres; across the antimeridian as well.</summary>
    public static double Metres(double latA, double lonA, double latB, double lonB)
    {
        var sinLat = Math.Sin(Radians(latB - latA) / 2);
        var sinLon = Math.Sin(Radians(lonB - lonA) / 2);
        var h = sinLat * sinLat + Math.Cos(Radians(latA)) * Math.Cos(Radians(latB)) * sinLon * sinLon;
        return 2 * RadiusM * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    public static double Metres(in Ping a, in Ping b) => Metres(a.Lat, a.Lon, b.Lat, b.Lon);

    static double Radians(double degrees) => degrees * (Math.PI / 180);
}
