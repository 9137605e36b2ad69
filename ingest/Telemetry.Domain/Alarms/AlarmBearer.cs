using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms;

/// <summary>What bears an alarm, as people know it, and who answers for it.</summary>
/// <param name="District">Null for the city's and for hosts.</param>
/// <param name="Unit">The responsible unit (责任单位); null where nobody is named.</param>
public sealed record AlarmBearer(LocalizedName Name, DistrictId? District, LocalizedName? Unit)
{
    public static AlarmBearer Of(AlarmSignal signal, CityRegistry registry)
    {
        var asset = signal.Asset;
        var plant = asset.Plant is { } id ? registry.Plants.GetValueOrDefault(id) : null;
        var vehicle = asset.Vehicle is { } vehicleId ? registry.Vehicles.GetValueOrDefault(vehicleId) : null;
        var district = plant?.District ?? vehicle?.District ?? signal.District;
        var unit = registry.Alarms.UnitOf(signal.Rule, asset, vehicle?.Kind)
            ?? (district is { } at ? registry.Districts.GetValueOrDefault(at)?.ResponsibleUnit : null);
        return new AlarmBearer(NameOf(asset, registry, plant, vehicle), district, unit);
    }

    /// <summary>The alarm as it begins.</summary>
    public Alarm Raise(AlarmSignal signal, DateTimeOffset onset, DateTimeOffset now) => new()
    {
        Id = AlarmId.Of(signal.Rule, signal.Asset, onset),
        Rule = signal.Rule,
        Asset = signal.Asset,
        Onset = onset,
        Priority = signal.Settings.Priority,
        District = District,
        ResponsibleUnit = Unit,
        Name = Name,
        Value = signal.Value,
        Limit = signal.Limit,
        Detail = signal.Detail,
        RaisedAt = now,
        Late = signal.IsLate(now),
    };

    private static LocalizedName NameOf(AlarmAsset asset, CityRegistry registry, Plant? plant, Vehicle? vehicle)
    {
        switch (asset.Subject)
        {
            case AlarmSubject.Plant when plant is not null:
                return plant.Name;
            case AlarmSubject.Meter when plant?.Meters.GetValueOrDefault(new MeterId(asset.Part)) is { } meter:
                return Joined(plant.Name, meter.Name);
            case AlarmSubject.Point when plant is not null:
                var point = new QualityPointId(asset.Part.Split('/')[0]);
                return plant.QualityPoints.GetValueOrDefault(point) is { } found
                    ? Joined(plant.Name, found.Name) : plant.Name;
            case AlarmSubject.Vehicle when vehicle is not null:
                return new LocalizedName(vehicle.Plate, vehicle.Plate);
            case AlarmSubject.Indicator:
                return IndicatorName(asset, registry);
            default:
                return new LocalizedName(asset.Owner, asset.Owner);
        }
    }

    private static LocalizedName IndicatorName(AlarmAsset asset, CityRegistry registry)
    {
        var indicator = registry.Indicators.FirstOrDefault(one => one.Id == asset.Owner)?.Name
            ?? new LocalizedName(asset.Owner, asset.Owner);
        return registry.Districts.GetValueOrDefault(new DistrictId(asset.Part)) is { } district
            ? Joined(district.Name, indicator) : indicator;
    }

    private static LocalizedName Joined(LocalizedName whole, LocalizedName part) =>
        new($"{whole.En}, {part.En}", whole.Zh + part.Zh);
}
