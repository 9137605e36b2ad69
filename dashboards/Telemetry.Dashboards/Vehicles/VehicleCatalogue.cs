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
    private volatile SortedNames _registered = new(null, []);

    public async Task<VehicleList> ReadAsync(
        VehicleFilter filter, VehiclePage page, CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var positions = await latest.ReadAsync(Measurements.VehiclePosition, cancellationToken);
        var now = time.GetUtcNow();
        var found = new List<VehicleView>();
        foreach (var id in Names(registry, positions))
        {
            if (page.After is { } after && string.CompareOrdinal(id, after) <= 0) continue;
            var vehicle = registry.Vehicles.GetValueOrDefault(new VehicleId(id));
            // What the registry decides needs no reading.
            if (!filter.MayTake(vehicle)) continue;
            var reading = positions.Find(LiveTopic.Vehicle(id));
            if (vehicle is null && reading is null) continue;
            var view = View(id, vehicle, registry, reading, now);
            if (filter.State is { } state && view.State != state) continue;
            if (found.Count == page.Limit)
                return new VehicleList(registry.Version, found, positions.Incomplete, found[^1].Id);
            found.Add(view);
        }
        return new VehicleList(registry.Version, found, positions.Incomplete, null);
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

    private IReadOnlyList<string> Names(CityRegistry registry, LatestSet positions)
    {
        if (_registered is not { } sorted || !ReferenceEquals(sorted.Of, registry))
        {
            _registered = sorted = new SortedNames(
                registry, [.. registry.Vehicles.Keys.Select(static id => id.Value).Order(StringComparer.Ordinal)]);
        }
        string[] others =
        [
            .. positions.Topics.Select(LiveTopic.VehicleOf)
                .Where(id => !registry.Vehicles.ContainsKey(new VehicleId(id))),
        ];
        return others.Length == 0 ? sorted.Names : [.. sorted.Names.Concat(others).Order(StringComparer.Ordinal)];
    }

    private static VehicleView View(
        string id, Vehicle? vehicle, CityRegistry registry, LatestReading? reading, DateTimeOffset now)
    {
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

    /// <summary>A registry's, sorted once.</summary>
    private sealed record SortedNames(CityRegistry? Of, IReadOnlyList<string> Names);
}

/// <param name="District">Null for all, as the two below.</param>
internal readonly record struct VehicleFilter(DistrictId? District, VehicleKind? Kind, Activity? State)
{
    /// <summary>As far as the registry tells.</summary>
    public bool MayTake(Vehicle? vehicle) =>
        (District is null || vehicle?.District == District) && (Kind is null || vehicle?.Kind == Kind);
}

/// <param name="After">The last that is known already, by name; null for the first page.</param>
/// <param name="Limit">Vehicles at most; null for all.</param>
internal readonly record struct VehiclePage(string? After, int? Limit);
