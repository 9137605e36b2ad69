namespace Telemetry.Simulators.City.Fleet;

/// <summary>
/// A piece of a truck's day on one road: from standstill to standstill (accelerate, cruise, brake), or standing where
/// both ends are the same.
/// </summary>
/// <param name="Cruise">Highest speed, m/s; 0 while standing.</param>
/// <param name="Working">Its body is at work: brushes, press, pump.</param>
/// <param name="EngineOn">Off only in long breaks.</param>
public readonly record struct TruckLeg(
    long StartMs, long EndMs, Road Road, double FromM, double UntilM, double Cruise, bool Working, bool EngineOn,
    double LoadKg)
{
    /// <summary>Of a loaded truck, m/s².</summary>
    public const double Acceleration = 0.7;

    public bool Stands => FromM == UntilM;

    public double LengthM => UntilM - FromM;

    /// <summary>How long it takes to drive so far with so high a speed, standstill to standstill, in seconds.</summary>
    public static double Seconds(double metres, double cruise)
    {
        var peak = Math.Min(cruise, Math.Sqrt(metres * Acceleration));
        return metres <= 0 ? 0 : peak / Acceleration + metres / peak;
    }

    /// <summary>Metres along the road, and speed in m/s.</summary>
    public (double Metres, double Speed) At(long ms)
    {
        if (Stands) return (FromM, 0);
        var peak = Math.Min(Cruise, Math.Sqrt(LengthM * Acceleration));
        var ramp = peak / Acceleration;
        var total = ramp + LengthM / peak;
        var t = Math.Clamp((ms - StartMs) / 1000.0, 0, total);
        if (t < ramp) return (FromM + Acceleration * t * t / 2, Acceleration * t);
        if (t <= total - ramp) return (FromM + peak * ramp / 2 + peak * (t - ramp), peak);
        var left = total - t;
        return (UntilM - Acceleration * left * left / 2, Acceleration * left);
    }
}
