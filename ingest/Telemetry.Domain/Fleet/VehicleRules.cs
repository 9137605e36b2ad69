using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet;

/// <summary>What must be known of a vehicle to make something of its track.</summary>
/// <param name="Interval">How often its tracker reports while it moves; null where nobody says.</param>
public sealed record VehicleRules(MotionLimits Limits, TimeSpan? Interval)
{
    /// <summary>For a vehicle that the registry doesn't know.</summary>
    public static readonly VehicleRules Unregistered = new(MotionLimits.Default, null);

    internal long StopMs => Ms(Limits.StopTime);

    internal long TripGapMs => Ms(Limits.TripGap);

    internal long SpeedingMs => Ms(Limits.SpeedingTime);

    public static VehicleRules Of(Vehicle vehicle) => new(MotionLimits.Of(vehicle.Kind), vehicle.Interval);

    /// <summary>How long a ping speaks for the present, by <see cref="Staleness"/>.</summary>
    internal long SilenceMs(bool? ignition) => Ms(Staleness.OfVehicle(Interval, ignition));

    static long Ms(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;
}
