using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Requests;

/// <summary>A district of the registry, or none.</summary>
internal static class Districts
{
    public const string Help = "The district that answers for it; all where absent.";

    public static Parsed<DistrictId?> Parse(string? text, CityRegistry registry)
    {
        if (text is null) return new Parsed<DistrictId?>(null, null);
        var id = new DistrictId(text);
        return registry.Districts.ContainsKey(id)
            ? new Parsed<DistrictId?>(id, null)
            : Parsed.Wrong($"district '{text}': the registry has no such district");
    }
}
