using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class CollectionPointPart
{
    public static List<CollectionPoint> Read(Section file, ReadSoFar soFar)
    {
        var ids = new IdSet("collection point");
        var points = new List<CollectionPoint>();
        foreach (var section in file.Children("collection_points"))
        {
            points.Add(new CollectionPoint(
                ids.Claim(section), section.Choice<CollectionPointKind>("kind") ?? default, section.Name("name"),
                new DistrictId(soFar.Districts.Refer(section, "district", required: true) ?? ""),
                section.Location("location", soFar.Places)));
            section.Close();
        }
        return points;
    }
}
