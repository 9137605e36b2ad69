using Telemetry.Domain.Calendar;
using Telemetry.Domain.Identifiers;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>Every partition of a local day.</summary>
internal static class WholeDays
{
    /// <summary>Hours too.</summary>
    /// <param name="plant">Only that plant's meters and day, and the rates it takes part in; all where null.</param>
    public static IEnumerable<NewPartition> Of(
        CityBook book, LocalDay day, ChangeCause cause, PlantId? plant = null)
    {
        foreach (var meter in Meters(book, plant))
        {
            foreach (var hour in book.Calendar.HoursOf(day))
                yield return new NewPartition(PartitionKind.MeterHour, meter.ToString(), hour.StartMs, cause);
        }
        foreach (var partition in DaysOf(book, day, cause, plant)) yield return partition;
    }

    /// <summary>Of every vehicle: hours, loads, and the city's rounds.</summary>
    public static IEnumerable<NewPartition> OfFleet(
        CityBook book, LocalDay day, ChangeCause cause, long runningHourMs) =>
        OfFleet(book, day, cause, runningHourMs, [.. book.Registry.Vehicles.Keys]);

    /// <summary>Of some vehicles: hours, loads, and the city's rounds.</summary>
    public static IEnumerable<NewPartition> OfFleet(
        CityBook book, LocalDay day, ChangeCause cause, long runningHourMs, IReadOnlyCollection<VehicleId> vehicles)
    {
        if (vehicles.Count == 0) yield break;
        foreach (var hour in book.Calendar.HoursOf(day).TakeWhile(hour => hour.StartMs < runningHourMs))
        {
            foreach (var vehicle in vehicles)
                yield return new NewPartition(PartitionKind.VehicleHour, vehicle.Value, hour.StartMs, cause);
        }
        yield return new NewPartition(PartitionKind.ServiceDay, FleetBook.City, day.StartMs, cause);
        foreach (var vehicle in vehicles)
            yield return new NewPartition(PartitionKind.VehicleDay, vehicle.Value, day.StartMs, cause);
        yield return new NewPartition(PartitionKind.LoadDay, FleetBook.City, day.StartMs, cause);
    }

    /// <summary>Daily values of vehicles and loads alone.</summary>
    /// <param name="district">Only its vehicles; all where null.</param>
    public static IEnumerable<NewPartition> DaysOfFleet(
        CityBook book, LocalDay day, ChangeCause cause, DistrictId? district = null)
    {
        foreach (var vehicle in book.Registry.Vehicles.Values)
        {
            if (district is null || vehicle.District == district)
                yield return new NewPartition(PartitionKind.VehicleDay, vehicle.Id.Value, day.StartMs, cause);
        }
        yield return new NewPartition(PartitionKind.LoadDay, FleetBook.City, day.StartMs, cause);
    }

    /// <summary>Daily values alone.</summary>
    public static IEnumerable<NewPartition> DaysOf(
        CityBook book, LocalDay day, ChangeCause cause, PlantId? plant = null)
    {
        foreach (var meter in Meters(book, plant))
            yield return new NewPartition(PartitionKind.MeterDay, meter.ToString(), day.StartMs, cause);
        foreach (var one in book.Registry.Plants.Values)
        {
            if (plant is null || one.Id == plant)
                yield return new NewPartition(PartitionKind.PlantDay, one.Id.Value, day.StartMs, cause);
        }
        var rates = plant is { } id && book.Registry.Plants.TryGetValue(id, out var found)
            ? book.IndicatorsOf(found) : book.Indicators;
        foreach (var rate in rates)
            yield return new NewPartition(PartitionKind.IndicatorDay, rate.Id, day.StartMs, cause);
    }

    private static IEnumerable<MeterKey> Meters(CityBook book, PlantId? plant) =>
        book.Meters.Where(meter => plant is null || meter.Plant == plant);
}
