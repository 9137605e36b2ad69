using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Places;

/// <summary>GeoJSON (RFC 7946).</summary>
/// <param name="Type"><c>FeatureCollection</c>.</param>
/// <param name="Version">Of the registry.</param>
/// <param name="Features">By kind, then by id.</param>
public sealed record PlaceCollection(string Type, string Version, IReadOnlyList<PlaceFeature> Features);

/// <param name="Type"><c>Feature</c>.</param>
/// <param name="Id">Kind and name: <c>collection_point/dinghai-gh-01</c>.</param>
public sealed record PlaceFeature(string Type, string Id, PlaceGeometry Geometry, PlaceProperties Properties);

/// <param name="Type"><c>Polygon</c> or <c>MultiPolygon</c> where the registry has an area, else <c>Point</c>.</param>
/// <param name="Coordinates">
/// WGS-84 degrees, longitude first; outer rings run counterclockwise, holes clockwise.
/// </param>
public sealed record PlaceGeometry(string Type, object Coordinates);

/// <param name="Id">Unique within its kind.</param>
/// <param name="District">That answers for it; absent where none is named.</param>
/// <param name="FacilityKind">Of depots and facilities.</param>
/// <param name="PointKind">Of collection points.</param>
/// <param name="Plant">The plant that a facility belongs to.</param>
/// <param name="RadiusM">Who is that near to a point has come to it, metres; absent where an area says so.</param>
/// <param name="Lat">Of where it stands, WGS-84 degrees; absent for what is an area alone.</param>
public sealed record PlaceProperties(
    PlaceKind Kind, string Id, LocalizedName Name, string? District, FacilityKind? FacilityKind,
    CollectionPointKind? PointKind, string? Plant, double? RadiusM, double? Lat, double? Lon);
