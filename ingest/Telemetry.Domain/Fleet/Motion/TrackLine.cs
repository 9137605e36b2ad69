using System.Collections.Immutable;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Fleet.Motion;

/// <summary>A track as a map draws it: the accepted fixes, broken where nobody knows the way.</summary>
public static class TrackLine
{
    /// <param name="pings">The vehicle's, in any order, repeated or not.</param>
    /// <param name="entry">What was known before the first of them; default where nothing is.</param>
    /// <returns>By time; a new piece begins after a long silence and after a jump.</returns>
    public static ImmutableArray<ImmutableArray<Ping>> Pieces(
        ReadOnlySpan<Ping> pings, in TrackState entry, VehicleRules rules)
    {
        var collected = new Collected(rules, entry);
        foreach (ref readonly var ping in InOrder.Of(pings, Ping.InOrder, static ping => ping.TimeMs))
            collected.Take(ping);
        return collected.Result();
    }

    /// <summary>
    /// Fewer fixes, so that none that is left out lies farther than the tolerance from the line between those that are
    /// kept (Douglas and Peucker, 1973). Both ends are kept.
    /// </summary>
    /// <param name="fixes">A piece, by time.</param>
    /// <param name="toleranceM">Metres; at 0 or below everything is kept.</param>
    public static ImmutableArray<Ping> Simplified(ImmutableArray<Ping> fixes, double toleranceM)
    {
        if (fixes.Length < 3 || toleranceM <= 0) return fixes;
        var kept = new bool[fixes.Length];
        kept[0] = kept[^1] = true;
        var open = new Stack<(int First, int Last)>([(0, fixes.Length - 1)]);
        while (open.TryPop(out var part))
        {
            var (farthest, metres) = Farthest(fixes, part.First, part.Last);
            if (metres <= toleranceM) continue;
            kept[farthest] = true;
            open.Push((part.First, farthest));
            open.Push((farthest, part.Last));
        }
        return [.. fixes.Where((_, i) => kept[i])];
    }

    static (int Index, double Metres) Farthest(ImmutableArray<Ping> fixes, int first, int last)
    {
        var (index, most) = (first, 0.0);
        for (var i = first + 1; i < last; i++)
        {
            var metres = FromLine(fixes[first], fixes[last], fixes[i]);
            if (metres > most) (index, most) = (i, metres);
        }
        return (index, most);
    }

    // In a plane about the first end: good for the length of a day's piece in a city.
    static double FromLine(in Ping from, in Ping to, in Ping fix)
    {
        var (endX, endY) = Plane(from, to);
        var (x, y) = Plane(from, fix);
        var square = endX * endX + endY * endY;
        var part = square > 0 ? Math.Clamp((x * endX + y * endY) / square, 0, 1) : 0;
        var (awayX, awayY) = (x - part * endX, y - part * endY);
        return Math.Sqrt(awayX * awayX + awayY * awayY);
    }

    static (double X, double Y) Plane(in Ping origin, in Ping fix) => (
        Math.IEEERemainder(fix.Lon - origin.Lon, 360) * Wgs84.MetresPerDegree
            * Math.Cos(origin.Lat * Math.PI / 180),
        (fix.Lat - origin.Lat) * Wgs84.MetresPerDegree);

    sealed class Collected : TrackFold
    {
        readonly ImmutableArray<ImmutableArray<Ping>>.Builder _pieces =
            ImmutableArray.CreateBuilder<ImmutableArray<Ping>>();

        readonly ImmutableArray<Ping>.Builder _piece = ImmutableArray.CreateBuilder<Ping>();

        public Collected(VehicleRules rules, in TrackState entry)
            : base(rules) => Begin(entry);

        public void Take(in Ping ping) => Fold(ping);

        public ImmutableArray<ImmutableArray<Ping>> Result()
        {
            Break();
            return _pieces.ToImmutable();
        }

        protected override void Began(in Ping fix) => _piece.Add(fix);

        protected override void Moved(in Leg leg, in Tally tally)
        {
            if (!leg.IsSeen) Break();
            _piece.Add(leg.To);
        }

        void Break()
        {
            if (_piece.Count > 0) _pieces.Add(_piece.ToImmutable());
            _piece.Clear();
        }
    }
}
