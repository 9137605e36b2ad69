using System.Globalization;
using System.Text.Json;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Dashboards.Places;

/// <summary>A feature as somebody sent it, as a place of the registry.</summary>
internal static class PlaceDrafting
{
    public static Parsed<PlaceKey> Key(string kind, string id)
    {
        if (!WireNames.TryParse(kind, out PlaceKind known))
            return Parsed.Wrong($"kind '{kind}': one of {string.Join(", ", WireNames.All<PlaceKind>())}");
        return Identifier.IsValid(id)
            ? new PlaceKey(known, id)
            : Parsed.Wrong($"id '{id}': 1 to 64 letters, digits, '.', '_' or '-'");
    }

    public static Parsed<PlaceDraft> Of(PlaceKey at, PlaceBody body)
    {
        var properties = body.Properties;
        if (body.Type != "Feature" || properties is null || body.Geometry.ValueKind != JsonValueKind.Object)
            return Parsed.Wrong("place is wanted: a GeoJSON feature with geometry and properties");
        var wrong = new Complaints();
        var kind = wrong.Take(Choice.Parse<PlaceKind>("kind", properties.Kind)) ?? at.Kind;
        var facility = wrong.Take(Choice.Parse<FacilityKind>("facility_kind", properties.FacilityKind));
        var point = wrong.Take(Choice.Parse<CollectionPointKind>("point_kind", properties.PointKind));
        if (kind == PlaceKind.Facility && facility is null or FacilityKind.Depot)
            wrong.Add("facility_kind is wanted: what kind of facility, other than depot");
        if (kind == PlaceKind.CollectionPoint && point is null) wrong.Add("point_kind is wanted: what is collected");
        var name = wrong.Take(Name(properties.Name));
        var (location, area) = wrong.Take(Where(kind, body.Geometry, properties));
        if (properties.RadiusM is { } radius) Radius(kind, radius, area, wrong);
        if (wrong.Any) return Parsed.Wrong(wrong.Words);
        return new PlaceDraft(
            at with { Kind = kind }, name!, properties.District, facility, point, properties.Plant,
            kind == PlaceKind.CollectionPoint ? properties.RadiusM : null, location, area);
    }

    private static Parsed<LocalizedName?> Name(JsonElement name)
    {
        if (name.ValueKind == JsonValueKind.String && name.GetString() is { } one && !string.IsNullOrWhiteSpace(one))
            return new LocalizedName(one, one);
        if (name.ValueKind == JsonValueKind.Object && Text(name, "en") is { } en && Text(name, "zh") is { } zh)
            return new LocalizedName(en, zh);
        return Parsed.Wrong("name is wanted: one text, or {\"en\": ..., \"zh\": ...}");
    }

    private static string? Text(JsonElement name, string language) =>
        name.TryGetProperty(language, out var text) && text.ValueKind == JsonValueKind.String
        && !string.IsNullOrWhiteSpace(text.GetString())
            ? text.GetString()
            : null;

    private static Parsed<(GeoPoint? At, JsonElement? Area)> Where(
        PlaceKind kind, JsonElement geometry, PlaceBodyProperties properties)
    {
        var isFence = PlaceDraft.ListOf(kind) == "geofences";
        var type = geometry.TryGetProperty("type", out var said) ? said.ToString() : "";
        switch (type)
        {
            case "Point" when isFence:
                return Parsed.Wrong($"geometry: a {WireNames.Of(kind)} is an area: Polygon or MultiPolygon");
            case "Point":
                return Position(geometry) is { } at
                    ? ((GeoPoint?)at, (JsonElement?)null)
                    : Parsed.Wrong("geometry: coordinates are [longitude, latitude]");
            case "Polygon" or "MultiPolygon" when isFence:
                return ((GeoPoint?)null, (JsonElement?)geometry);
            case "Polygon" or "MultiPolygon":
                return properties is { Lat: { } lat, Lon: { } lon }
                    ? ((GeoPoint?)new GeoPoint(lat, lon), (JsonElement?)geometry)
                    : Parsed.Wrong("lat and lon are wanted: where it stands within its area");
            default:
                return Parsed.Wrong($"geometry '{type}': one of Point, Polygon, MultiPolygon");
        }
    }

    private static GeoPoint? Position(JsonElement point)
    {
        if (!point.TryGetProperty("coordinates", out var at) || at.ValueKind != JsonValueKind.Array
            || at.GetArrayLength() < 2 || at.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.Number))
        {
            return null;
        }
        return new GeoPoint(at[1].GetDouble(), at[0].GetDouble());
    }

    private static void Radius(PlaceKind kind, double radius, JsonElement? area, Complaints wrong)
    {
        if (area is not null)
        {
            wrong.Add("radius_m stands beside an area: send one of them");
        }
        // What /api/places says of one without an area, and may come back.
        else if (kind is PlaceKind.Depot or PlaceKind.Facility && radius != PlaceMap.FacilityRadiusM)
        {
            wrong.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"radius_m: a facility is its area, or a circle of {PlaceMap.FacilityRadiusM} m"));
        }
    }
}
