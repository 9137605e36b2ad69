using System.Collections.Immutable;
using Telemetry.Domain.Derived;

namespace Telemetry.Domain.Readings;

/// <summary>
/// Every measurement of raw readings, once; the derived ones stand in <see cref="DerivedMeasurements"/>. Units are in
/// the names: <c>_m3h</c> cubic metres an hour, <c>_m3</c> cubic metres, <c>_mgl</c> milligrams a litre, <c>_kmh</c>
/// kilometres an hour, <c>_deg</c> degrees, <c>_pct</c> percent.
/// </summary>
public static class Measurements
{
    /// <summary>The HJ 212 quality letter; always written.</summary>
    public static readonly FieldDefinition Quality = new("q", FieldType.Text);

    /// <summary><see cref="ReadingFlags"/> as an integer; always written.</summary>
    public static readonly FieldDefinition Flags = new("flags", FieldType.Integer);

    public static readonly FieldDefinition FlowM3H = new("flow_m3h", FieldType.Float) { Plausible = new(-1e6, 1e6) };
    public static readonly FieldDefinition TotalM3 = new("total_m3", FieldType.Float)
    {
        Allowed = ValueRange.NotNegative, Plausible = new(0, 1e12),
    };
    public static readonly FieldDefinition LevelM = new("level_m", FieldType.Float) { Plausible = new(-50, 500) };

    public static readonly Measurement PlantFlow = new(
        "plant_flow", ["meter", "plant"], [FlowM3H, TotalM3, LevelM, Quality, Flags]);

    public static readonly FieldDefinition LastM3 = new("last_m3", FieldType.Float)
    {
        Allowed = ValueRange.NotNegative, Plausible = new(0, 1e12),
    };
    public static readonly FieldDefinition FirstM3 = new("first_m3", FieldType.Float)
    {
        Allowed = ValueRange.NotNegative, Plausible = new(0, 1e12),
    };
    public static readonly FieldDefinition Reason = new("reason", FieldType.Text);
    public static readonly FieldDefinition By = new("by", FieldType.Text);

    /// <summary>Declared resets and replacements of a totaliser.</summary>
    public static readonly Measurement MeterEvent = new(
        "meter_event", ["meter", "plant"], [LastM3, FirstM3, Reason, By, Flags]);

    public static readonly FieldDefinition State = new("state", FieldType.Text);
    public static readonly FieldDefinition Code = new("code", FieldType.Text);
    public static readonly FieldDefinition Message = new("message", FieldType.Text);

    /// <summary>The tag <c>unit</c> is <c>-</c> where the status is the whole plant's.</summary>
    public static readonly Measurement PlantStatus = new(
        "plant_status", ["plant", "unit"], [State, Code, Message, Flags]);

    public static readonly Measurement PlantQuality = new(
        "plant_quality", ["plant", "point"], [Quality, Flags], OpenFloats: true);

    public static readonly FieldDefinition Lat = new("lat", FieldType.Float) { Allowed = new(-90, 90) };
    public static readonly FieldDefinition Lon = new("lon", FieldType.Float) { Allowed = new(-180, 180) };
    public static readonly FieldDefinition SpeedKmh = new("speed_kmh", FieldType.Float) { Plausible = new(0, 200) };
    public static readonly FieldDefinition HeadingDeg = new("heading_deg", FieldType.Float) { Plausible = new(0, 360) };
    public static readonly FieldDefinition AltitudeM =
        new("altitude_m", FieldType.Float) { Plausible = new(-500, 9000) };
    public static readonly FieldDefinition AccuracyM =
        new("accuracy_m", FieldType.Float) { Plausible = new(0, 100_000) };
    public static readonly FieldDefinition OdometerKm =
        new("odometer_km", FieldType.Float) { Plausible = new(0, 5_000_000) };
    public static readonly FieldDefinition Ignition = new("ignition", FieldType.Boolean);
    public static readonly FieldDefinition Working = new("working", FieldType.Boolean);
    public static readonly FieldDefinition FuelPct = new("fuel_pct", FieldType.Float) { Plausible = new(0, 100) };
    public static readonly FieldDefinition LoadKg = new("load_kg", FieldType.Float) { Plausible = new(0, 100_000) };

    /// <summary>WGS-84 degrees.</summary>
    public static readonly Measurement VehiclePosition = new(
        "vehicle_position", ["vehicle"],
        [Lat, Lon, SpeedKmh, HeadingDeg, AltitudeM, AccuracyM, OdometerKm, Ignition, Working, FuelPct, LoadKg, Flags]);

    public static readonly FieldDefinition Ticket = new("ticket", FieldType.Text);
    public static readonly FieldDefinition Vehicle = new("vehicle", FieldType.Text);
    public static readonly FieldDefinition Source = new("source", FieldType.Text);
    public static readonly FieldDefinition GrossKg = new("gross_kg", FieldType.Float)
    {
        Allowed = ValueRange.NotNegative, Plausible = new(0, 200_000),
    };
    public static readonly FieldDefinition TareKg = new("tare_kg", FieldType.Float)
    {
        Allowed = ValueRange.NotNegative, Plausible = new(0, 100_000),
    };
    public static readonly FieldDefinition NetKg = new("net_kg", FieldType.Float)
    {
        Allowed = ValueRange.NotNegative, Plausible = new(0, 100_000),
    };

    /// <summary>The tag <c>scale</c> is <c>-</c> where a facility has one.</summary>
    public static readonly Measurement Weighing = new(
        "weighing", ["facility", "material", "scale"], [Ticket, Vehicle, Source, GrossKg, TareKg, NetKg, Flags]);

    public static readonly FieldDefinition FirstMs = new("first_ms", FieldType.Integer);
    public static readonly FieldDefinition LastMs = new("last_ms", FieldType.Integer);

    /// <summary>
    /// Which assets a batch touched, with the earliest and latest device time (Unix ms); stamped with the moment of
    /// writing. <c>kind</c> is the measurement, <c>asset</c> its tag values in order, joined by <c>/</c>.
    /// </summary>
    public static readonly Measurement Changes = new("changes", ["asset", "host", "kind"], [FirstMs, LastMs]);

    /// <summary>What devices send. Every one has <c>flags</c>.</summary>
    public static readonly ImmutableArray<Measurement> Raw =
        [PlantFlow, MeterEvent, PlantStatus, PlantQuality, VehiclePosition, Weighing];

    /// <summary>What a store holds: readings, changes, and what is derived of them.</summary>
    public static readonly ImmutableArray<Measurement> All = [.. Raw, Changes, .. DerivedMeasurements.All];

    public static Measurement? Find(string name)
    {
        foreach (var measurement in All)
        {
            if (measurement.Name == name) return measurement;
        }
        return null;
    }
}
