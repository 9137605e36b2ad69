namespace Telemetry.Domain.Fleet.Motion;

/// <summary>
/// From one accepted fix to the next. What a tracker says of its vehicle at the first holds until the second; the leg
/// belongs to the hour in which its second fix lies.
/// </summary>
/// <param name="DistanceM">In a straight line, metres; counted or not.</param>
/// <param name="IsStill">It lies within the drift of a parked vehicle, and adds no distance.</param>
/// <param name="IsSeen">False across a long silence or a jump: nobody knows the way.</param>
public readonly record struct Leg(Ping From, Ping To, double DistanceM, bool IsStill, bool IsSeen)
{
    // A receiver that says 0 while its own fixes run away from it is broken.
    const double ContradictedKmh = 10;

    public long LengthMs => To.TimeMs - From.TimeMs;

    /// <summary>Distance by time, km/h.</summary>
    public double Kmh => KmhOf(DistanceM, LengthMs);

    /// <summary>Metres that count as driven.</summary>
    public double DrivenM => IsSeen && !IsStill ? DistanceM : 0;

    internal static double KmhOf(double metres, long ms) => ms > 0 ? metres / ms * 3_600 : double.PositiveInfinity;

    internal static Leg Between(in Ping from, in Ping to, VehicleRules rules)
    {
        var metres = Wgs84.Metres(from, to);
        var ms = to.TimeMs - from.TimeMs;
        return new(from, to, metres, Drifts(from, to, KmhOf(metres, ms), metres, rules.Limits), ms <= rules.TripGapMs);
    }

    internal static Leg Jump(in Ping from, in Ping to) => new(from, to, Wgs84.Metres(from, to), false, false);

    internal Tally Tally(VehicleRules rules)
    {
        if (!IsSeen) return default;
        var kmh = Kmh;
        var works = Works(kmh, rules.Limits);
        // Who is seen far away later was under way all the time; who stands may have left and returned.
        var known = !IsStill && kmh >= rules.Limits.DriftKmh
            ? LengthMs : Math.Min(LengthMs, rules.SilenceMs(From.Ignition));
        return new(
            DrivenM, works ? DrivenM : 0, works || IsStill ? 0 : known, works ? known : 0,
            IsStill && !works && From.Ignition is true ? known : 0, IsStill ? 0 : kmh);
    }

    static bool Drifts(in Ping from, in Ping to, double kmh, double metres, VehicleLimits limits)
    {
        var drift = Math.Max(limits.DriftM, Math.Max(from.AccuracyM ?? 0, to.AccuracyM ?? 0));
        return metres < drift
            && (kmh < limits.DriftKmh || (to.SpeedKmh < limits.DriftKmh && kmh < ContradictedKmh));
    }

    bool Works(double kmh, VehicleLimits limits)
    {
        if (From.Ignition is false) return false;
        if (IsStill) return From.Working is true;
        return From.Working is not false && limits.WorkingBandKmh is { } band && band.Contains(kmh);
    }
}
