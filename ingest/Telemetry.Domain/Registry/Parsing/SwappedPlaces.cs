using System.Globalization;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// Latitude and longitude written the wrong way round, where both are possible: a place far from the city's middle that
/// would lie near it the other way round.
/// </summary>
internal static class SwappedPlaces
{
    // A city with its surroundings; about 200 km to either side.
    private const double NearDegrees = 2;

    // Of two places nobody can say which is the stray one.
    private const int LeastPlaces = 3;

    public static void Find(List<(string Path, GeoPoint Point)> places, Findings findings)
    {
        if (places.Count < LeastPlaces) return;
        var middle = new GeoPoint(Median(places, p => p.Lat), Median(places, p => p.Lon));
        foreach (var (path, point) in places)
        {
            if (IsNear(point, middle) || !IsNear(new GeoPoint(point.Lon, point.Lat), middle)) continue;
            findings.Add(path, string.Create(
                CultureInfo.InvariantCulture,
                $"lat {point.Lat}, lon {point.Lon} is far from the city's other places; the two look swapped"));
        }
    }

    private static bool IsNear(GeoPoint one, GeoPoint other) =>
        Math.Abs(one.Lat - other.Lat) <= NearDegrees && Math.Abs(one.Lon - other.Lon) <= NearDegrees;

    private static double Median(List<(string Path, GeoPoint Point)> places, Func<GeoPoint, double> part)
    {
        var sorted = places.Select(p => part(p.Point)).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
