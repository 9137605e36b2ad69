using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>How the vehicles are now, for the rules about them.</summary>
internal interface IVehicleConditions
{
    IEnumerable<VehicleCondition> Now(CityRegistry registry, DateTimeOffset now);
}

/// <summary>What each vehicle's newest ping says of it: offline, without a fix, too fast.</summary>
internal sealed class PingConditions(NewestReadings newest) : IVehicleConditions
{
    /// <summary>A position less exact than this is none that a rule could use, m.</summary>
    private const double UsableAccuracyM = 100;

    /// <summary>Below this a vehicle stands, km/h: a fix that wanders.</summary>
    private const double StandsBelowKmh = 3;

    private readonly Dictionary<string, DateTimeOffset> _noFix = new(StringComparer.Ordinal);

    public IEnumerable<VehicleCondition> Now(CityRegistry registry, DateTimeOffset now) =>
        registry.Vehicles.Values.OrderBy(static v => v.Id.Value, StringComparer.Ordinal).Select(Of);

    private VehicleCondition Of(Vehicle vehicle)
    {
        var ping = newest.Find($"vehicles/{vehicle.Id}");
        if (ping is null) return new VehicleCondition(vehicle, null, null, null, null);
        var hasFix = HasFix(ping);
        if (hasFix) _noFix.Remove(vehicle.Id.Value);
        else _noFix.TryAdd(vehicle.Id.Value, ping.At);
        var (speed, ignition) = (ping.Number(Measurements.SpeedKmh), ping.Truth(Measurements.Ignition));
        return new VehicleCondition(
            vehicle, ping.At, ignition is true || speed > StandsBelowKmh, speed, ping.Truth(Measurements.Working),
            hasFix ? null : _noFix[vehicle.Id.Value]);
    }

    /// <summary>A tracker without a fix says 0, 0, or how far off it may be.</summary>
    private static bool HasFix(Newest ping) =>
        (ping.Number(Measurements.Lat) is not 0 || ping.Number(Measurements.Lon) is not 0)
        && ping.Number(Measurements.AccuracyM) is not > UsableAccuracyM;
}
