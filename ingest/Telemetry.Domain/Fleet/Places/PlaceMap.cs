using System.Collections.Frozen;
using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Places;

/// <summary>
/// Every place of a city's registry, found by where it is. Built once for each version of the registry; immutable and
/// shared by threads.
/// </summary>
public sealed class PlaceMap
{
    /// <summary>Of a collection point whose radius and area the registry doesn't name, metres.</summary>
    public const double PointRadiusM = 40;

    /// <summary>Of a facility whose area the registry doesn't name, metres.</summary>
    public const double FacilityRadiusM = 100;

    public static readonly PlaceMap Empty = new([]);

    readonly STRtree<Place> _index = new();
    readonly FrozenDictionary<PlaceKey, Place> _byKey;

    PlaceMap(IEnumerable<Place> places)
    {
        All = [.. places.OrderBy(place => place.Key)];
        _byKey = All.ToFrozenDictionary(place => place.Key);
        foreach (var place in All) _index.Insert(place.Envelope, place);
        // The tree is built at its first use, which is now, before threads share it.
        _index.Build();
    }

    /// <summary>By kind and name.</summary>
    public ImmutableArray<Place> All { get; }

    public static PlaceMap Of(CityRegistry city) => new(
    [
        .. city.Facilities.Values.Select(Of),
        .. city.CollectionPoints.Select(Of),
        .. city.Geofences.Where(fence => !fence.Area.IsEmpty).Select(Of),
    ]);

    public Place? Find(PlaceKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>The places that somewhere lies in, by kind and name.</summary>
    public IReadOnlyList<Place> At(double lat, double lon)
    {
        var point = PlaceShape.Point(lon, lat);
        return [.. _index.Query(point.EnvelopeInternal).Where(p => p.Covers(point)).OrderBy(p => p.Key)];
    }

    /// <summary>The district that somewhere lies in; null outside all.</summary>
    public DistrictId? DistrictAt(double lat, double lon)
    {
        foreach (var place in At(lat, lon))
        {
            if (place.Key.Kind == PlaceKind.District) return place.District;
        }
        return null;
    }

    /// <summary>
    /// The depot, facility or collection point nearest to somewhere, by the distance to its middle, and 0 inside. Of
    /// equally near ones the first by kind and name.
    /// </summary>
    /// <param name="withinM">Metres beyond which nothing is near.</param>
    public NearPlace? Nearest(double lat, double lon, double withinM)
    {
        var (north, east) = (withinM / Wgs84.MetresPerDegree, withinM / (Wgs84.MetresPerDegree * Cosine(lat)));
        NearPlace? best = null;
        foreach (var place in _index.Query(new Envelope(lon - east, lon + east, lat - north, lat + north)))
        {
            if (place.Key.Kind > PlaceKind.CollectionPoint) continue;
            var metres = place.MetresFrom(lat, lon);
            if (metres > withinM || (best is { } other && !IsNearer(place, metres, other))) continue;
            best = new NearPlace(place, metres);
        }
        return best;
    }

    internal IList<Place> Near(in Segment segment) => _index.Query(segment.Envelope);

    static bool IsNearer(Place place, double metres, NearPlace other) =>
        metres < other.Metres || (metres == other.Metres && place.Key < other.Place.Key);

    static double Cosine(double lat) => Math.Max(0.01, Math.Cos(lat * Math.PI / 180));

    static Place Of(Facility facility) => new(
        new PlaceKey(
            facility.Kind == FacilityKind.Depot ? PlaceKind.Depot : PlaceKind.Facility, facility.Id.Value),
        facility.Name, facility.District, facility.Location,
        facility.Area ?? PlaceShape.Circle(facility.Location, FacilityRadiusM), facility.Kind, null);

    static Place Of(CollectionPoint point) => new(
        new PlaceKey(PlaceKind.CollectionPoint, point.Id), point.Name, point.District, point.Location,
        point.Area ?? PlaceShape.Circle(point.Location, point.RadiusM ?? PointRadiusM), null, point.Kind);

    static Place Of(Geofence fence)
    {
        var kind = fence.Kind switch
        {
            GeofenceKind.District => PlaceKind.District,
            GeofenceKind.ServiceArea => PlaceKind.ServiceArea,
            _ => PlaceKind.Forbidden,
        };
        var middle = fence.Area.InteriorPoint;
        return new Place(
            new PlaceKey(kind, fence.Id), fence.Name, fence.District, new GeoPoint(middle.Y, middle.X), fence.Area,
            null, null);
    }
}

/// <param name="Metres">To its middle; 0 inside.</param>
public readonly record struct NearPlace(Place Place, double Metres);
