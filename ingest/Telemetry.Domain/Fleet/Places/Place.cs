using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Places;

public enum PlaceKind
{
    Depot,
    Facility,
    CollectionPoint,
    District,
    ServiceArea,
    Forbidden,
}

/// <summary>Names are unique within a kind.</summary>
public readonly record struct PlaceKey(PlaceKind Kind, string Id) : IComparable<PlaceKey>
{
    /// <summary><c>collection_point/dinghai-gh-01</c>.</summary>
    public override string ToString() => $"{WireNames.Of(Kind)}/{Id}";

    public int CompareTo(PlaceKey other)
    {
        var order = Kind.CompareTo(other.Kind);
        return order == 0 ? string.CompareOrdinal(Id, other.Id) : order;
    }

    public static bool operator <(PlaceKey a, PlaceKey b) => a.CompareTo(b) < 0;

    public static bool operator >(PlaceKey a, PlaceKey b) => a.CompareTo(b) > 0;

    public static bool operator <=(PlaceKey a, PlaceKey b) => a.CompareTo(b) <= 0;

    public static bool operator >=(PlaceKey a, PlaceKey b) => a.CompareTo(b) >= 0;
}

/// <summary>
/// Somewhere that vehicles come to: an area, or a circle about a point. It is entered at its border and left a little
/// beyond, so that who stands on the border neither comes nor goes. Immutable and shared by threads.
/// </summary>
public sealed class Place
{
    readonly IPreparedGeometry _inner;
    readonly IPreparedGeometry _outer;
    readonly Coordinate[][] _innerRings;
    readonly Coordinate[][] _outerRings;

    internal Place(
        PlaceKey key, LocalizedName name, DistrictId? district, GeoPoint location, Geometry area,
        FacilityKind? facility, CollectionPointKind? point)
    {
        (Key, Name, District, Location, Area, FacilityKind, PointKind) =
            (key, name, district, location, area, facility, point);
        var beyond = PlaceShape.Widened(area, PlaceShape.LeaveMarginM);
        Envelope = beyond.EnvelopeInternal;
        _inner = PreparedGeometryFactory.Prepare(area);
        _outer = PreparedGeometryFactory.Prepare(beyond);
        _innerRings = PlaceShape.RingsOf(area);
        _outerRings = PlaceShape.RingsOf(beyond);
        // What they keep for later is made at their first use, which is now, before threads share them.
        var here = PlaceShape.Point(location.Lon, location.Lat);
        _ = _inner.Covers(here) | _outer.Covers(here);
    }

    public PlaceKey Key { get; }

    public LocalizedName Name { get; }

    /// <summary>The district that answers for it; null where none is named.</summary>
    public DistrictId? District { get; }

    /// <summary>As registered; the middle of an area that has none.</summary>
    public GeoPoint Location { get; }

    /// <summary>WGS-84, x = longitude. The circle about a point has 32 corners.</summary>
    public Geometry Area { get; }

    /// <summary>Set for depots and facilities.</summary>
    public FacilityKind? FacilityKind { get; }

    /// <summary>Set for collection points.</summary>
    public CollectionPointKind? PointKind { get; }

    /// <summary>Of all that counts as not having left yet.</summary>
    internal Envelope Envelope { get; }

    /// <summary>Whether somewhere is inside; its border is.</summary>
    public bool Contains(double lat, double lon) => _inner.Covers(PlaceShape.Point(lon, lat));

    /// <summary>Straight to its middle, metres; 0 inside.</summary>
    public double MetresFrom(double lat, double lon) =>
        Contains(lat, lon) ? 0 : Wgs84.Metres(lat, lon, Location.Lat, Location.Lon);

    internal bool StillHolds(Point point) => _outer.Covers(point);

    internal bool Covers(Point point) => _inner.Covers(point);

    /// <summary>The parts of a segment, 0 to 1, at which it first and last crosses the border.</summary>
    internal (double First, double Last)? Crossings(in Segment segment) => segment.Across(_innerRings);

    /// <summary>The part of a segment at which it first crosses the line beyond which it has left.</summary>
    internal double? Leaving(in Segment segment) => segment.Across(_outerRings)?.First;
}
