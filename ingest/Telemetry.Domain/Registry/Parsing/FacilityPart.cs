using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class FacilityPart
{
    public static List<Facility> Read(Section file, ReadSoFar soFar)
    {
        var facilities = new List<Facility>();
        foreach (var section in file.Children("facilities"))
        {
            var id = soFar.Facilities.Claim(section);
            var kind = section.Choice<FacilityKind>("kind");
            if (kind is { } known) soFar.FacilityKinds.TryAdd(id, known);
            var name = section.Name("name");
            var district = soFar.Districts.Refer(section, "district", required: true) ?? "";
            var plant = soFar.Plants.Refer(section, "plant");
            CheckPlant(section, kind, plant, soFar);
            facilities.Add(new Facility(
                new FacilityId(id), kind ?? default, name, new DistrictId(district),
                plant is null ? null : new PlantId(plant), section.Location("location", soFar.Places),
                section.Area("area")));
            section.Close();
        }
        return facilities;
    }

    /// <summary>What is brought to a plant counts for that plant, so the two must be of one kind.</summary>
    private static void CheckPlant(Section section, FacilityKind? kind, string? plant, ReadSoFar soFar)
    {
        PlantKind? needed = kind switch
        {
            FacilityKind.FecalPlant => PlantKind.Fecal,
            FacilityKind.Landfill => PlantKind.Landfill,
            FacilityKind.Incinerator => PlantKind.Incineration,
            FacilityKind.SewagePlant => PlantKind.Sewage,
            _ => null,
        };
        if (needed is not { } plantKind) return;
        var wire = WireNames.Of(plantKind);
        if (plant is null)
            section.Wrong("plant", $"is missing; what is weighed here counts for a plant of kind {wire}");
        else if (soFar.PlantKinds.TryGetValue(plant, out var actual) && actual != plantKind)
            section.Wrong("plant", $"{Section.Said(plant)} is a plant of kind {WireNames.Of(actual)}; allowed: {wire}");
    }
}
