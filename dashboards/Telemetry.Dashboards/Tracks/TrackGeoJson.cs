using System.Collections.Immutable;
using System.Text.Json;
using Telemetry.Dashboards.Places;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tracks;

/// <summary>A track as GeoJSON (RFC 7946): one feature a segment.</summary>
internal static class TrackGeoJson
{
    public static Task WriteAsync(Track track, City city, Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(stream, Collect(track, city), DashboardsJson.Options, cancellationToken);

    public static TrackCollection Collect(Track track, City city) => new(
        "FeatureCollection", track.Vehicle, city.Local(track.Range.From), city.Local(track.Range.To), track.ToleranceM,
        track.Stored, track.Used, [.. track.Segments.Select((segment, i) => Feature(i + 1, segment, city))]);

    private static TrackFeature Feature(int number, ImmutableArray<Ping> fixes, City city)
    {
        double[][] positions = [.. fixes.Select(fix => new[] { fix.Lon, fix.Lat })];
        DateTimeOffset[] times =
            [.. fixes.Select(fix => city.Local(DateTimeOffset.FromUnixTimeMilliseconds(fix.TimeMs)))];
        return new TrackFeature(
            "Feature",
            positions.Length == 1
                ? new PlaceGeometry("Point", positions[0])
                : new PlaceGeometry("LineString", positions),
            new TrackProperties(number, times[0], times[^1], times, [.. fixes.Select(fix => fix.SpeedKmh)]));
    }
}
