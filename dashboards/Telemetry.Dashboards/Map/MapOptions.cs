using System.Text.RegularExpressions;

namespace Telemetry.Dashboards.Map;

/// <summary>What the console's map is drawn on (<c>Telemetry:Map</c>).</summary>
public sealed partial class MapOptions
{
    private const int DeepestZoom = 22;

    /// <summary>
    /// GeoJSON file of the sea and its shore, as <c>dashboards/console/map/cut.mjs</c> writes it; by default
    /// <c>map/seas.geojson</c> in the data folder where there is one, else the reference city's.
    /// </summary>
    public string? SeasFile { get; set; }

    /// <summary>
    /// Tiles to draw instead of the sea, as an address with <c>{z}</c>, <c>{x}</c> and <c>{y}</c> (or <c>{-y}</c>), in
    /// Web Mercator; <c>{a-c}</c> in the host's name stands for several hosts. Empty by default: none, and nothing is
    /// asked of any other host.
    /// </summary>
    public string? TileUrl { get; set; }

    /// <summary>
    /// Coordinate system of the tiles: <c>Wgs84</c> by default, or <c>Gcj02</c>, by which maps published in China are
    /// shifted. Ignored without <see cref="TileUrl"/>, like all that follows.
    /// </summary>
    public MapCoordinates TileCoordinates { get; set; }

    /// <summary>Whose map the tiles are, shown on it; wanted with <see cref="TileUrl"/>.</summary>
    public string? TileAttribution { get; set; }

    /// <summary>Shallowest zoom that has tiles, 0 to 22; 3 by default.</summary>
    public int TileMinZoom { get; set; } = 3;

    /// <summary>Deepest zoom that has tiles, 0 to 22; 18 by default. Nearer, they are enlarged.</summary>
    public int TileMaxZoom { get; set; } = 18;

    /// <summary>
    /// Origins that a page must be let load images from, for a content security policy; empty where tiles come from
    /// this host, or there are none.
    /// </summary>
    public IReadOnlyList<string> TileOrigins() => TileUrl is null || TileUrl.StartsWith('/')
        ? []
        : [.. Hosts(TileUrl).Select(static url => new Uri(url).GetLeftPart(UriPartial.Authority)).Distinct()];

    /// <summary>Every problem, in words.</summary>
    public IEnumerable<string> Validate()
    {
        if (SeasFile is { } file && Seas.Read(file) is { Error: { } error })
            yield return $"Telemetry:Map:SeasFile '{file}' {error}";
        if (TileUrl is null) yield break;
        var isPath = TileUrl.StartsWith('/') && !TileUrl.StartsWith("//", StringComparison.Ordinal);
        if (!isPath && !Hosts(TileUrl).All(IsWeb))
        {
            yield return $"Telemetry:Map:TileUrl '{TileUrl}': an http or https address, or a path of this host such as "
                + "/tiles/{z}/{x}/{y}.png";
        }
        var names = Placeholder().Matches(TileUrl).Select(static match => match.Value).ToHashSet();
        if (!names.Contains("{z}") || !names.Contains("{x}") || names.Contains("{y}") == names.Contains("{-y}"))
            yield return $"Telemetry:Map:TileUrl '{TileUrl}': {{z}}, {{x}} and {{y}} (or {{-y}}) are wanted";
        if (string.IsNullOrWhiteSpace(TileAttribution))
            yield return "Telemetry:Map:TileAttribution is empty: say whose map the tiles of Telemetry:Map:TileUrl are";
        if (TileMinZoom < 0 || TileMaxZoom > DeepestZoom || TileMinZoom > TileMaxZoom)
        {
            yield return $"Telemetry:Map:TileMinZoom {TileMinZoom} and TileMaxZoom {TileMaxZoom}: from 0 to "
                + $"{DeepestZoom}, the first no deeper than the second";
        }
    }

    private static bool IsWeb(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" };

    /// <summary>The address of each host that a range such as <c>{a-c}</c> stands for, without placeholders.</summary>
    private static IEnumerable<string> Hosts(string url)
    {
        var range = Range().Match(url);
        var urls = range.Success && range.Groups[1].Value[0] <= range.Groups[2].Value[0]
            ? Enumerable.Range(range.Groups[1].Value[0], range.Groups[2].Value[0] - range.Groups[1].Value[0] + 1)
                .Select(letter => url.Replace(range.Value, ((char)letter).ToString(), StringComparison.Ordinal))
            : [url];
        return urls.Select(one => Placeholder().Replace(one, "0"));
    }

    [GeneratedRegex(@"\{([a-z0-9])-([a-z0-9])\}")]
    private static partial Regex Range();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}

public enum MapCoordinates
{
    Wgs84,
    Gcj02,
}
