namespace Telemetry.Dashboards.Tracks;

public enum TrackFormat
{
    /// <summary>RFC 7946.</summary>
    Geojson,

    /// <summary>GPX 1.1.</summary>
    Gpx,

    /// <summary>RFC 4180, UTF-8 with a byte order mark.</summary>
    Csv,
}

internal static class TrackFormats
{
    public const string Help =
        "One of geojson, gpx, csv; absent: as `Accept` says (`application/geo+json`, `application/gpx+xml`, "
        + "`text/csv`), GeoJSON where that is of no matter.";

    public const string GeoJson = "application/geo+json";

    /// <summary>Those under which a form is asked for; the first is what it is given as.</summary>
    public static IReadOnlyList<string> MediaTypes(TrackFormat format) => format switch
    {
        TrackFormat.Geojson => [GeoJson, "application/json"],
        TrackFormat.Gpx => ["application/gpx+xml"],
        _ => ["text/csv"],
    };

    public static string ContentType(TrackFormat format) => format == TrackFormat.Csv
        ? "text/csv; charset=utf-8"
        : MediaTypes(format)[0];
}
