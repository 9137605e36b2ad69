using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;

namespace Telemetry.Domain.Fleet;

/// <summary>Gathers what an hour of a track comes to, ping by ping.</summary>
internal sealed class HourTrack : TrackFold
{
    readonly LocalHour _hour;
    readonly VisitFold _visits;
    readonly ImmutableArray<Trip>.Builder _trips = ImmutableArray.CreateBuilder<Trip>();
    readonly ImmutableArray<Stop>.Builder _stops = ImmutableArray.CreateBuilder<Stop>();
    readonly ImmutableArray<Speeding>.Builder _speedings = ImmutableArray.CreateBuilder<Speeding>();
    HourFigures _figures;

    public HourTrack(LocalHour hour, VehicleRules rules, VehicleState entry)
        : base(rules)
    {
        _hour = hour;
        _figures = default(HourFigures) with { Hour = hour };
        Begin(entry.Track);
        _visits = new VisitFold(rules);
        _visits.Begin(entry.Visits);
    }

    public void Take(in Ping ping)
    {
        Cover(ping.TimeMs);
        var verdict = Fold(ping);
        _figures = _figures with
        {
            Pings = _figures.Pings + 1,
            Accepted = _figures.Accepted + (verdict == FixVerdict.Accepted ? 1 : 0),
            NoFix = _figures.NoFix + (verdict == FixVerdict.NoFix ? 1 : 0),
            Inaccurate = _figures.Inaccurate + (verdict == FixVerdict.Inaccurate ? 1 : 0),
            Far = _figures.Far + (verdict == FixVerdict.Far ? 1 : 0),
        };
    }

    public VehicleHour Result()
    {
        Cover(_hour.EndMs);
        return new()
        {
            Figures = _figures with
            {
                TripsEnded = _trips.Count, FreshUntilMs = FreshUntilMs,
            },
            Trips = _trips.ToImmutable(),
            Stops = _stops.ToImmutable(),
            Speedings = _speedings.ToImmutable(),
            Visits = _visits.Ended,
            Exit = new VehicleState { Track = State, Visits = _visits.State },
        };
    }

    // From the newest ping on, as far as it speaks for the present.
    void Cover(long untilMs)
    {
        var from = Math.Max(HeardMs, _hour.StartMs);
        var until = Math.Min(FreshUntilMs, untilMs);
        if (until > from) _figures = _figures with { CoveredMs = _figures.CoveredMs + (until - from) };
    }

    protected override void Began(in Ping fix) => _visits.Began(fix);

    protected override void Moved(in Leg leg, in Tally tally)
    {
        _figures = _figures with
        {
            Tally = _figures.Tally + tally, UnseenM = _figures.UnseenM + (leg.IsSeen ? 0 : leg.DistanceM),
        };
        _visits.Moved(leg);
    }

    protected override void Ended(in Trip trip) => _trips.Add(trip);

    protected override void StopBegan(in Halt halt) =>
        _figures = _figures with { StopsBegun = _figures.StopsBegun + 1 };

    protected override void Ended(in Stop stop) => _stops.Add(stop);

    protected override void Ended(in Speeding speeding) => _speedings.Add(speeding);
}
