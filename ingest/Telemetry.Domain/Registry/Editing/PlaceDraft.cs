using System.Text.Json;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Domain.Registry.Editing;

/// <summary>
/// A place as somebody wants it to stand in the registry. Nothing is checked here: the registry that it makes is read
/// like any other.
/// </summary>
/// <param name="District">Null where none is named.</param>
/// <param name="Facility">Of depots and facilities; a depot's kind is depot.</param>
/// <param name="Point">Of collection points.</param>
/// <param name="Plant">The plant that a facility belongs to.</param>
/// <param name="RadiusM">Of a collection point without an area, metres; null for the default.</param>
/// <param name="At">Where it stands; null for what is an area alone.</param>
/// <param name="Area">A GeoJSON polygon or multipolygon; null where a radius will do.</param>
public sealed record PlaceDraft(
    PlaceKey Key, LocalizedName Name, string? District, FacilityKind? Facility, CollectionPointKind? Point,
    string? Plant, double? RadiusM, GeoPoint? At, JsonElement? Area)
{
    /// <summary>The part of the registry in which places of a kind stand.</summary>
    public static string ListOf(PlaceKind kind) => kind switch
    {
        PlaceKind.Depot or PlaceKind.Facility => "facilities",
        PlaceKind.CollectionPoint => "collection_points",
        _ => "geofences",
    };
}
