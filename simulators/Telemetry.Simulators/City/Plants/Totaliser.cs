namespace Telemetry.Simulators.City.Plants;

/// <summary>
/// What a totaliser shows: whole steps of its resolution, wrapping to 0 at its modulus, beginning again with another
/// count where the meter was exchanged.
/// </summary>
/// <param name="ResolutionM3">One step, m³.</param>
/// <param name="ModulusM3">Wraps here; null where it never does.</param>
public sealed record Totaliser(double ResolutionM3, double? ModulusM3)
{
    /// <summary>
    /// m³ shown, for a count that began at <paramref name="firstM3"/> and has seen <paramref name="volumeM3"/> since.
    /// </summary>
    public double Show(double firstM3, double volumeM3)
    {
        // A part in 10⁹ of a step keeps whole steps whole against rounding.
        var steps = (long)Math.Floor((firstM3 + volumeM3) / ResolutionM3 + 1e-9);
        if (ModulusM3 is { } modulus) steps %= (long)Math.Round(modulus / ResolutionM3);
        // Through decimal, so that 0.1 m³ steps show 12.3 and not 12.299999.
        return (double)(steps * (decimal)ResolutionM3);
    }
}
