using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Fleet.Places;

/// <summary>
/// Follows the accepted fixes of a track through the places of the city. A fix that isn't accurate enough decides
/// nothing: the way is drawn from the last one that was.
/// </summary>
internal sealed class VisitFold(VehicleRules rules)
{
    readonly List<OpenVisit> _inside = [];
    readonly List<PlaceKey> _left = [];
    readonly ImmutableArray<Visit>.Builder _ended = ImmutableArray.CreateBuilder<Visit>();
    Moment? _sure;
    bool _isLost;

    public ImmutableArray<Visit> Ended => _ended.ToImmutable();

    public VisitState State => new() { Sure = _sure, IsLost = _isLost, Inside = [.. _inside] };

    public void Begin(VisitState state)
    {
        (_sure, _isLost) = (state.Sure, state.IsLost);
        _inside.AddRange(state.Inside);
    }

    public void Began(in Ping fix)
    {
        if (!IsSure(fix)) return;
        Arrive(fix, null, null);
        _sure = Moment.Of(fix);
    }

    public void Moved(in Leg leg)
    {
        _isLost |= !leg.IsSeen;
        if (leg is { IsStill: true, IsSeen: true }) Stand(leg.LengthMs);
        if (!IsSure(leg.To)) return;
        Segment? way = _sure is { } sure && !_isLost && leg.To.TimeMs - sure.TimeMs <= rules.CrossingGapMs
            ? Segment.Between(sure, leg.To) : null;
        Depart(leg.To, way);
        Arrive(leg.To, way, leg.From.Working is true && leg.To.Working is true);
        _sure = Moment.Of(leg.To);
        _isLost = false;
    }

    bool IsSure(in Ping fix) => !(fix.AccuracyM > rules.Limits.DecidingAccuracyM);

    void Stand(long ms)
    {
        for (var i = 0; i < _inside.Count; i++) _inside[i] = _inside[i] with { StoodMs = _inside[i].StoodMs + ms };
    }

    void Depart(in Ping to, Segment? way)
    {
        var point = PlaceShape.Point(to.Lon, to.Lat);
        _left.Clear();
        for (var i = _inside.Count - 1; i >= 0; i--)
        {
            var visit = _inside[i];
            // A place that the registry has no more is left where it was last known.
            if (rules.Places.Find(visit.Place) is not { } place) End(i, visit.At(visit.LastMs, VisitEnd.Lost));
            else if (place.StillHolds(point)) _inside[i] = Seen(visit, to);
            else if (way is { } straight) End(i, visit.At(LeftAt(place, straight, visit, to), VisitEnd.Left));
            else End(i, visit.At(visit.LastMs, VisitEnd.Lost));
        }
    }

    void End(int index, Visit visit)
    {
        _inside.RemoveAt(index);
        _left.Add(visit.Place);
        Add(visit);
    }

    long LeftAt(Place place, Segment way, OpenVisit visit, in Ping to)
    {
        var part = place.Leaving(way) ?? (way.CrossesAntimeridian ? place.Leaving(way.OtherSide) : null);
        return part is { } at ? Math.Max(visit.LastMs, TimeAt(at, to)) : visit.LastMs;
    }

    void Arrive(in Ping to, Segment? way, bool? worked)
    {
        var point = PlaceShape.Point(to.Lon, to.Lat);
        var here = way ?? new Segment(to.Lon, to.Lat, to.Lon, to.Lat);
        Meet(here, point, to, way is not null, worked is true);
        if (here.CrossesAntimeridian) Meet(here.OtherSide, point, to, way is not null, worked is true);
    }

    void Meet(Segment here, Point point, in Ping to, bool isWay, bool worked)
    {
        foreach (var place in rules.Places.Near(here))
        {
            if (IsInside(place.Key) || _left.Contains(place.Key)) continue;
            if (place.Covers(point))
            {
                var enterMs = isWay && place.Crossings(here) is { } border ? TimeAt(border.Last, to) : to.TimeMs;
                Enter(Seen(new OpenVisit(place.Key, enterMs, to.TimeMs, 0, 0, false, false), to));
            }
            else if (isWay && place.Crossings(here) is { } across && across.First < across.Last)
            {
                Add(new Visit(
                    place.Key, TimeAt(across.First, to), TimeAt(across.Last, to), VisitEnd.Passed, 0, 0, worked,
                    to.Working is not null));
            }
        }
    }

    bool IsInside(PlaceKey key)
    {
        foreach (var visit in _inside)
        {
            if (visit.Place == key) return true;
        }
        return false;
    }

    void Enter(OpenVisit visit)
    {
        var index = 0;
        while (index < _inside.Count && _inside[index].Place < visit.Place) index++;
        _inside.Insert(index, visit);
    }

    static OpenVisit Seen(OpenVisit visit, in Ping fix) => visit with
    {
        LastMs = fix.TimeMs, Fixes = visit.Fixes + 1, Worked = visit.Worked || fix.Working is true,
        TellsWork = visit.TellsWork || fix.Working is not null,
    };

    // In one order, whatever the index finds first.
    void Add(Visit visit)
    {
        var index = _ended.Count;
        while (index > 0 && IsBefore(visit, _ended[index - 1])) index--;
        _ended.Insert(index, visit);
    }

    static bool IsBefore(Visit a, Visit b) =>
        a.LeaveMs < b.LeaveMs || (a.LeaveMs == b.LeaveMs && (a.EnterMs, a.Place).CompareTo((b.EnterMs, b.Place)) < 0);

    long TimeAt(double part, in Ping to)
    {
        var fromMs = _sure!.Value.TimeMs;
        return fromMs + (long)Math.Round(part * (to.TimeMs - fromMs));
    }
}
