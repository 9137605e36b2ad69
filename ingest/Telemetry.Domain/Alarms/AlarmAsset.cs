using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Alarms;

public enum AlarmSubject
{
    Plant,
    Meter,

    /// <summary>A parameter at a quality point.</summary>
    Point,
    Vehicle,

    /// <summary>An indicator in one scope.</summary>
    Indicator,

    /// <summary>A host of this program.</summary>
    Host,
}

/// <summary>
/// What an alarm is about, written as the ledger writes its subjects: <c>plant:ID</c>, <c>meter:PLANT/METER</c>,
/// <c>point:PLANT/POINT/PARAMETER</c>, <c>vehicle:ID</c> (with a trip or round behind a slash),
/// <c>indicator:ID/SCOPE</c>, <c>host:NAME</c>.
/// </summary>
/// <param name="Owner">The plant, vehicle, indicator or host.</param>
/// <param name="Part">The meter, point and parameter, trip or scope; empty for the whole.</param>
public readonly record struct AlarmAsset(AlarmSubject Subject, string Owner, string Part = "")
{
    public static AlarmAsset Of(PlantId plant) => new(AlarmSubject.Plant, plant.Value);

    public static AlarmAsset Of(PlantId plant, MeterId meter) => new(AlarmSubject.Meter, plant.Value, meter.Value);

    public static AlarmAsset Of(PlantId plant, QualityPointId point, string parameter) =>
        new(AlarmSubject.Point, plant.Value, $"{point}/{parameter}");

    /// <param name="vehicle">Whose it is.</param>
    /// <param name="part">Which of its trips or rounds; empty for the vehicle as it is now.</param>
    public static AlarmAsset Of(VehicleId vehicle, string part = "") => new(AlarmSubject.Vehicle, vehicle.Value, part);

    /// <param name="indicator">As the registry names it.</param>
    /// <param name="scope">A district, or <c>city</c>.</param>
    public static AlarmAsset OfIndicator(string indicator, string scope) =>
        new(AlarmSubject.Indicator, indicator, scope);

    public static AlarmAsset OfHost(string name) => new(AlarmSubject.Host, name);

    /// <summary>The plant it belongs to; null for what belongs to none.</summary>
    public PlantId? Plant =>
        Subject is AlarmSubject.Plant or AlarmSubject.Meter or AlarmSubject.Point ? new PlantId(Owner) : null;

    /// <summary>Null where it is no vehicle's.</summary>
    public VehicleId? Vehicle => Subject == AlarmSubject.Vehicle ? new VehicleId(Owner) : null;

    /// <summary>As <see cref="ToString"/> writes it; false for anything else.</summary>
    public static bool TryParse(string? text, out AlarmAsset asset)
    {
        asset = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0 || !Registry.WireNames.TryParse<AlarmSubject>(text![..colon], out var subject)) return false;
        var name = text[(colon + 1)..];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        asset = slash < 0 ? new(subject, name) : new(subject, name[..slash], name[(slash + 1)..]);
        var needsPart = subject is AlarmSubject.Meter or AlarmSubject.Point or AlarmSubject.Indicator;
        return asset.Owner.Length > 0 && (!needsPart || asset.Part.Length > 0);
    }

    public override string ToString()
    {
        var subject = Registry.WireNames.Of(Subject);
        return Part.Length == 0 ? $"{subject}:{Owner}" : $"{subject}:{Owner}/{Part}";
    }
}
