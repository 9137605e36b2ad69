using System.Collections.Immutable;
using System.Globalization;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// A device speaks for one thing at a time, and a thing is spoken for by one device at a time. The name of a vehicle or
/// a meter is taken: a message under it could mean either.
/// </summary>
internal static class DevicePart
{
    public static List<Device> Read(Section file, ReadSoFar soFar)
    {
        var ids = new IdSet("device");
        var devices = new List<Device>();
        var bySubject = new Dictionary<string, List<(DeviceAssignment, string)>>(StringComparer.Ordinal);
        foreach (var section in file.Children("devices"))
        {
            var id = ids.Claim(section);
            CheckTaken(section, id, soFar);
            var assignments = ImmutableArray.CreateBuilder<DeviceAssignment>();
            foreach (var entry in section.Children("assignments", required: true))
            {
                if (ReadAssignment(entry, soFar) is not { } assignment) continue;
                if (assignments.Count > 0) CheckOrder(entry, assignments[^1], assignment);
                CheckSubject(entry, id, assignment, bySubject);
                assignments.Add(assignment);
            }
            devices.Add(new Device(new DeviceId(id), assignments.ToImmutable()));
            section.Close();
        }
        return devices;
    }

    private static DeviceAssignment? ReadAssignment(Section entry, ReadSoFar soFar)
    {
        var from = entry.Instant("from", soFar.TimeZone, required: true);
        var until = entry.Instant("until", soFar.TimeZone);
        var vehicle = soFar.Vehicles.Refer(entry, "vehicle");
        var plant = soFar.Plants.Refer(entry, "plant");
        var meter = ReadMeter(entry, plant, soFar);
        entry.Close();
        if (until <= from)
        {
            entry.Wrong("until", $"{Written(until!.Value)} is not after from, {Written(from!.Value)}");
            return null;
        }
        var one = vehicle is null ? plant is not null && meter is not null : plant is null && meter is null;
        if (!one)
            entry.Findings.Add(entry.Path, "names neither a vehicle nor a plant with its meter, or both; give one");
        if (!one || from is not { } start || vehicle == "" || plant == "" || meter == "") return null;
        return new DeviceAssignment(
            start, until, vehicle is null ? null : new VehicleId(vehicle), plant is null ? null : new PlantId(plant),
            meter is null ? null : new MeterId(meter));
    }

    private static string? ReadMeter(Section entry, string? plant, ReadSoFar soFar)
    {
        if (!string.IsNullOrEmpty(plant)) return soFar.Meters[plant].Refer(entry, "meter");
        return entry.Has("meter") ? entry.Id("meter") ?? "" : null;
    }

    private static void CheckTaken(Section section, string id, ReadSoFar soFar)
    {
        if (soFar.Vehicles.Bearers.TryGetValue(id, out var vehicle))
            section.Wrong("id", $"{Section.Said(id)} is the vehicle {vehicle}; a device needs a name of its own");
        foreach (var (plant, meters) in soFar.Meters)
        {
            if (meters.Bearers.TryGetValue(id, out var meter))
                section.Wrong("id",
                    $"{Section.Said(id)} is the meter {meter} of plant \"{plant}\"; a device needs a name of its own");
        }
    }

    private static void CheckOrder(Section entry, DeviceAssignment previous, DeviceAssignment next)
    {
        if (next.From < previous.From)
            entry.Wrong("from",
                $"{Written(next.From)} stands after {Written(previous.From)}; write them in order of time");
        else if (previous.Until is not { } end)
            entry.Wrong("from", "the assignment before this one has no end; give it an until");
        else if (next.From < end)
            entry.Wrong("from", $"{Written(next.From)} is before the end of the assignment before it, {Written(end)}");
    }

    private static void CheckSubject(
        Section entry, string device, DeviceAssignment assignment,
        Dictionary<string, List<(DeviceAssignment, string)>> bySubject)
    {
        var subject = assignment.Vehicle is { } vehicle
            ? $"vehicle \"{vehicle}\""
            : $"meter \"{assignment.Meter}\" of plant \"{assignment.Plant}\"";
        if (!bySubject.TryGetValue(subject, out var others)) bySubject.Add(subject, others = []);
        foreach (var (other, otherDevice) in others)
        {
            if (otherDevice != device && other.From < (assignment.Until ?? DateTimeOffset.MaxValue) &&
                assignment.From < (other.Until ?? DateTimeOffset.MaxValue))
            {
                entry.Wrong("from", $"{subject} is spoken for by device \"{otherDevice}\" in this time");
            }
        }
        others.Add((assignment, device));
    }

    private static string Written(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
