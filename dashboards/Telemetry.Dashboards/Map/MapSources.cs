using NetTopologySuite.Geometries;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Map;

/// <summary>What the map of the registry's city is drawn on.</summary>
internal sealed class MapSources(MapOptions options)
{
    private const string Advice =
        "dashboards/console/map/cut.mjs cuts one for this city; name it in Telemetry:Map:SeasFile";

    public MapView View(CityRegistry registry)
    {
        var bounds = Bounds(registry);
        var (seas, error) = Find();
        var missing = seas is null ? $"The coastline {error}"
            : bounds is null || seas.Covers(bounds) ? null
            : seas.Meets(bounds) ? $"The coastline has a part of this city's area only. {Advice}."
            : $"There is no coastline of this city's area. {Advice}.";
        return new MapView(
            bounds,
            seas is null || (bounds is not null && !seas.Meets(bounds))
                ? null
                : new SeasView("/api/map/seas", seas.Box, seas.Attribution, seas.Licence),
            missing,
            options.TileUrl is null
                ? null
                : new TilesView(
                    options.TileUrl, options.TileCoordinates, options.TileAttribution ?? "", options.TileMinZoom,
                    options.TileMaxZoom));
    }

    /// <summary>Read anew each time: a file that was replaced counts at the next look at the map.</summary>
    public (Seas? Seas, string? Error) Find() =>
        options.SeasFile is { } file ? Seas.Read(file) : (Seas.Shipped, null);

    /// <summary>West, south, east and north of everything that stands somewhere; null where nothing does.</summary>
    private static double[]? Bounds(CityRegistry registry)
    {
        var all = new Envelope();
        foreach (var plant in registry.Plants.Values)
        {
            if (plant.Location is { } at) all.ExpandToInclude(at.Lon, at.Lat);
        }
        foreach (var facility in registry.Facilities.Values)
            all.ExpandToInclude(facility.Location.Lon, facility.Location.Lat);
        foreach (var point in registry.CollectionPoints) all.ExpandToInclude(point.Location.Lon, point.Location.Lat);
        foreach (var fence in registry.Geofences) all.ExpandToInclude(fence.Area.EnvelopeInternal);
        return all.IsNull ? null : [all.MinX, all.MinY, all.MaxX, all.MaxY];
    }
}
