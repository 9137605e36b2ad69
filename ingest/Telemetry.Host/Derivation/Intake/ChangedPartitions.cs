using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>
/// Which partitions a change of readings or of declared figures makes dirty. Only of registered assets.
/// </summary>
/// <param name="runningHourMs">
/// When the hour that isn't over began, Unix ms: vehicles' hours are derived once they are over, of all vehicles
/// together.
/// </param>
internal sealed class ChangedPartitions(CityBook book, long runningHourMs = long.MaxValue)
{
    /// <summary>What a batch of readings touched. Lazily, as a range may be years long.</summary>
    public IEnumerable<NewPartition> Of(Change change)
    {
        if (!change.TryGetSeries(out var series)) return [];
        if (series.Measurement == Measurements.PlantFlow || series.Measurement == Measurements.MeterEvent)
        {
            var meter = MeterKey.Of(series);
            return book.RulesOf(meter) is null
                ? [] : Hours(meter, change.FirstMs, change.LastMs, ChangeCause.LateData);
        }
        if (series.Measurement == Measurements.VehiclePosition)
        {
            var vehicle = new VehicleId(series["vehicle"]);
            return book.Registry.Vehicles.ContainsKey(vehicle)
                ? VehicleHours(vehicle, change.FirstMs, change.LastMs, ChangeCause.LateData) : [];
        }
        if (series.Measurement == Measurements.PlantQuality) return Quality(series, change);
        return series.Measurement == Measurements.Weighing
            ? Weighing(
                new FacilityId(series["facility"]), series["material"], change.FirstMs, change.LastMs,
                ChangeCause.LateData)
            : [];
    }

    /// <summary>What a declared figure touches; its days end with today.</summary>
    /// <param name="oldest">The first local day that was ever derived: nothing is made of days before it.</param>
    public IEnumerable<NewPartition> Of(Declaration figure, DateOnly oldest, DateOnly today)
    {
        const ChangeCause Cause = ChangeCause.DeclaredFigure;
        switch (figure)
        {
            case MeterReplacement replacement:
                var meter = new MeterKey(replacement.Plant, replacement.Meter);
                var at = replacement.At.ToUnixTimeMilliseconds();
                return
                [
                    .. Hours(meter, at, at, Cause),
                    new(PartitionKind.MeterDay, meter.ToString(), book.Calendar.DayOf(at).StartMs, Cause),
                ];
            case DayCorrection or MissedVolume:
                return [new(PartitionKind.MeterDay, figure.Subject, book.Calendar.Day(figure.From).StartMs, Cause)];
            case LaboratoryResult result:
                return
                [
                    new(PartitionKind.PlantDay, result.Plant.Value, book.Calendar.Day(result.Day).StartMs, Cause),
                ];
            case DeclaredWeighing weighing:
                var weighedAt = weighing.At.ToUnixTimeMilliseconds();
                return Weighing(weighing.Facility, WireNames.Of(weighing.Material), weighedAt, weighedAt, Cause);
            case DeclaredGeneration generation:
                return Days(figure, oldest, today).Select(day =>
                    new NewPartition(PartitionKind.IndicatorDay, generation.Indicator, day, Cause));
            case WaterSupply:
                var rates = book.Indicators.Where(one => one.Kind == IndicatorKind.SewageTreatmentRate).ToList();
                return Days(figure, oldest, today).SelectMany(day => rates.Select(rate =>
                    new NewPartition(PartitionKind.IndicatorDay, rate.Id, day, Cause)));
            default:
                return [];
        }
    }

    public IEnumerable<NewPartition> Hours(MeterKey meter, long firstMs, long lastMs, ChangeCause cause)
    {
        var subject = meter.ToString();
        for (var hour = book.Calendar.HourOf(firstMs); hour.StartMs <= lastMs; hour = book.Calendar.HourOf(hour.EndMs))
            yield return new NewPartition(PartitionKind.MeterHour, subject, hour.StartMs, cause);
    }

    /// <summary>Hours that are over.</summary>
    public IEnumerable<NewPartition> VehicleHours(VehicleId vehicle, long firstMs, long lastMs, ChangeCause cause)
    {
        for (var hour = book.Calendar.HourOf(firstMs); hour.StartMs <= lastMs && hour.StartMs < runningHourMs;
            hour = book.Calendar.HourOf(hour.EndMs))
            yield return new NewPartition(PartitionKind.VehicleHour, vehicle.Value, hour.StartMs, cause);
    }

    /// <summary>Starts of the local days from an instant to and with another.</summary>
    public IEnumerable<long> Days(long firstMs, long lastMs)
    {
        for (var day = book.Calendar.DayOf(firstMs); day.StartMs <= lastMs; day = book.Calendar.DayOf(day.EndMs))
            yield return day.StartMs;
    }

    private IEnumerable<long> Days(Declaration figure, DateOnly oldest, DateOnly today)
    {
        var from = figure.From > oldest ? figure.From : oldest;
        var last = figure.Until is { } until && until <= today ? until.AddDays(-1) : today;
        for (var date = from; date <= last; date = date.AddDays(1)) yield return book.Calendar.Day(date).StartMs;
    }

    private IEnumerable<NewPartition> Quality(Series series, Change change)
    {
        var (plant, point) = (new PlantId(series["plant"]), new QualityPointId(series["point"]));
        return book.Registry.Plants.GetValueOrDefault(plant)?.QualityPoints.GetValueOrDefault(point) is
            { Role: MeterRole.Effluent, Limits.IsEmpty: false }
            ? Days(change.FirstMs, change.LastMs)
                .Select(day => new NewPartition(PartitionKind.PlantDay, plant.Value, day, ChangeCause.LateData))
            : [];
    }

    // A ticket that was written on a day before may be the one that this one replaces.
    private IEnumerable<NewPartition> Weighing(
        FacilityId facility, string material, long firstMs, long lastMs, ChangeCause cause)
    {
        var plant = book.Registry.Facilities.GetValueOrDefault(facility)?.Plant;
        var kind = material == WireNames.Of(Material.Fecal) ? IndicatorKind.FecalHarmlessRate
            : material == WireNames.Of(Material.Garbage) ? IndicatorKind.GarbageHarmlessRate
            : IndicatorKind.SewageTreatmentRate;
        var rates = book.Indicators.Where(one => one.Kind == kind).ToList();
        var first = book.Calendar.Day(book.DateOf(firstMs).AddDays(-RawDays.TicketDays)).StartMs;
        foreach (var day in Days(first, lastMs))
        {
            if (plant is { } gate) yield return new NewPartition(PartitionKind.PlantDay, gate.Value, day, cause);
            foreach (var rate in rates) yield return new NewPartition(PartitionKind.IndicatorDay, rate.Id, day, cause);
        }
        // A visit on the other side of midnight may be the one that it belongs to.
        var next = book.Calendar.DayOf(lastMs).EndMs;
        foreach (var day in Days(first, next))
            yield return new NewPartition(PartitionKind.ServiceDay, FleetBook.City, day, cause);
    }
}
