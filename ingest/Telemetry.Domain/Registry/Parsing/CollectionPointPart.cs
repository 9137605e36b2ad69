using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class CollectionPointPart
{
    // A bin is no district.
    private const double FarthestM = 1_000;

    public static List<CollectionPoint> Read(Section file, ReadSoFar soFar)
    {
        var points = new List<CollectionPoint>();
        foreach (var section in file.Children("collection_points"))
        {
            var point = new CollectionPoint(
                soFar.CollectionPoints.Claim(section), section.Choice<CollectionPointKind>("kind") ?? default,
                section.Name("name"),
                new DistrictId(soFar.Districts.Refer(section, "district", required: true) ?? ""),
                section.Location("location", soFar.Places), section.Number("radius_m", above: 0, atMost: FarthestM),
                section.Area("area"));
            if (section.Has("radius_m") && section.Has("area"))
                section.Wrong("radius_m", "stands beside an area; give one of them");
            points.Add(point);
            section.Close();
        }
        return points;
    }
}
