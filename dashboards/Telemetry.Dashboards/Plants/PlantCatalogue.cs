using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Plants;

/// <summary>The plants with their newest readings.</summary>
internal sealed class PlantCatalogue(IRegistrySource source, LatestReadings latest, TimeProvider time)
{
    public async Task<PlantList> ReadAsync(CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var flows = await latest.ReadAsync(Measurements.PlantFlow, cancellationToken);
        var states = await latest.ReadAsync(Measurements.PlantStatus, cancellationToken);
        var now = time.GetUtcNow();
        var heard = flows.Topics.ToLookup(PlantOf);
        var plants = registry.Plants.Keys.Select(id => id.Value)
            .Union(heard.Select(static plant => plant.Key)).Union(states.Topics.Select(PlantOf))
            .Order(StringComparer.Ordinal)
            .Select(id => View(id, registry, flows, heard[id], states, now));
        return new PlantList(
            registry.City.Name, registry.City.TimeZone.Id, registry.Version, [.. plants],
            flows.Incomplete ?? states.Incomplete);
    }

    /// <summary>True where the registry has the meter or it has ever sent.</summary>
    public async Task<bool> KnowsAsync(string plant, string? meter, CancellationToken cancellationToken)
    {
        var registered = source.Current.Plants.GetValueOrDefault(new PlantId(plant));
        if (registered is not null && (meter is null || registered.Meters.ContainsKey(new MeterId(meter)))) return true;
        var flows = await latest.ReadAsync(Measurements.PlantFlow, cancellationToken);
        return meter is null
            ? flows.Topics.Any(topic => PlantOf(topic) == plant)
            : flows.Find(LiveTopic.Flow(plant, meter)) is not null;
    }

    private static PlantView View(
        string id, CityRegistry registry, LatestSet flows, IEnumerable<string> heard, LatestSet states,
        DateTimeOffset now)
    {
        var plant = registry.Plants.GetValueOrDefault(new PlantId(id));
        var meters = (plant?.Meters.Keys.Select(meter => meter.Value) ?? [])
            .Union(heard.Select(topic => topic.Split('/')[3]))
            .Order(StringComparer.Ordinal)
            .Select(meter => Meter(id, meter, plant, registry.City, flows, now));
        var today = DateOnly.FromDateTime(registry.City.Local(now).DateTime);
        return new PlantView(
            id, plant is not null, plant?.Name, plant?.Kind, plant?.District.Value, Capacity(plant, today),
            plant?.Location,
            State(states.Find(LiveTopic.Plant(id)), registry.City, now), [.. meters]);
    }

    private static CapacityView? Capacity(Plant? plant, DateOnly today)
    {
        CapacityPeriod? inForce = null;
        if (plant is null) return null;
        foreach (var period in plant.Capacity)
        {
            if (period.From <= today) inForce = period;
        }
        return inForce is null ? null : new CapacityView(inForce.From, inForce.State, inForce.DesignM3D, inForce.Note);
    }

    private static PlantStateView? State(LatestReading? reading, City city, DateTimeOffset now)
    {
        if (reading is null) return null;
        var age = reading.AgeSeconds(now);
        return new PlantStateView(
            reading.LocalTime(city), age, age > Staleness.OfPlantState.TotalSeconds, reading.Text("state"),
            reading.Text("code"),
            reading.Text("message"));
    }

    private static MeterView Meter(
        string plantId, string id, Plant? plant, City city, LatestSet flows, DateTimeOffset now)
    {
        var meter = plant?.Meters.GetValueOrDefault(new MeterId(id));
        var staleAfter = Staleness.Of(meter?.Interval).TotalSeconds;
        var reading = flows.Find(LiveTopic.Flow(plantId, id));
        return new MeterView(
            id, meter is not null, meter?.Name, meter?.Role, meter?.Treated
                ?? false, meter?.FullScaleM3H, meter?.Interval.TotalSeconds, staleAfter,
            reading is null ? null : Reading(reading, city, staleAfter, now));
    }

    private static FlowReadingView Reading(LatestReading reading, City city, double staleAfter, DateTimeOffset now)
    {
        var age = reading.AgeSeconds(now);
        return new FlowReadingView(
            reading.LocalTime(city), age, age > staleAfter, reading.Number("flow_m3h"), reading.Number("total_m3"),
            reading.Number("level_m"), reading.Text("q"), (long)(reading.Number("flags") ?? 0));
    }

    private static string PlantOf(string topic) => topic.Split('/')[1];
}
