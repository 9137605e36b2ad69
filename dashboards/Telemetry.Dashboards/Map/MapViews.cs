namespace Telemetry.Dashboards.Map;

/// <summary>What a map of the city is drawn on, in WGS-84 degrees but for the tiles, which say theirs.</summary>
/// <param name="Bounds">
/// West, south, east and north of everything that the registry places somewhere; absent where it places nothing.
/// </param>
/// <param name="Seas">Absent where no coastline of the area is there.</param>
/// <param name="SeasMissing">Why the coastline is missing, or a part of it.</param>
/// <param name="Tiles">The city's own tiles; absent where none are configured.</param>
public sealed record MapView(double[]? Bounds, SeasView? Seas, string? SeasMissing, TilesView? Tiles);

/// <param name="Url">GeoJSON: the features <c>sea</c> (areas) and <c>shore</c> (lines).</param>
/// <param name="Box">West, south, east and north of what it covers; beyond it nothing is known.</param>
/// <param name="Attribution">To be shown on the map.</param>
public sealed record SeasView(string Url, double[] Box, string? Attribution, string? Licence);

/// <param name="Url">With <c>{z}</c>, <c>{x}</c>, <c>{y}</c> or <c>{-y}</c>; Web Mercator.</param>
/// <param name="Coordinates">
/// <c>wgs84</c>, or <c>gcj02</c>: what is drawn on them has to be shifted the same way.
/// </param>
/// <param name="Attribution">To be shown on the map.</param>
public sealed record TilesView(string Url, MapCoordinates Coordinates, string Attribution, int MinZoom, int MaxZoom);
