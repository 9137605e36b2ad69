using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Places;

/// <summary>The registry's places as features of a map, by kind and id.</summary>
internal static class PlaceCatalogue
{
    public static IEnumerable<PlaceFeature> Of(CityRegistry registry)
    {
        var features = registry.Facilities.Values.Select(Of)
            .Concat(registry.CollectionPoints.Select(Of))
            .Concat(registry.Geofences.Where(fence => !fence.Area.IsEmpty).Select(Of));
        return features.OrderBy(place => place.Properties.Kind)
            .ThenBy(place => place.Properties.Id, StringComparer.Ordinal);
    }

    private static PlaceFeature Of(Facility facility) => Feature(
        facility.Area is { } area ? GeoJsonShape.Of(area) : GeoJsonShape.Of(facility.Location),
        new PlaceProperties(
            facility.Kind == FacilityKind.Depot ? PlaceKind.Depot : PlaceKind.Facility, facility.Id.Value,
            facility.Name, facility.District.Value, facility.Kind, null, facility.Plant?.Value,
            facility.Area is null ? PlaceMap.FacilityRadiusM : null, facility.Location.Lat, facility.Location.Lon));

    private static PlaceFeature Of(CollectionPoint point) => Feature(
        point.Area is { } area ? GeoJsonShape.Of(area) : GeoJsonShape.Of(point.Location),
        new PlaceProperties(
            PlaceKind.CollectionPoint, point.Id, point.Name, point.District.Value, null, point.Kind, null,
            point.Area is null ? point.RadiusM ?? PlaceMap.PointRadiusM : null, point.Location.Lat,
            point.Location.Lon));

    private static PlaceFeature Of(Geofence fence)
    {
        var kind = fence.Kind switch
        {
            GeofenceKind.District => PlaceKind.District,
            GeofenceKind.ServiceArea => PlaceKind.ServiceArea,
            _ => PlaceKind.Forbidden,
        };
        return Feature(
            GeoJsonShape.Of(fence.Area),
            new PlaceProperties(
                kind, fence.Id, fence.Name, fence.District?.Value, null, null, null, null, null, null));
    }

    private static PlaceFeature Feature(PlaceGeometry geometry, PlaceProperties place) =>
        new("Feature", new PlaceKey(place.Kind, place.Id).ToString(), geometry, place);
}
