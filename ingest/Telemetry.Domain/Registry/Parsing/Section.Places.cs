using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Telemetry.Domain.Registry.Parsing;

internal sealed partial class Section
{
    /// <summary>A required <c>{"lat": 30.01, "lon": 122.10}</c>, WGS-84 degrees.</summary>
    /// <param name="seen">Takes it with its path, to be judged among the others.</param>
    public GeoPoint Location(string key, List<(string Path, GeoPoint Point)> seen)
    {
        if (Child(key, required: true) is not { } point) return default;
        // The bounds are checked together below, for the hint needs both.
        var lat = point.Number("lat", required: true);
        var lon = point.Number("lon", required: true);
        point.Close();
        if (lat is not { } north || lon is not { } east) return default;
        var place = new GeoPoint(north, east);
        if (GeoJsonArea.Misplaced(east, north) is { } complaint) Wrong(key, complaint);
        else seen.Add((PathOf(key), place));
        return place;
    }

    /// <summary>A GeoJSON Polygon or MultiPolygon; null where absent or wrong.</summary>
    public Geometry? Area(string key, bool required = false)
    {
        if (Find(key, required) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object) return GeoJsonArea.Read(Child(key)!, value);
        Wrong(key, $"{Quote(value)} is not a GeoJSON geometry {{\"type\": \"Polygon\", \"coordinates\": [...]}}");
        return null;
    }
}
