using System.Collections.Frozen;

namespace Telemetry.Domain.Registry;

/// <summary>What is weighed at a facility.</summary>
public enum Material
{
    Sludge,
    Fecal,
    Garbage,
}

/// <summary>
/// Kilograms a cubic metre, by material: what turns a weighing into a volume. Unless the registry says otherwise, fecal
/// sludge and sludge weigh 1,000 kg/m³, as water does, and garbage 350 kg/m³, the middle of 300 to 400 in a compacting
/// truck (Vesilind, Environmental Engineering, 1998).
/// </summary>
public sealed class MaterialDensities
{
    public static readonly MaterialDensities Default = new([]);

    private readonly FrozenDictionary<Material, double> _kgM3;

    /// <param name="given">The registry's own; the defaults stand for the others.</param>
    public MaterialDensities(IEnumerable<KeyValuePair<Material, double>> given)
    {
        var densities = new Dictionary<Material, double>
        {
            [Material.Sludge] = 1_000, [Material.Fecal] = 1_000, [Material.Garbage] = 350,
        };
        foreach (var (material, kgM3) in given) densities[material] = kgM3;
        _kgM3 = densities.ToFrozenDictionary();
    }

    public double KgM3(Material material) => _kgM3[material];

    /// <summary>The volume of a weight, m³.</summary>
    public double VolumeM3(Material material, double kg) => kg / _kgM3[material];
}
