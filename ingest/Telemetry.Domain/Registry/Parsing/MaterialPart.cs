namespace Telemetry.Domain.Registry.Parsing;

internal static class MaterialPart
{
    // The densest thing a truck brings is wet ash and rubble.
    private const double HighestDensity = 3_000;

    // Below loose foam; a density of 1.02 was meant in tonnes.
    private const double LowestDensity = 10;

    public static MaterialDensities Read(Section file)
    {
        var given = new Dictionary<Material, double>();
        foreach (var section in file.Children("materials"))
        {
            var material = section.Choice<Material>("material");
            var density = section.Number(
                "density_kgm3", above: LowestDensity, atMost: HighestDensity, required: true);
            section.Close();
            if (material is not { } known || density is not { } kgM3) continue;
            if (!given.TryAdd(known, kgM3))
                section.Wrong("material", $"\"{WireNames.Of(known)}\" stands here twice");
        }
        return new MaterialDensities(given);
    }
}
