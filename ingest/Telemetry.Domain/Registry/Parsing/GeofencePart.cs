using NetTopologySuite.Geometries;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class GeofencePart
{
    public static List<Geofence> Read(Section file, ReadSoFar soFar)
    {
        var ids = new IdSet("geofence");
        var fences = new List<Geofence>();
        foreach (var section in file.Children("geofences"))
        {
            var id = ids.Claim(section);
            var kind = section.Choice<GeofenceKind>("kind");
            var name = section.Name("name");
            var district = soFar.Districts.Refer(section, "district");
            if (kind == GeofenceKind.District && district is null)
                section.Wrong("district", "is missing; a geofence of kind district has to name its own");
            fences.Add(new Geofence(
                id, kind ?? default, name, district is null ? null : new DistrictId(district),
                section.Area("area", required: true) ?? Polygon.Empty));
            section.Close();
        }
        return fences;
    }
}
