using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Live;

/// <summary>Which live topic a series feeds, and when its value counts as stale.</summary>
internal static class LiveTopics
{
    /// <summary>Below <c>{root}/live/</c>; null where the measurement has no live topic.</summary>
    public static string? TopicOf(Series series)
    {
        var measurement = series.Measurement;
        if (measurement == Measurements.PlantFlow) return $"plants/{series["plant"]}/flow/{series["meter"]}";
        if (measurement == Measurements.PlantQuality) return $"plants/{series["plant"]}/quality/{series["point"]}";
        if (measurement == Measurements.VehiclePosition) return $"vehicles/{series["vehicle"]}";
        if (measurement == Measurements.PlantStatus && series["unit"] == "-") return $"plants/{series["plant"]}";
        return null;
    }

    /// <summary>How often the series reports, as the registry says; null where it does not.</summary>
    public static TimeSpan? IntervalOf(Series series, CityRegistry registry)
    {
        if (series.Measurement == Measurements.VehiclePosition)
            return registry.Vehicles.GetValueOrDefault(new VehicleId(series["vehicle"]))?.Interval;
        if (!series.Measurement.Tags.Contains("plant")) return null;
        var plant = registry.Plants.GetValueOrDefault(new PlantId(series["plant"]));
        if (series.Measurement == Measurements.PlantFlow)
            return plant?.Meters.GetValueOrDefault(new MeterId(series["meter"]))?.Interval;
        if (series.Measurement == Measurements.PlantQuality)
            return plant?.QualityPoints.GetValueOrDefault(new QualityPointId(series["point"]))?.Interval;
        return null;
    }

    /// <summary>
    /// Whether the topic, below <c>{root}/live/</c>, is one of an asset that the registry doesn't know.
    /// </summary>
    public static bool IsOfUnknownAsset(string topic, CityRegistry registry) => topic.Split('/') switch
    {
        ["vehicles", var vehicle] => !registry.Vehicles.ContainsKey(new VehicleId(vehicle)),
        ["plants", var plant, .. var rest] =>
            !registry.Plants.TryGetValue(new PlantId(plant), out var known) || IsUnknownPart(rest, known),
        _ => false,
    };

    private static bool IsUnknownPart(string[] levels, Plant plant) => levels switch
    {
        ["flow", var meter] => !plant.Meters.ContainsKey(new MeterId(meter)),
        ["quality", var point] => !plant.QualityPoints.ContainsKey(new QualityPointId(point)),
        _ => false,
    };

    /// <summary>Whether the registry knows the asset that the series belongs to.</summary>
    public static bool IsRegistered(Series series, CityRegistry registry)
    {
        if (series.Measurement == Measurements.VehiclePosition)
            return registry.Vehicles.ContainsKey(new VehicleId(series["vehicle"]));
        if (!registry.Plants.TryGetValue(new PlantId(series["plant"]), out var plant)) return false;
        if (series.Measurement == Measurements.PlantFlow) return plant.Meters.ContainsKey(new MeterId(series["meter"]));
        return series.Measurement != Measurements.PlantQuality
            || plant.QualityPoints.ContainsKey(new QualityPointId(series["point"]));
    }
}
