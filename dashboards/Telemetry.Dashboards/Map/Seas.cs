using System.Text.Json;

namespace Telemetry.Dashboards.Map;

/// <summary>The sea and its shore within an area, as GeoJSON.</summary>
/// <param name="Box">West, south, east and north of the area that was cut, degrees.</param>
/// <param name="Attribution">To be shown on the map.</param>
internal sealed record Seas(ReadOnlyMemory<byte> Json, double[] Box, string? Attribution, string? Licence)
{
    /// <summary>Far more than an area of one city has; the world's are 35 MiB.</summary>
    private const int MostBytes = 16 << 20;

    /// <summary>That of the reference city.</summary>
    public static Seas Shipped { get; } = ReadShipped();

    public static (Seas? Seas, string? Error) Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                return (null, "is larger than 16 MiB: cut it to the city's area");
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"can't be read: {e.Message}");
        }
    }

    /// <summary>Whether anything of a box lies in the area.</summary>
    public bool Meets(double[] box) =>
        Box[0] <= box[2] && box[0] <= Box[2] && Box[1] <= box[3] && box[1] <= Box[3];

    /// <summary>Whether all of a box does.</summary>
    public bool Covers(double[] box) =>
        Box[0] <= box[0] && Box[1] <= box[1] && Box[2] >= box[2] && Box[3] >= box[3];

    private static (Seas? Seas, string? Error) Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "type") != "FeatureCollection"
                || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            {
                return (null, "is no GeoJSON FeatureCollection");
            }
            if (!root.TryGetProperty("bbox", out var bbox) || bbox.ValueKind != JsonValueKind.Array
                || bbox.GetArrayLength() != 4
                || bbox.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.Number))
            {
                return (null, "has no bbox [west, south, east, north]: dashboards/console/map/cut.mjs writes one");
            }
            return (
                new Seas(
                    json, [.. bbox.EnumerateArray().Select(one => one.GetDouble())], Text(root, "attribution"),
                    Text(root, "licence")),
                null);
        }
        catch (JsonException e)
        {
            return (null, $"is not JSON: {e.Message}");
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static Seas ReadShipped()
    {
        using var stream = typeof(Seas).Assembly.GetManifestResourceStream("map/seas.geojson")
            ?? throw new InvalidOperationException("seas.geojson is not in the assembly");
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json).Seas ?? throw new InvalidOperationException("seas.geojson has not the form of one");
    }
}
