using System.Runtime.CompilerServices;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Fleet.Now;

/// <summary>
/// One vehicle's day so far and what it is doing, kept ping by ping: seeded from stored hours, then fed. Allocates
/// nothing for a ping. Belongs to one thread at a time.
/// </summary>
public sealed class VehicleLive : TrackFold
{
    /// <summary>What is kept beside the track's state.</summary>
    const int OwnBytes = 144;

    LocalDay _day;
    Tally _today;
    int _trips;
    int _stops;
    double _netKg;
    int _loads;
    Activity _activity;
    long _sinceMs;
    bool _isStill;
    bool _works;

    public VehicleLive(CityCalendar calendar, VehicleRules rules)
        : base(rules) => Calendar = calendar;

    internal CityCalendar Calendar { get; }

    /// <summary>Pings that were older than the newest: the stored hours know them, this doesn't until seeded.</summary>
    public int Late { get; private set; }

    /// <summary>Begins anew from what is stored.</summary>
    /// <param name="state">What the last stored hour handed on.</param>
    /// <param name="day">The day of <paramref name="hours"/>.</param>
    /// <param name="hours">That day's stored hours, up to the one that handed the state on.</param>
    public void Seed(VehicleState state, LocalDay day, IEnumerable<HourFigures> hours)
    {
        Begin(state.Track);
        BeginDay(day);
        Late = 0;
        foreach (var hour in hours)
        {
            if (!day.Contains(hour.Hour.StartMs)) continue;
            _today += hour.Tally;
            _trips += hour.TripsEnded;
            _stops += hour.StopsBegun;
        }
        _isStill = state.Track.WasStill || state.Track.OpenStop is not null;
        _works = _isStill && state.Track.Last is { Working: true, Ignition: not false };
        (_activity, _sinceMs) = (ActivityOf(state.Track.Last, state.Track.Halt), SinceOf(state.Track));
    }

    /// <summary>Asks for what <see cref="Take"/> will need, some vehicles before its turn.</summary>
    public void FetchAhead() => CacheAhead.FetchAll(this, Unsafe.SizeOf<TrackMemory>() + OwnBytes);

    public FixVerdict Take(in Ping ping)
    {
        if (ping.TimeMs >= _day.EndMs) BeginDay(Calendar.DayOf(ping.TimeMs));
        var verdict = Fold(ping);
        if (verdict == FixVerdict.Late) Late++;
        if (verdict == FixVerdict.Accepted) Watch();
        return verdict;
    }

    /// <summary>A weighing of what it brought; those of other days are passed over.</summary>
    public void Weighed(long timeMs, double? netKg)
    {
        if (timeMs >= _day.EndMs) BeginDay(Calendar.DayOf(timeMs));
        if (!_day.Contains(timeMs)) return;
        _loads++;
        _netKg += netKg ?? 0;
    }

    public VehicleNow At(long nowMs)
    {
        var state = State;
        var (activity, since) = (_activity, _sinceMs);
        if (state.HeardMs > 0)
        {
            if (nowMs > state.FreshUntilMs)
                (activity, since) = (Activity.Offline, state.HeardMs);
            else if (state.Last is not { } last || state.HeardMs - last.TimeMs > Rules.SilenceMs(last.Ignition))
                (activity, since) = (Activity.NoFix, state.Last?.TimeMs ?? state.HeardMs);
        }
        // What was counted belongs to its day, and is gone when that is over.
        var isToday = _day.Contains(nowMs);
        return new(
            activity, since, state.Last, state.HeardMs, state.Last is { } fix ? Math.Max(0, nowMs - fix.TimeMs) : null,
            isToday ? _today : default, isToday ? _trips + (IsUnderWay(state) ? 1 : 0) : 0, isToday ? _stops : 0,
            isToday ? _netKg : 0, isToday ? _loads : 0);
    }

    static bool IsUnderWay(in TrackState state) => state.TripSoFar is { Tally.DrivenM: > 0 };

    void BeginDay(LocalDay day)
    {
        _day = day;
        _today = default;
        (_trips, _stops, _loads, _netKg) = (0, 0, 0, 0);
    }

    void Watch()
    {
        var activity = ActivityOf(Last, Halt);
        if (activity == _activity) return;
        var since = Last!.Value.TimeMs;
        // It had come to stand before that was a stop.
        if (activity is Activity.Stopped or Activity.Idling && _activity is Activity.Driving)
            since = Halt?.SinceMs ?? since;
        (_activity, _sinceMs) = (activity, since);
    }

    Activity ActivityOf(in Ping? fix, in Halt? halt)
    {
        if (fix is not { } last) return Activity.Unknown;
        if (_works) return Activity.Working;
        // At a light it is still under way.
        var stands = halt is { IsStop: true } && _isStill;
        if (!stands) return Activity.Driving;
        return last.Ignition is true ? Activity.Idling : Activity.Stopped;
    }

    static long SinceOf(in TrackState state) =>
        state.OpenStop?.From.TimeMs ?? state.Trip?.From.TimeMs ?? state.Last?.TimeMs ?? 0;

    protected override void Began(in Ping fix) =>
        (_isStill, _works) = (true, fix is { Working: true, Ignition: not false });

    protected override void Moved(in Leg leg, in Tally tally)
    {
        _today += tally;
        _isStill = leg.IsStill || !leg.IsSeen;
        // Standing, what it says now; moving, what the way was.
        _works = _isStill ? leg.To is { Working: true, Ignition: not false } : tally.WorkingMs > 0;
    }

    protected override void Ended(in Trip trip) => _trips++;

    protected override void StopBegan(in Halt halt) => _stops++;
}
