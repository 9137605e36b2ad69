using System.Globalization;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Readings;

/// <summary>
/// What is impossible is refused; what is implausible but possible is flagged and kept. Pure: a reading, what it
/// belongs to, and nothing else.
/// </summary>
public static class ReadingValidator
{
    /// <summary>Gross − tare may differ from net by this much, kg, or by the share below, whichever is more.</summary>
    const double WeightTolerance = 1;
    const double WeightToleranceShare = 0.005;

    /// <summary>
    /// No scale shows less than a gram; beyond it a difference of decimals is the noise of binary fractions.
    /// </summary>
    const int GramDecimals = 3;

    /// <returns>
    /// Null where the reading may be stored; else what is out of range: key, value and what is allowed.
    /// </returns>
    public static string? Check(Reading reading, in Standing standing)
    {
        foreach (ref readonly var field in reading.Fields)
        {
            var definition = field.Definition;
            if (definition.Type is not FieldType.Float) continue;
            if (!definition.Allowed.Contains(field.Number))
                return OutOfRange(definition.Name, field.Number, definition.Allowed);
            if (!definition.Plausible.Contains(field.Number)) reading.Flags |= ReadingFlags.Implausible;
        }

        var measurement = reading.Series.Measurement;
        if (ReferenceEquals(measurement, Measurements.PlantFlow)) CheckFlow(reading, standing);
        else if (ReferenceEquals(measurement, Measurements.VehiclePosition)) CheckPosition(reading);
        else if (ReferenceEquals(measurement, Measurements.PlantQuality)) CheckQuality(reading, standing.QualityPoint);
        else if (ReferenceEquals(measurement, Measurements.Weighing)) return CheckWeighing(reading);
        else if (ReferenceEquals(measurement, Measurements.MeterEvent)) CheckReset(reading, standing);
        return null;
    }

    static void CheckFlow(Reading reading, in Standing standing)
    {
        if (reading.TryGet(Measurements.FlowM3H, out var flow))
        {
            if (flow.Number < 0) reading.Flags |= ReadingFlags.NegativeFlow;
            if (flow.Number > standing.MostFlowM3H) reading.Flags |= ReadingFlags.OverFullScale;
        }
        if (reading.TryGet(Measurements.TotalM3, out var total) && total.Number > standing.MostTotalM3)
            reading.Flags |= ReadingFlags.OverModulus;
    }

    static void CheckReset(Reading reading, in Standing standing)
    {
        if (reading.TryGet(Measurements.FirstM3, out var first) && first.Number > standing.MostTotalM3)
            reading.Flags |= ReadingFlags.OverModulus;
    }

    static void CheckPosition(Reading reading)
    {
        if (reading.TryGet(Measurements.Lat, out var lat) && lat.Number == 0
            && reading.TryGet(Measurements.Lon, out var lon) && lon.Number == 0)
        {
            reading.Flags |= ReadingFlags.NullIsland;
        }
    }

    static void CheckQuality(Reading reading, QualityPoint? point)
    {
        if (point is null) return;
        foreach (var limit in point.Limits)
        {
            foreach (ref readonly var field in reading.Fields)
            {
                if (field.Definition.Name != limit.Parameter) continue;
                if (field.Number < limit.Min || field.Number > limit.Max) reading.Flags |= ReadingFlags.OutsideLimits;
            }
        }
    }

    // A sum of loads needs a net weight in every row, so it is computed where the scale didn't.
    static string? CheckWeighing(Reading reading)
    {
        if (!reading.TryGet(Measurements.GrossKg, out var gross) || !reading.TryGet(Measurements.TareKg, out var tare))
            return null;
        var difference = gross.Number - tare.Number;
        if (difference < 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"'tare_kg' is {tare.Number}, more than 'gross_kg', {gross.Number}: a net weight is 0 or more");
        }
        if (!reading.TryGet(Measurements.NetKg, out var net))
            reading.Set(Measurements.NetKg, Math.Round(difference, GramDecimals));
        else if (Math.Abs(difference - net.Number) > Math.Max(WeightTolerance, difference * WeightToleranceShare))
            reading.Flags |= ReadingFlags.WeightMismatch;
        return null;
    }

    static string OutOfRange(string key, double value, ValueRange allowed) => string.Create(
        CultureInfo.InvariantCulture, $"'{key}' is {value}, allowed is {allowed}");
}
