using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using NetTopologySuite.Operation.Valid;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// GeoJSON polygons (RFC 7946, longitude first). The shape of the numbers is walked first, so that a wrong one is named
/// by its own path; the geometry then has to be valid: no ring that crosses itself, no hole outside.
/// </summary>
internal static class GeoJsonArea
{
    private const int LeastPositions = 4;

    // As lenient as the file itself, whose text it reads again.
    private static readonly JsonSerializerOptions Geometries = new()
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new GeoJsonConverterFactory() },
    };

    public static Geometry? Read(Section section, JsonElement geometry)
    {
        var type = section.Text("type", required: true);
        var coordinates = section.Find("coordinates", required: true);
        var before = section.Findings.Count;
        section.Close();
        // A key that stands twice would be read otherwise by the one who builds the geometry.
        if (section.Findings.Count > before) return null;
        if (type is not (null or "Polygon" or "MultiPolygon"))
        {
            section.Wrong("type", $"{Section.Said(type)} is no area; allowed: Polygon, MultiPolygon");
            return null;
        }
        if (type is null || coordinates is not { } rings) return null;
        var depth = type == "Polygon" ? 2 : 3;
        if (!Walk(rings, depth, section.PathOf("coordinates"), section.Findings)) return null;

        var area = geometry.Deserialize<Geometry>(Geometries)!;
        if (new IsValidOp(area).ValidationError is not { } fault) return area;
        section.Wrong("coordinates", string.Create(
            CultureInfo.InvariantCulture,
            $"is no valid area: {fault.Message} near lon {fault.Coordinate.X}, lat {fault.Coordinate.Y}"));
        return null;
    }

    /// <summary>What is wrong with a place, or null; says so where latitude and longitude look swapped.</summary>
    public static string? Misplaced(double lon, double lat)
    {
        if (Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180) return null;
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"lat {lat}, lon {lon} is off the globe; allowed: lat -90 to 90, lon -180 to 180");
        var swapped = Math.Abs(lat) is > 90 and <= 180 && Math.Abs(lon) <= 90;
        return swapped ? $"{words}; latitude and longitude look swapped (GeoJSON puts longitude first)" : words;
    }

    /// <summary>
    /// One finding for a whole that is nested wrongly; else one for each position or ring that is wrong.
    /// </summary>
    private static bool Walk(JsonElement element, int depth, string path, Findings findings)
    {
        if (Misnested(element, depth, path) is { } complaint)
        {
            findings.Add(complaint.Path, complaint.Message);
            return false;
        }
        return WalkNested(element, depth, path, findings);
    }

    /// <summary>Depth 2 is a list of rings, 1 a ring, 0 a position.</summary>
    private static RegistryError? Misnested(JsonElement element, int depth, string path)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() == 0)
        {
            var items = depth == 0 ? "numbers" : "lists";
            return new RegistryError(path, $"{Section.Quote(element)} is not a list of {items}");
        }
        if (depth == 0) return null;
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Misnested(item, depth - 1, At(path, index++)) is { } complaint) return complaint;
        }
        return null;
    }

    private static bool WalkNested(JsonElement element, int depth, string path, Findings findings)
    {
        if (depth == 0) return IsPosition(element, path, findings);
        var index = 0;
        var sound = true;
        foreach (var item in element.EnumerateArray())
            sound &= WalkNested(item, depth - 1, At(path, index++), findings);
        return sound && (depth > 1 || IsRing(element, path, findings));
    }

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static bool IsPosition(JsonElement position, string path, Findings findings)
    {
        var length = position.GetArrayLength();
        if (length is < 2 or > 3 || position.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.Number))
        {
            findings.Add(path, $"{Section.Quote(position)} is not a position [longitude, latitude]");
            return false;
        }
        if (Misplaced(position[0].GetDouble(), position[1].GetDouble()) is not { } complaint) return true;
        findings.Add(path, complaint);
        return false;
    }

    private static bool IsRing(JsonElement ring, string path, Findings findings)
    {
        var count = ring.GetArrayLength();
        var (first, last) = (ring[0], ring[count - 1]);
        if (count < LeastPositions)
            findings.Add(path, "is a ring of fewer than 4 positions; the first one is repeated at the end");
        else if (first[0].GetDouble() != last[0].GetDouble() || first[1].GetDouble() != last[1].GetDouble())
            findings.Add(path, $"is not closed: it begins at {Section.Quote(first)} and ends at {Section.Quote(last)}");
        else
            return true;
        return false;
    }
}
