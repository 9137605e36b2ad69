using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet;

/// <summary>
/// Every limit by which a track becomes distances, trips, stops, speeding, visits and loads. One set for each kind of
/// vehicle; the registry may change any of them.
/// </summary>
public sealed record VehicleLimits
{
    /// <summary>After so many far fixes that agree with each other the vehicle is where they say.</summary>
    public const int ReanchorFixes = 3;

    public static readonly VehicleLimits Default = new();

    /// <summary>A fix less accurate than this is not used, metres; 100 where left out.</summary>
    public double MaxAccuracyM { get; init; } = 100;

    /// <summary>A fix that implies a higher speed since the last one is a jump, km/h; 120 where left out.</summary>
    public double MaxSpeedKmh { get; init; } = 120;

    /// <summary>Of the fixes' accuracy and this the larger is how far a parked vehicle may drift, metres; 30.</summary>
    public double DriftM { get; init; } = 30;

    /// <summary>Slower than this, what lies within the drift adds no distance, km/h; 2 where left out.</summary>
    public double DriftKmh { get; init; } = 2;

    /// <summary>A stop stays within this distance of where it stands, metres; 200 where left out.</summary>
    public double StopRadiusM { get; init; } = 200;

    /// <summary>A stop is at least this long; 180 s where left out.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>A longer silence splits a trip, and what lay in it was not seen; 1 h where left out.</summary>
    public TimeSpan TripGap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Faster is speeding, km/h; 80 where left out.</summary>
    public double SpeedLimitKmh { get; init; } = 80;

    /// <summary>
    /// Faster with its body at work is speeding, km/h; 20 for sweepers and washers where left out. Null where the body
    /// works standing, and the general limit holds.
    /// </summary>
    public double? WorkingSpeedLimitKmh { get; init; }

    /// <summary>
    /// Slowest and fastest that counts as work on the road, km/h; 2 to 20 for sweepers and washers where left out.
    /// Null where no distance is work: what collects works standing.
    /// </summary>
    public SpeedBand? WorkingBandKmh { get; init; }

    /// <summary>Speeding lasts at least so long; 20 s where left out, so that one wrong fix is none.</summary>
    public TimeSpan SpeedingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A fix less accurate than this decides about no place, metres; 50 where left out.</summary>
    public double DecidingAccuracyM { get; init; } = 50;

    /// <summary>
    /// Between fixes farther apart nobody knows which places lay on the way; 10 min where left out.
    /// </summary>
    public TimeSpan CrossingGap { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Who doesn't tell whether its body works has served a point by standing there so long; 20 s where left out.
    /// </summary>
    public TimeSpan ServeTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A weighing belongs to the visit at the scale's facility that it lies in, or so long before or after; 10 min.
    /// </summary>
    public TimeSpan WeighingSlack { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>With the body at work so long, standing, a load may have been let go; 60 s where left out.</summary>
    public TimeSpan UnloadTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The defaults for a kind.</summary>
    public static VehicleLimits Of(VehicleKind kind) => kind is VehicleKind.Sweeper or VehicleKind.Washer
        ? Default with { WorkingSpeedLimitKmh = 20, WorkingBandKmh = new SpeedBand(2, 20) }
        : Default;
}

/// <summary>Speeds from one to another, both inclusive, km/h.</summary>
public readonly record struct SpeedBand(double LeastKmh, double MostKmh)
{
    public bool Contains(double kmh) => kmh >= LeastKmh && kmh <= MostKmh;
}
