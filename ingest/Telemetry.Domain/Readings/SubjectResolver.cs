using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Readings;

/// <summary>
/// Topics to subjects, each resolved once per version of the registry. Only what was accepted is remembered, so
/// invented topics leave nothing behind. One a connection; not thread-safe.
/// </summary>
public sealed class SubjectResolver(string root, UnregisteredAssets unregistered)
{
    // More than a city has; reached only by a registry of that size, and then forgetting is cheaper than growing.
    const int MaxRemembered = 200_000;

    readonly SubjectTable _subjects = new();
    CityRegistry? _registry;
    string? _lastTopic;
    Subject? _last;

    /// <summary>Begins to look for a topic's subject; <see cref="Step"/> goes on.</summary>
    public void Begin(string topic, CityRegistry registry)
    {
        if (!ReferenceEquals(registry, _registry))
        {
            _registry = registry;
            Forget();
        }
        if (topic == _lastTopic) return;
        _lastTopic = null;
        _subjects.Begin(topic);
    }

    /// <summary>Asks for more of the memory that <see cref="Resolve(string, long, out string)"/> will read.</summary>
    public void Step()
    {
        if (_lastTopic is null) _subjects.Step();
    }

    /// <param name="topic">The one that was begun with.</param>
    /// <param name="receivedMs">Unix ms.</param>
    /// <param name="detail">What is wrong with the topic, where the answer is null.</param>
    /// <returns>Null where the topic is none of the contract's.</returns>
    public Subject? Resolve(string topic, long receivedMs, out string detail)
    {
        detail = "";
        if (_lastTopic is not null) return _last;
        var subject = _subjects.End(topic);
        if (subject is null)
        {
            if (!DeviceTopic.TryParse(topic, root, out var parsed, out detail)) return null;
            subject = Resolve(parsed, _registry!, receivedMs);
            // A refusal is not remembered: room on the list, or a name more, would change it.
            if (subject.Refusal is not null) return subject;
            if (_subjects.Count >= MaxRemembered) Forget();
            _subjects.Add(topic, subject);
        }
        _lastTopic = topic;
        _last = subject;
        return subject;
    }

    void Forget()
    {
        _subjects.Clear();
        _lastTopic = null;
        _last = null;
    }

    Subject Resolve(DeviceTopic topic, CityRegistry registry, long receivedMs) => topic.Kind switch
    {
        TopicKind.Position => ResolveVehicle(topic, registry, receivedMs),
        TopicKind.Weighing => ResolveFacility(topic, registry, receivedMs),
        TopicKind.Status => ResolvePlant(topic, registry, receivedMs),
        TopicKind.Quality => ResolveQualityPoint(topic, registry, receivedMs),
        _ => ResolveMeter(topic, registry, receivedMs),
    };

    Subject ResolveVehicle(DeviceTopic topic, CityRegistry registry, long receivedMs)
    {
        var known = registry.Vehicles.ContainsKey(new VehicleId(topic.Owner));
        if (!known && registry.Devices.TryGetValue(new DeviceId(topic.Owner), out var device))
        {
            return Subject.OfDevice(topic, Dated(device, static a => a.Vehicle is { } vehicle
                ? new Standing(new Series(Measurements.VehiclePosition, vehicle.Value))
                : null));
        }
        return Settle(
            topic, AssetKind.Vehicle, topic.Owner, known, receivedMs,
            new Standing(new Series(Measurements.VehiclePosition, topic.Owner)));
    }

    Subject ResolveMeter(DeviceTopic topic, CityRegistry registry, long receivedMs)
    {
        var plant = registry.Plants.GetValueOrDefault(new PlantId(topic.Owner));
        var meter = plant?.Meters.GetValueOrDefault(new MeterId(topic.Part));
        if (meter is null && registry.Devices.TryGetValue(new DeviceId(topic.Part), out var device))
        {
            // The plant in the topic must agree: a transmitter that moved and kept its old topic is for a person to
            // see.
            return Subject.OfDevice(topic, Dated(device, a => a.Meter is { } id && a.Plant?.Value == topic.Owner
                ? StandingOf(topic.Kind, topic.Owner, id.Value, plant?.Meters.GetValueOrDefault(id))
                : null));
        }
        return Settle(
            topic, AssetKind.Meter, $"{topic.Owner}/{topic.Part}", meter is not null, receivedMs,
            StandingOf(topic.Kind, topic.Owner, topic.Part, meter));
    }

    static Standing StandingOf(TopicKind kind, string plant, string id, Meter? meter) => new(
        new Series(kind is TopicKind.Reset ? Measurements.MeterEvent : Measurements.PlantFlow, id, plant), meter,
        allowMissingTime: meter?.AllowMissingTime ?? false);

    Subject ResolveQualityPoint(DeviceTopic topic, CityRegistry registry, long receivedMs)
    {
        var plant = registry.Plants.GetValueOrDefault(new PlantId(topic.Owner));
        var point = plant?.QualityPoints.GetValueOrDefault(new QualityPointId(topic.Part));
        return Settle(
            topic, AssetKind.QualityPoint, $"{topic.Owner}/{topic.Part}", point is not null, receivedMs,
            new Standing(
                new Series(Measurements.PlantQuality, topic.Owner, topic.Part), qualityPoint: point,
                allowMissingTime: point?.AllowMissingTime ?? false));
    }

    Subject ResolvePlant(DeviceTopic topic, CityRegistry registry, long receivedMs)
    {
        var plant = registry.Plants.GetValueOrDefault(new PlantId(topic.Owner));
        return Settle(
            topic, AssetKind.Plant, topic.Owner, plant is not null, receivedMs,
            new Standing(null, allowMissingTime: plant?.AllowMissingStatusTime ?? false));
    }

    Subject ResolveFacility(DeviceTopic topic, CityRegistry registry, long receivedMs) => Settle(
        topic, AssetKind.Facility, topic.Owner, registry.Facilities.ContainsKey(new FacilityId(topic.Owner)),
        receivedMs,
        new Standing(null));

    Subject Settle(
        DeviceTopic topic, AssetKind kind, string name, bool known, long receivedMs, Standing standing)
    {
        if (known)
        {
            unregistered.Forget(kind, name);
            return Subject.Of(topic, standing);
        }
        var asset = unregistered.Meet(kind, name, receivedMs);
        if (unregistered.Policy is UnknownAssetPolicy.Quarantine)
        {
            return Subject.Refused(
                topic, asset, $"{Words(kind)} '{name}' is not in the registry; replay this once it is");
        }
        return asset is null
            ? Subject.Refused(
                topic, null,
                $"{Words(kind)} '{name}' is not in the registry, and {unregistered.Limit} unregistered assets, the "
                + "limit, are accepted already")
            : Subject.OfUnregistered(topic, standing, asset);
    }

    static ImmutableArray<DatedStanding> Dated(Device device, Func<DeviceAssignment, Standing?> standingOf)
    {
        var dated = ImmutableArray.CreateBuilder<DatedStanding>(device.Assignments.Length);
        foreach (var assignment in device.Assignments)
        {
            if (standingOf(assignment) is not { } standing) continue;
            dated.Add(new DatedStanding(
                assignment.From.ToUnixTimeMilliseconds(),
                assignment.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue, standing));
        }
        return dated.DrainToImmutable();
    }

    static string Words(AssetKind kind) => kind switch
    {
        AssetKind.QualityPoint => "quality point",
        AssetKind.Plant => "plant",
        AssetKind.Meter => "meter",
        AssetKind.Vehicle => "vehicle",
        _ => "facility",
    };
}
