using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet;

/// <summary>What must be known of a vehicle to make something of its track.</summary>
/// <param name="Interval">How often its tracker reports while it moves; null where nobody says.</param>
public sealed record VehicleRules(VehicleLimits Limits, TimeSpan? Interval)
{
    /// <summary>For a vehicle that the registry doesn't know.</summary>
    public static readonly VehicleRules Unregistered = new(VehicleLimits.Default, null);

    /// <summary>Where it may come to.</summary>
    public PlaceMap Places { get; init; } = PlaceMap.Empty;

    internal long StopMs => Ms(Limits.StopTime);

    internal long TripGapMs => Ms(Limits.TripGap);

    internal long SpeedingMs => Ms(Limits.SpeedingTime);

    internal long CrossingGapMs => Ms(Limits.CrossingGap);

    /// <param name="places">Of the same registry; none where visits are not asked for.</param>
    public static VehicleRules Of(CityRegistry city, Vehicle vehicle, PlaceMap? places = null) =>
        new(city.LimitsOf(vehicle.Kind), vehicle.Interval) { Places = places ?? PlaceMap.Empty };

    /// <summary>How long a ping speaks for the present, by <see cref="Staleness"/>.</summary>
    internal long SilenceMs(bool? ignition) => Ms(Staleness.OfVehicle(Interval, ignition));

    static long Ms(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;
}
