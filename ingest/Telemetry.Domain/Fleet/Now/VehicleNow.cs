using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Fleet.Now;

/// <summary>What a vehicle is doing.</summary>
public enum Activity
{
    /// <summary>Nothing was ever heard of it.</summary>
    Unknown,

    Driving,

    /// <summary>Its body is at work, moving or standing.</summary>
    Working,

    /// <summary>It stands, and its engine is off or doesn't tell.</summary>
    Stopped,

    /// <summary>It stands with the engine on, and nothing works.</summary>
    Idling,

    /// <summary>Its tracker is silent for longer than it may be.</summary>
    Offline,

    /// <summary>Its tracker speaks, and doesn't know where it is.</summary>
    NoFix,
}

/// <summary>A vehicle as it is known at a moment. Live figures: never stored.</summary>
/// <param name="SinceMs">Since when it does so, Unix ms; 0 where nothing was heard.</param>
/// <param name="Fix">The last accepted fix; null where there was none.</param>
/// <param name="HeardMs">Its newest ping, Unix ms; 0 where there was none.</param>
/// <param name="FixAgeMs">Since that fix; null where there was none.</param>
/// <param name="Today">Of the local day so far.</param>
/// <param name="Trips">That ended today, and the one that goes on.</param>
/// <param name="Stops">That began today.</param>
/// <param name="NetKg">Weighed today, kg.</param>
/// <param name="Loads">Weighings today.</param>
public readonly record struct VehicleNow(
    Activity Activity, long SinceMs, Ping? Fix, long HeardMs, long? FixAgeMs, Tally Today, int Trips, int Stops,
    double NetKg, int Loads)
{
    public double TodayKm => Today.DrivenM / 1_000;
}
