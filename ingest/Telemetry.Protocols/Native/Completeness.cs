using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>The keys that an object must have, by topic.</summary>
static class Completeness
{
    public static Fault? Check(ObjectReader read, TopicKind kind)
    {
        var reading = read.Reading;
        return kind switch
        {
            TopicKind.Flow when Lacks(reading, Measurements.FlowM3H) && Lacks(reading, Measurements.TotalM3) =>
                Fault.Schema("'flow_m3h' and 'total_m3' are missing: at least one is needed"),
            TopicKind.Reset =>
                Need(reading, Measurements.LastM3) ?? Need(reading, Measurements.FirstM3) ?? FinishReset(reading),
            TopicKind.Status => Need(reading, Measurements.State),
            TopicKind.Quality when reading.Fields.IsEmpty =>
                Fault.Schema("there is no quality parameter: at least one is needed, such as 'cod_mgl'"),
            TopicKind.Position => Need(reading, Measurements.Lat) ?? Need(reading, Measurements.Lon),
            TopicKind.Weighing =>
                NeedText(reading, Measurements.Ticket) ?? NeedText(reading, Measurements.Vehicle)
                ?? NeedMaterial(read) ?? NeedWeight(reading),
            _ => null,
        };
    }

    static bool Lacks(Reading reading, FieldDefinition field) => !reading.TryGet(field, out _);

    static Fault? Need(Reading reading, FieldDefinition field) =>
        Lacks(reading, field) ? Fault.Schema($"'{field.Name}' is missing") : null;

    static Fault? NeedText(Reading reading, FieldDefinition field) =>
        reading.TryGet(field, out var value) && !string.IsNullOrWhiteSpace(value.Text)
            ? null
            : Fault.Schema($"'{field.Name}' is missing or empty");

    static Fault? NeedMaterial(ObjectReader read) =>
        read.Material is null ? Fault.Schema("'material' is missing: sludge, fecal or garbage") : null;

    static Fault? NeedWeight(Reading reading) =>
        Lacks(reading, Measurements.NetKg)
        && (Lacks(reading, Measurements.GrossKg) || Lacks(reading, Measurements.TareKg))
            ? Fault.Schema("'net_kg' is missing, or 'gross_kg' and 'tare_kg', from which it is computed")
            : null;

    // Who declared it: on this topic always the device; a person's entry comes another way.
    static Fault? FinishReset(Reading reading)
    {
        if (NeedText(reading, Measurements.Reason) is { } missing) return missing;
        reading.Set(Measurements.By, 0, "device");
        return null;
    }
}
