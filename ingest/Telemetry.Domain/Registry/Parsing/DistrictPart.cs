using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class DistrictPart
{
    /// <summary>Stands for the whole in topics and rows, so no district may be called so.</summary>
    public const string WholeCity = "city";

    public static List<District> Read(Section file, ReadSoFar soFar)
    {
        var districts = new List<District>();
        foreach (var section in file.Children("districts", required: true))
        {
            var id = soFar.Districts.Claim(section);
            if (id == WholeCity)
                section.Wrong("id", "\"city\" stands for the whole city; give the district another id");
            districts.Add(new District(
                new DistrictId(id), section.Name("name"), section.Name("responsible_unit")));
            section.Close();
        }
        return districts;
    }

    /// <summary>
    /// Key <c>scope</c>: a district, or <c>city</c>, which is what its absence means. Null for the city.
    /// </summary>
    public static DistrictId? Scope(Section section, ReadSoFar soFar)
    {
        if (!section.Has("scope") || section.Text("scope") is null or WholeCity) return null;
        return soFar.Districts.Refer(section, "scope") is { } id ? new DistrictId(id) : null;
    }
}
