using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>
/// Whose hours a night's reconciliation derives anew: all vehicles', or, where these would be too many, as many as fit,
/// in turns by the night. Nobody is left out for ever, and no night takes longer than another.
/// </summary>
internal static class ReconcileTurn
{
    private const int HoursADay = 24;

    /// <param name="days">Local days that are derived anew.</param>
    /// <param name="mostHours">Vehicle-hours a night; 0 for no vehicle.</param>
    public static IReadOnlyList<VehicleId> Of(CityRegistry registry, DateOnly night, int days, int mostHours)
    {
        if (mostHours == 0 || days == 0) return [];
        VehicleId[] all = [.. registry.Vehicles.Keys.OrderBy(static id => id.Value, StringComparer.Ordinal)];
        var fit = Math.Max(1, mostHours / (HoursADay * days));
        if (fit >= all.Length) return all;
        var first = (int)((long)night.DayNumber * fit % all.Length);
        return [.. Enumerable.Range(first, fit).Select(i => all[i % all.Length])];
    }
}
