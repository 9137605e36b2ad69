using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;

namespace Telemetry.Host.Derivation;

/// <summary>A meter of a plant, whether or not the registry knows it. Its text names its partitions.</summary>
internal readonly record struct MeterKey(PlantId Plant, MeterId Meter)
{
    public Series Flow => new(Measurements.PlantFlow, Meter.Value, Plant.Value);

    public Series Events => new(Measurements.MeterEvent, Meter.Value, Plant.Value);

    public Series Hours => new(DerivedMeasurements.VolumeHourly, Meter.Value, Plant.Value);

    public Series Days => new(DerivedMeasurements.VolumeDaily, Meter.Value, Plant.Value);

    public static MeterKey Of(Series series) => new(new PlantId(series["plant"]), new MeterId(series["meter"]));

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static MeterKey Parse(string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw new FormatException($"'{subject}' names no meter")
            : new MeterKey(new PlantId(subject[..slash]), new MeterId(subject[(slash + 1)..]));
    }

    public override string ToString() => $"{Plant}/{Meter}";
}
