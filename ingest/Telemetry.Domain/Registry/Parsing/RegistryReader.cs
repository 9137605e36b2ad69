using System.Collections.Frozen;
using System.Text.Json;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// Reads the file's parts in the order in which they may refer to each other, and never stops at the first finding.
/// </summary>
internal static class RegistryReader
{
    public static RegistryParseResult Read(JsonElement root, string version)
    {
        var findings = new Findings();
        if (Section.Open(root, "", findings) is not { } file)
            return RegistryParseResult.Refused(version, [new RegistryError("(file)", "holds no object {...}")]);

        TextCheck.FindHalfCharacters(root, "", findings);
        if (findings.Count > 0) return RegistryParseResult.Refused(version, findings.ToErrors());

        var soFar = new ReadSoFar();
        _ = file.Has("$schema");
        var city = CityPart.Read(file, soFar);
        var districts = DistrictPart.Read(file, soFar);
        var plants = PlantPart.Read(file, soFar);
        var facilities = FacilityPart.Read(file, soFar);
        var vehicles = VehiclePart.Read(file, soFar);
        var collectionPoints = CollectionPointPart.Read(file, soFar);
        var geofences = GeofencePart.Read(file, soFar);
        var devices = DevicePart.Read(file, soFar);
        var indicators = IndicatorPart.Read(file, soFar);
        var yardsticks = YardstickPart.Read(file);
        var densities = MaterialPart.Read(file);
        var alarms = AlarmPart.Read(file, soFar);
        var rounds = RoundPart.Read(file, soFar, city.DayStart);
        var limits = VehicleLimitsPart.Read(file);
        file.Close();
        SwappedPlaces.Find(soFar.Places, findings);
        if (findings.Count > 0) return RegistryParseResult.Refused(version, findings.ToErrors());

        return RegistryParseResult.Accepted(new CityRegistry
        {
            Version = version,
            City = city,
            Districts = districts.ToFrozenDictionary(d => d.Id),
            Plants = plants.ToFrozenDictionary(p => p.Id),
            Vehicles = vehicles.ToFrozenDictionary(v => v.Id),
            Facilities = facilities.ToFrozenDictionary(f => f.Id),
            CollectionPoints = [.. collectionPoints],
            Geofences = [.. geofences],
            Devices = devices.ToFrozenDictionary(d => d.Id),
            Indicators = [.. indicators],
            Yardsticks = [.. yardsticks],
            Densities = densities,
            Alarms = alarms,
            Rounds = [.. rounds],
            Limits = limits.ToFrozenDictionary(),
        });
    }
}
