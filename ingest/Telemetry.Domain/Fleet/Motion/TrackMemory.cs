namespace Telemetry.Domain.Fleet.Motion;

/// <summary>
/// A track's state as it lies in memory while pings come: with 20,000 vehicles it is in no cache when the next one
/// does, so that what counts is how many lines of memory a ping goes through. What is seldom there lies elsewhere;
/// whether it is there is said here.
/// </summary>
internal struct TrackMemory
{
    public long HeardMs;
    public long FreshUntilMs;
    public bool WasStill;
    bool _hasFar;
    bool _hasFarSecond;
    bool _hasSpeeding;
    public Ping? Last;
    public Halt? Halt;
    public Rest? Rest;
    public OpenTrip? Trip;
    Seldom? _seldom;

    public TrackMemory(in TrackState state)
    {
        (HeardMs, FreshUntilMs, WasStill) = (state.HeardMs, state.FreshUntilMs, state.WasStill);
        (Last, Halt, Rest, Trip) = (state.Last, state.Halt, state.Rest, state.Trip);
        (Far, FarSecond, Speeding) = (state.Far, state.FarSecond, state.Speeding);
    }

    public readonly TrackState State => new()
    {
        HeardMs = HeardMs, FreshUntilMs = FreshUntilMs, WasStill = WasStill, Last = Last, Halt = Halt, Rest = Rest,
        Trip = Trip, Far = Far, FarSecond = FarSecond, Speeding = Speeding,
    };

    public Ping? Far
    {
        readonly get => _hasFar ? _seldom!.Far : null; set => SetSeldom(ref _hasFar, value)?.Far = value!.Value;
    }

    public Ping? FarSecond
    {
        readonly get => _hasFarSecond ? _seldom!.FarSecond : null;
        set => SetSeldom(ref _hasFarSecond, value)?.FarSecond = value!.Value;
    }

    public Speeding? Speeding
    {
        readonly get => _hasSpeeding ? _seldom!.Speeding : null;
        set => SetSeldom(ref _hasSpeeding, value)?.Speeding = value!.Value;
    }

    Seldom? SetSeldom<T>(ref bool has, in T? value)
        where T : struct
    {
        has = value is not null;
        return has ? _seldom ??= new Seldom() : null;
    }

    /// <summary>Made where it is first needed, then kept.</summary>
    sealed class Seldom
    {
        public Ping Far;
        public Ping FarSecond;
        public Speeding Speeding;
    }
}
