namespace Telemetry.Domain.Fleet.Motion;

/// <summary>A trip that goes on.</summary>
/// <param name="Tally">Up to where the vehicle last may have begun to stand.</param>
public readonly record struct OpenTrip(Moment From, Tally Tally);

/// <summary>Where a vehicle stays, or may be about to.</summary>
/// <param name="SinceMs">The first fix there.</param>
/// <param name="Lat">Of the middle: where it came to rest, else the first fix.</param>
/// <param name="IsStop">It has lasted long enough.</param>
/// <param name="CameToRest">The middle is a fix at which it stood.</param>
/// <param name="Tally">Since then, up to the latest rest.</param>
/// <param name="LoadKg">What it carried when it came, kg; null where its tracker doesn't tell.</param>
public readonly record struct Halt(
    long SinceMs, double Lat, double Lon, bool IsStop, bool CameToRest, Tally Tally, double? LoadKg)
{
    readonly Told _loadKg = Told.Of(LoadKg);

    public double? LoadKg { get => _loadKg.Number; init => _loadKg = Told.Of(value); }

    internal bool Holds(in Ping fix, double radiusM) => Wgs84.Metres(Lat, Lon, fix.Lat, fix.Lon) <= radiusM;

    internal Moment From => new(SinceMs, Lat, Lon);
}

/// <summary>Where it last began to stand still, within a halt, and what came after.</summary>
/// <param name="LoadKg">What it carried then, kg.</param>
public readonly record struct Rest(Moment From, Tally Tally, double? LoadKg)
{
    readonly Told _loadKg = Told.Of(LoadKg);

    public double? LoadKg { get => _loadKg.Number; init => _loadKg = Told.Of(value); }
}

/// <summary>
/// All that the fixes after an instant need to know of those before: what a vehicle-hour takes over and hands on. Its
/// size is the same after a minute and after a year. Two states are equal where all that follows would be.
/// </summary>
public record struct TrackState
{
    /// <summary>The last accepted fix; null before the first.</summary>
    public Ping? Last { get; set; }

    /// <summary>Fixes too far from the last one, that agree with each other; null where there are none.</summary>
    public Ping? Far { get; set; }

    public Ping? FarSecond { get; set; }

    /// <summary>The newest ping, accepted or not, Unix ms; 0 before the first.</summary>
    public long HeardMs { get; set; }

    /// <summary>Until when that ping speaks for the present, Unix ms.</summary>
    public long FreshUntilMs { get; set; }

    /// <summary>Null while it stands, and before the first fix.</summary>
    public OpenTrip? Trip { get; set; }

    public Halt? Halt { get; set; }

    public Rest? Rest { get; set; }

    /// <summary>The last leg was still.</summary>
    public bool WasStill { get; set; }

    /// <summary>Too fast at the last fix, and since when; its end is the last fix that was.</summary>
    public Speeding? Speeding { get; set; }

    /// <summary>The stop that goes on, as of the last fix; null while it moves.</summary>
    public readonly Stop? OpenStop => Halt is { IsStop: true } halt && Last is { } last
        ? new Stop(
            halt.From, last.TimeMs, halt.Tally + (Rest?.Tally ?? default), PieceEnd.Changed, halt.LoadKg, last.LoadKg)
        : null;

    /// <summary>The trip that goes on, as of the last fix; null while it stands.</summary>
    public readonly Trip? TripSoFar => Trip is { } trip && Last is { } last
        ? new Trip(
            trip.From, Moment.Of(last), trip.Tally + (Halt?.Tally ?? default) + (Rest?.Tally ?? default),
            PieceEnd.Changed)
        : null;
}
