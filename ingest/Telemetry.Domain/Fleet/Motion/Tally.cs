namespace Telemetry.Domain.Fleet.Motion;

/// <summary>What a piece of a track comes to. Time that nobody reported of is in none of the three.</summary>
/// <param name="DrivenM">Distance, metres: of work and of plain driving.</param>
/// <param name="WorkingM">The part of it with the body at work, metres.</param>
/// <param name="DrivingMs">Time on the move, not at work.</param>
/// <param name="WorkingMs">Time at work, moving or standing.</param>
/// <param name="IdleMs">Time standing with the engine on and nothing at work.</param>
/// <param name="TopKmh">Highest speed, km/h.</param>
public readonly record struct Tally(
    double DrivenM, double WorkingM, long DrivingMs, long WorkingMs, long IdleMs, double TopKmh)
{
    /// <summary>Time in which it was in service: on the move, at work, or with the engine on.</summary>
    public long ServiceMs => DrivingMs + WorkingMs + IdleMs;

    public static Tally operator +(Tally a, Tally b) => Add(a, b);

    public static Tally Add(Tally a, Tally b) => new(
        a.DrivenM + b.DrivenM, a.WorkingM + b.WorkingM, a.DrivingMs + b.DrivingMs, a.WorkingMs + b.WorkingMs,
        a.IdleMs + b.IdleMs, Math.Max(a.TopKmh, b.TopKmh));
}
