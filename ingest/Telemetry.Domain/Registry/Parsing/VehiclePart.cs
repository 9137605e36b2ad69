using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal static class VehiclePart
{
    public static List<Vehicle> Read(Section file, ReadSoFar soFar)
    {
        var vehicles = new List<Vehicle>();
        var plates = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in file.Children("vehicles"))
        {
            var id = soFar.Vehicles.Claim(section);
            var kind = section.Choice<VehicleKind>("kind") ?? default;
            var plate = section.Text("plate", required: true);
            if (plate is not null && !plates.TryAdd(plate, section.Path))
                section.Wrong("plate", $"{Section.Said(plate)} is taken by {plates[plate]}");
            var district = soFar.Districts.Refer(section, "district", required: true) ?? "";
            var depot = soFar.Facilities.Refer(section, "depot");
            if (depot is not null && soFar.FacilityKinds.TryGetValue(depot, out var facility) &&
                facility != FacilityKind.Depot)
            {
                section.Wrong("depot", $"{Section.Said(depot)} is a {WireNames.Of(facility)}; allowed: a depot");
            }
            vehicles.Add(new Vehicle(
                new VehicleId(id), kind, plate ?? "", new DistrictId(district),
                depot is null ? null : new FacilityId(depot), section.Interval("interval", required: true) ?? default));
            section.Close();
        }
        return vehicles;
    }
}
