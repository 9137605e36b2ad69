using System.Collections.Frozen;
using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class PlantPart
{
    public static List<Plant> Read(Section file, ReadSoFar soFar)
    {
        var plants = new List<Plant>();
        foreach (var section in file.Children("plants", required: true))
        {
            plants.Add(ReadPlant(section, soFar));
            section.Close();
        }
        return plants;
    }

    private static Plant ReadPlant(Section section, ReadSoFar soFar)
    {
        var id = new PlantId(soFar.Plants.Claim(section));
        var kind = section.Choice<PlantKind>("kind");
        if (kind is { } known) soFar.PlantKinds.TryAdd(id.Value, known);
        var meterIds = new IdSet($"meter of plant \"{id}\"");
        soFar.Meters.TryAdd(id.Value, meterIds);
        var name = section.Name("name");
        var district = new DistrictId(soFar.Districts.Refer(section, "district", required: true) ?? "");
        var location = section.Has("location") ? section.Location("location", soFar.Places) : (GeoPoint?)null;
        var serves = SharePart.Read(section, soFar);
        var capacity = CapacityPart.Read(section);
        var missingTime = section.Flag("allow_missing_status_time");
        var meters = MeterPart.Read(section, id, kind, meterIds);
        var points = QualityPart.Read(section, id);
        return new Plant
        {
            Id = id,
            Kind = kind ?? default,
            Name = name,
            District = district,
            Serves = serves,
            Capacity = capacity,
            // The last of two with one id wins here; by then the file is refused.
            Meters = meters.GroupBy(m => m.Id).ToFrozenDictionary(g => g.Key, g => g.Last()),
            QualityPoints = points.GroupBy(p => p.Id).ToFrozenDictionary(g => g.Key, g => g.Last()),
            Location = location,
            AllowMissingStatusTime = missingTime,
        };
    }
}
