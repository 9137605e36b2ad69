using Microsoft.AspNetCore.Http.HttpResults;
using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Vehicles;

/// <summary>The vehicles with their newest positions.</summary>
internal sealed class VehicleCatalogue(IRegistrySource source, LatestReadings latest, TimeProvider time)
{
    public async Task<VehicleList> ReadAsync(VehicleFilter filter, CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var positions = await latest.ReadAsync(Measurements.VehiclePosition, cancellationToken);
        var now = time.GetUtcNow();
        var vehicles = registry.Vehicles.Keys.Select(id => id.Value)
            .Union(positions.ByTopic.Keys.Select(topic => topic.Split('/')[1]))
            .Order(StringComparer.Ordinal)
            .Select(id => View(id, registry, positions.Find(LiveTopic.Vehicle(id)), now));
        return new VehicleList(registry.Version, [.. vehicles.Where(filter.Takes)], positions.Incomplete);
    }

    /// <summary>True where the registry has it or it has ever sent.</summary>
    public async Task<bool> KnowsAsync(string id, CancellationToken cancellationToken) =>
        source.Current.Vehicles.ContainsKey(new VehicleId(id))
        || (await latest.ReadAsync(Measurements.VehiclePosition, cancellationToken))
            .Find(LiveTopic.Vehicle(id)) is not null;

    public static ProblemHttpResult NotFound(string id) => Problems.NotFound(
        $"There is no vehicle '{id}': it is not in the registry and never sent. /api/vehicles lists them.");

    public static PositionView Position(LatestReading reading, City city) => new(
        reading.LocalTime(city), reading.Number("lat"), reading.Number("lon"), reading.Number("speed_kmh"),
        reading.Number("heading_deg"), reading.Number("altitude_m"), reading.Number("accuracy_m"),
        reading.Number("odometer_km"), reading.Truth("ignition"), reading.Truth("working"), reading.Number("fuel_pct"),
        reading.Number("load_kg"), (long)(reading.Number("flags") ?? 0));

    private static VehicleView View(string id, CityRegistry registry, LatestReading? reading, DateTimeOffset now)
    {
        var vehicle = registry.Vehicles.GetValueOrDefault(new VehicleId(id));
        var staleAfter = Staleness.OfVehicle(vehicle?.Interval, reading?.Truth("ignition")).TotalSeconds;
        var latest = Latest(reading, registry.City, staleAfter, now);
        var limits = vehicle is null ? VehicleLimits.Default : registry.LimitsOf(vehicle.Kind);
        return new VehicleView(
            id, vehicle is not null, vehicle?.Kind, vehicle?.Plate, vehicle?.District.Value, vehicle?.Depot?.Value,
            vehicle?.Interval.TotalSeconds, staleAfter,
            NewestState.Of(reading, latest is { Stale: true }, limits.DriftKmh), latest);
    }

    private static VehicleReadingView? Latest(LatestReading? reading, City city, double staleAfter, DateTimeOffset now)
    {
        if (reading is null) return null;
        var age = reading.AgeSeconds(now);
        return new VehicleReadingView(age, age > staleAfter, Position(reading, city));
    }
}

/// <param name="District">Null for all, as the two below.</param>
internal readonly record struct VehicleFilter(DistrictId? District, VehicleKind? Kind, Activity? State)
{
    public bool Takes(VehicleView vehicle) =>
        (District is null || vehicle.District == District.Value.Value)
        && (Kind is null || vehicle.Kind == Kind)
        && (State is null || vehicle.State == State);
}
