using Telemetry.Dashboards.Places;

namespace Telemetry.Dashboards.Tracks;

/// <summary>A track as GeoJSON (RFC 7946), as <see cref="TrackGeoJson"/> writes it.</summary>
/// <param name="Type"><c>FeatureCollection</c>.</param>
/// <param name="Vehicle">As in topics.</param>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">Last instant, exclusive.</param>
/// <param name="ToleranceM">What is left out lies no farther from the line, metres; 0 where nothing is.</param>
/// <param name="Stored">Positions stored within the range.</param>
/// <param name="Used">Of those, the accepted ones, left out of the line or not.</param>
/// <param name="Features">By time, one a segment: between two of them nobody knows the way.</param>
public sealed record TrackCollection(
    string Type, string Vehicle, DateTimeOffset From, DateTimeOffset To, double ToleranceM, int Stored, int Used,
    IReadOnlyList<TrackFeature> Features);

/// <param name="Type"><c>Feature</c>.</param>
/// <param name="Geometry"><c>LineString</c>, or <c>Point</c> where one fix stands alone.</param>
public sealed record TrackFeature(string Type, PlaceGeometry Geometry, TrackProperties Properties);

/// <param name="Segment">From 1.</param>
/// <param name="From">Of the first position, in the city's time.</param>
/// <param name="Until">Of the last position.</param>
/// <param name="Times">Of each position.</param>
/// <param name="SpeedsKmh">At each position, km/h; null where the tracker sent none.</param>
public sealed record TrackProperties(
    int Segment, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<DateTimeOffset> Times,
    IReadOnlyList<double?> SpeedsKmh);
