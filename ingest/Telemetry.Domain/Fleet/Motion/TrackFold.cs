namespace Telemetry.Domain.Fleet.Motion;

/// <summary>
/// One pass over a vehicle's pings in order of time: filters, distances, trips, stops, speeding. Goes on from any
/// state, allocates nothing, and looks at no ping twice. Who makes something of it is one object with it, told what a
/// track turns out to be in order of its fixes, while a ping is taken.
/// </summary>
public abstract class TrackFold(VehicleRules rules)
{
    TrackMemory _now;

    protected VehicleRules Rules => rules;

    protected TrackState State => _now.State;

    /// <summary>The last accepted fix; null before the first.</summary>
    protected ref readonly Ping? Last => ref _now.Last;

    protected ref readonly Halt? Halt => ref _now.Halt;

    /// <summary>The newest ping that it knows, accepted or not, Unix ms; 0 before the first.</summary>
    public long HeardMs => _now.HeardMs;

    /// <summary>Until when that ping speaks for the present, Unix ms.</summary>
    protected long FreshUntilMs => _now.FreshUntilMs;

    protected void Begin(in TrackState state) => _now = new TrackMemory(state);

    protected FixVerdict Fold(in Ping ping)
    {
        if (ping.TimeMs <= _now.HeardMs) return FixVerdict.Late;
        _now.HeardMs = ping.TimeMs;
        _now.FreshUntilMs = ping.TimeMs + rules.SilenceMs(ping.Ignition);
        if (!ping.HasFix) return FixVerdict.NoFix;
        if (ping.AccuracyM > rules.Limits.MaxAccuracyM) return FixVerdict.Inaccurate;
        if (_now.Last is { } last && IsFar(last, ping)) return TakeFar(last, ping);
        _now.Far = _now.FarSecond = null;
        Accept(ping);
        return FixVerdict.Accepted;
    }

    /// <summary>The first fix there is.</summary>
    protected abstract void Began(in Ping fix);

    /// <summary>From the fix before to this one, seen or not.</summary>
    protected abstract void Moved(in Leg leg, in Tally tally);

    protected virtual void Ended(in Trip trip)
    {
    }

    /// <summary>It has stood long enough.</summary>
    protected virtual void StopBegan(in Halt halt)
    {
    }

    protected virtual void Ended(in Stop stop)
    {
    }

    protected virtual void Ended(in Speeding speeding)
    {
    }

    bool IsFar(in Ping from, in Ping to) =>
        Leg.KmhOf(Wgs84.Metres(from, to), to.TimeMs - from.TimeMs) > rules.Limits.MaxSpeedKmh;

    FixVerdict TakeFar(in Ping last, in Ping ping)
    {
        var agrees = (_now.FarSecond ?? _now.Far) is { } before && !IsFar(before, ping);
        if (!agrees)
        {
            (_now.Far, _now.FarSecond) = (ping, null);
            return FixVerdict.Far;
        }
        if (_now.FarSecond is not { } second)
        {
            _now.FarSecond = ping;
            return FixVerdict.Far;
        }
        var first = _now.Far!.Value;
        _now.Far = _now.FarSecond = null;
        Lose(Leg.Jump(last, first), PieceEnd.Jump);
        _now.Last = first;
        Accept(second);
        Accept(ping);
        return FixVerdict.Accepted;
    }

    void Accept(in Ping to)
    {
        if (_now.Last is not { } from)
        {
            Start(to);
            Began(to);
        }
        else
        {
            var leg = Leg.Between(from, to, rules);
            if (leg.IsSeen) Follow(leg);
            else Lose(leg, PieceEnd.Gap);
        }
        _now.Last = to;
    }

    void Start(in Ping fix)
    {
        _now.Trip = new OpenTrip(Moment.Of(fix), default);
        _now.Halt = HaltAt(fix);
        _now.Rest = null;
        _now.WasStill = false;
    }

    /// <summary>Nobody saw the way. Who is where he was has stood there; who isn't begins anew.</summary>
    void Lose(in Leg leg, PieceEnd end)
    {
        if (_now.Speeding is { } speeding) Close(speeding, speeding.UntilMs);
        Moved(leg, default);
        if (end == PieceEnd.Gap && _now.Halt is { } halt && halt.Holds(leg.To, rules.Limits.StopRadiusM))
        {
            if (!halt.IsStop) BecomeStop(halt);
            return;
        }
        if (_now.State.OpenStop is { } stop) Ended(stop with { End = end });
        else if (_now.State.TripSoFar is { } trip) Close(trip with { End = end });
        Start(leg.To);
    }

    void Follow(in Leg leg)
    {
        var tally = leg.Tally(rules);
        Moved(leg, tally);
        WatchSpeed(leg);
        if (leg.IsStill && !_now.WasStill) BeginRest(leg.From);
        _now.WasStill = leg.IsStill;
        var halt = _now.Halt!.Value;
        if (halt.Holds(leg.To, rules.Limits.StopRadiusM)) Stay(halt, leg.To, tally);
        else if (halt.IsStop) Leave(halt, leg, tally);
        else MoveOn(halt, leg.To, tally);
    }

    void BeginRest(in Ping at)
    {
        var halt = _now.Halt!.Value;
        if (_now.Rest is { } rest) halt = halt with { Tally = halt.Tally + rest.Tally };
        if (halt is { IsStop: true, CameToRest: false })
            halt = halt with { Lat = at.Lat, Lon = at.Lon, CameToRest = true };
        _now.Halt = halt;
        _now.Rest = new Rest(Moment.Of(at), default, at.LoadKg);
    }

    void Stay(Halt halt, in Ping to, in Tally tally)
    {
        if (_now.Rest is { } rest) _now.Rest = rest with { Tally = rest.Tally + tally };
        else _now.Halt = halt = halt with { Tally = halt.Tally + tally };
        if (!halt.IsStop && to.TimeMs - halt.SinceMs >= rules.StopMs) BecomeStop(halt);
    }

    void BecomeStop(Halt halt)
    {
        halt = halt with { IsStop = true };
        // The middle of a stop is where it came to rest, so that a parked vehicle may drift to all sides.
        if (_now.Rest is { } rest) halt = halt with { Lat = rest.From.Lat, Lon = rest.From.Lon, CameToRest = true };
        if (_now.Trip is { } trip) Close(new Trip(trip.From, halt.From, trip.Tally, PieceEnd.Changed));
        _now.Trip = null;
        _now.Halt = halt;
        StopBegan(halt);
    }

    void Leave(Halt halt, in Leg leg, in Tally tally)
    {
        if (_now.Rest is { } rest && IsNear(rest, leg.To))
        {
            // It stands on, at the edge: another stop begins where it came to rest last.
            Ended(new Stop(
                halt.From, rest.From.TimeMs, halt.Tally, PieceEnd.Changed, halt.LoadKg, rest.LoadKg));
            _now.Trip = new OpenTrip(rest.From, default);
            StandAt(rest, leg.To, tally);
            return;
        }
        Ended(_now.State.OpenStop!.Value with { LoadUntilKg = leg.To.LoadKg });
        _now.Trip = new OpenTrip(Moment.Of(leg.From), tally);
        _now.Halt = HaltAt(leg.To);
        _now.Rest = null;
    }

    void MoveOn(Halt halt, in Ping to, in Tally tally)
    {
        var trip = _now.Trip!.Value;
        if (_now.Rest is { } rest && IsNear(rest, to))
        {
            _now.Trip = trip with { Tally = trip.Tally + halt.Tally };
            StandAt(rest, to, tally);
            return;
        }
        _now.Trip = trip with { Tally = trip.Tally + halt.Tally + (_now.Rest?.Tally ?? default) + tally };
        _now.Halt = HaltAt(to);
        _now.Rest = null;
    }

    void StandAt(Rest rest, in Ping to, in Tally tally)
    {
        _now.Rest = null;
        var halt = new Halt(rest.From.TimeMs, rest.From.Lat, rest.From.Lon, false, true, rest.Tally, rest.LoadKg);
        Stay(halt, to, tally);
    }

    bool IsNear(Rest rest, in Ping fix) =>
        Wgs84.Metres(rest.From.Lat, rest.From.Lon, fix.Lat, fix.Lon) <= rules.Limits.StopRadiusM;

    static Halt HaltAt(in Ping fix) =>
        new(fix.TimeMs, fix.Lat, fix.Lon, false, false, default, fix.LoadKg);

    void Close(in Trip trip)
    {
        if (trip.LengthMs > 0 && trip.Tally.DrivenM > 0) Ended(trip);
    }

    void WatchSpeed(in Leg leg)
    {
        var to = leg.To;
        // What the receiver says, unless it says what can't be.
        var kmh = to.SpeedKmh is { } said && said >= 0 && said <= rules.Limits.MaxSpeedKmh
            ? said : leg.IsStill ? 0 : leg.Kmh;
        var working = to.Working is true && rules.Limits.WorkingSpeedLimitKmh is not null;
        var limit = working ? rules.Limits.WorkingSpeedLimitKmh!.Value : rules.Limits.SpeedLimitKmh;
        var isFast = kmh > limit;
        if (_now.Speeding is { } open)
        {
            if (isFast && open.Working == working)
            {
                _now.Speeding = open with { UntilMs = to.TimeMs, TopKmh = Math.Max(open.TopKmh, kmh) };
                return;
            }
            Close(open, to.TimeMs);
        }
        if (isFast) _now.Speeding = new Speeding(Moment.Of(to), to.TimeMs, kmh, limit, working);
    }

    void Close(in Speeding speeding, long untilMs)
    {
        _now.Speeding = null;
        if (untilMs - speeding.From.TimeMs >= rules.SpeedingMs) Ended(speeding with { UntilMs = untilMs });
    }
}
