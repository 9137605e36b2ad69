using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Latest;

/// <summary>The live topics as this room reads them, below <c>{root}/live/</c>.</summary>
internal static class LiveTopic
{
    public static string Plant(string plant) => $"plants/{plant}";

    public static string Flow(string plant, string meter) => $"plants/{plant}/flow/{meter}";

    /// <summary>What the plant has treated since its local day began.</summary>
    public static string Today(string plant) => $"plants/{plant}/today";

    public static string Vehicle(string vehicle) => $"vehicles/{vehicle}";

    /// <param name="topic">Of a vehicle.</param>
    public static string VehicleOf(string topic) => topic[(topic.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static string? Of(Series series)
    {
        var measurement = series.Measurement;
        if (measurement == Measurements.PlantFlow) return Flow(series["plant"], series["meter"]);
        if (measurement == Measurements.VehiclePosition) return Vehicle(series["vehicle"]);
        if (measurement == Measurements.PlantStatus && series["unit"] == "-") return Plant(series["plant"]);
        return null;
    }

    public static Measurement? MeasurementOf(string topic)
    {
        Span<Range> levels = stackalloc Range[5];
        var count = topic.AsSpan().Split(levels, '/');
        return topic.AsSpan(levels[0]) switch
        {
            "plants" when count == 2 => Measurements.PlantStatus,
            "plants" when count == 4 && topic.AsSpan(levels[2]) is "flow" => Measurements.PlantFlow,
            "vehicles" when count == 2 => Measurements.VehiclePosition,
            _ => null,
        };
    }
}
