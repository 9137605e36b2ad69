namespace Telemetry.Domain.Fleet;

/// <summary>The rules by which tracks are made into trips, stops, visits, rounds and loads.</summary>
public static class FleetAlgorithm
{
    /// <summary>
    /// Part of what a derived row says it was computed from. Raised with every change that could alter a stored figure,
    /// so that all are computed anew.
    /// </summary>
    public const int Version = 1;
}
