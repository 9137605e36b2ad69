using System.Text.Json;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Places;

/// <summary>A place to draw or change.</summary>
/// <param name="Why">The reason; it stands in the ledger.</param>
/// <param name="Version">
/// Of the registry that was looked at, as <c>/api/places</c> gives it: where somebody changed it since, nothing is
/// done. Absent: any will do.
/// </param>
/// <param name="Place">A GeoJSON feature as <c>/api/places</c> gives it.</param>
public sealed record PutPlaceRequest(string? Why, string? Version, PlaceBody? Place);

/// <param name="Geometry">
/// <c>Polygon</c> or <c>MultiPolygon</c>; <c>Point</c> for a facility or collection point that has no area.
/// </param>
public sealed record PlaceBody(string? Type, JsonElement Geometry, PlaceBodyProperties? Properties);

/// <param name="Kind">Another one of the same part of the registry; the address's where absent.</param>
/// <param name="Name">One text, or <c>{"en": ..., "zh": ...}</c>.</param>
/// <param name="District">That answers for it.</param>
/// <param name="FacilityKind">Of a facility.</param>
/// <param name="PointKind">Of a collection point.</param>
/// <param name="Plant">The plant that a facility belongs to.</param>
/// <param name="RadiusM">Of a collection point without an area, metres; the default where absent.</param>
/// <param name="Lat">Of where a facility or collection point with an area stands, WGS-84 degrees.</param>
public sealed record PlaceBodyProperties(
    string? Kind, JsonElement Name, string? District, string? FacilityKind, string? PointKind, string? Plant,
    double? RadiusM, double? Lat, double? Lon);

/// <param name="Version">Of the registry that is in force now.</param>
/// <param name="Place">As it stands there now; absent where it was taken out.</param>
public sealed record PlaceAnswer(string Version, PlaceFeature? Place);

/// <param name="Path">Where in the registry, as <c>collection_points[3].district</c>.</param>
/// <param name="Message">The wrong value and what is allowed.</param>
public sealed record PlaceProblem(string Path, string Message)
{
    internal static PlaceProblem Of(RegistryError error) => new(error.Path, error.Message);
}
