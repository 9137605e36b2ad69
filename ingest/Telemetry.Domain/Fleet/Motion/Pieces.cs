namespace Telemetry.Domain.Fleet.Motion;

/// <summary>Where and when something was.</summary>
public readonly record struct Moment(long TimeMs, double Lat, double Lon)
{
    internal static Moment Of(in Ping fix) => new(fix.TimeMs, fix.Lat, fix.Lon);
}

/// <summary>What ended a trip or a stop.</summary>
public enum PieceEnd
{
    /// <summary>The trip came to a stop; the stop was left.</summary>
    Changed,

    /// <summary>A silence longer than the limit; it ends at the last fix before.</summary>
    Gap,

    /// <summary>The fixes went on elsewhere, farther than can be driven; it ends at the last fix before.</summary>
    Jump,
}

/// <summary>From the end of a stop, or the first fix after a silence, to the next stop.</summary>
public readonly record struct Trip(Moment From, Moment Until, Tally Tally, PieceEnd End)
{
    public long LengthMs => Until.TimeMs - From.TimeMs;
}

/// <summary>At least 180 s within 200 m. Its tally holds what it moved and idled meanwhile.</summary>
/// <param name="From">When it came, and where it came to rest.</param>
/// <param name="UntilMs">The last fix there.</param>
/// <param name="LoadFromKg">What the tracker said it carried when it came, kg; null where it didn't tell.</param>
/// <param name="LoadUntilKg">What it carried at the first fix away, or at the last there.</param>
public readonly record struct Stop(
    Moment From, long UntilMs, Tally Tally, PieceEnd End, double? LoadFromKg = null, double? LoadUntilKg = null)
{
    public long LengthMs => UntilMs - From.TimeMs;
}

/// <summary>Faster than allowed, for some time.</summary>
/// <param name="From">The first fix that is too fast.</param>
/// <param name="UntilMs">The first that isn't; the last that is where nothing follows.</param>
/// <param name="TopKmh">Highest speed, km/h.</param>
/// <param name="LimitKmh">What was allowed.</param>
/// <param name="Working">The limit was that of the body at work.</param>
public readonly record struct Speeding(Moment From, long UntilMs, double TopKmh, double LimitKmh, bool Working)
{
    public long LengthMs => UntilMs - From.TimeMs;
}
