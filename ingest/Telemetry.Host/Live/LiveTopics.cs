using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Live;

/// <summary>Which live topic a series feeds, and when its value counts as stale.</summary>
internal static class LiveTopics
{
    /// <summary>A value is stale after this many of its reporting intervals.</summary>
    private const int IntervalsUntilStale = 3;

    /// <summary>Where the registry names no interval.</summary>
    private static readonly TimeSpan DefaultStaleAfter = TimeSpan.FromMinutes(15);

    /// <summary>A plant's state is sent on change, with a daily sign of life.</summary>
    private static readonly TimeSpan StatusStaleAfter = TimeSpan.FromHours(25);

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

    public static TimeSpan StaleAfter(Series series, CityRegistry registry)
    {
        var interval = IntervalOf(series, registry);
        if (series.Measurement == Measurements.PlantStatus) return StatusStaleAfter;
        return interval is { } known ? known * IntervalsUntilStale : DefaultStaleAfter;
    }

    private static TimeSpan? IntervalOf(Series series, CityRegistry registry)
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
}
