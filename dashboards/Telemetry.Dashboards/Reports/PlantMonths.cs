using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Sums the days of a plant and of its meters.</summary>
internal static class PlantMonths
{
    public static PlantMonth Build(Plant plant, MonthFigures figures)
    {
        var daily = Complete(
            figures.Month, figures.PlantDays.Where(day => day.Plant == plant.Id.Value), day => day.Day,
            day => PlantDayView.Missing(plant.Id.Value, day));
        MeterMonth[] meters = [.. plant.Meters.Values
            .OrderBy(meter => meter.Role).ThenBy(meter => meter.Id.Value, StringComparer.Ordinal)
            .Select(meter => Build(meter, figures))];
        PlantDayView[] loaded = [.. daily.Where(day => day is { TreatedM3: not null, CapacityM3: > 0 })];
        var capacity = loaded.SumOrNull(day => day.CapacityM3);
        var reason = loaded.Length > 0 ? null : MonthSums.Commonest(daily.Select(day => day.Reason));
        return new PlantMonth(
            plant.Id.Value, plant.Name, plant.Kind, plant.District.Value, daily.SumOrNull(day => day.TreatedM3),
            daily.SumOrNull(day => day.CompliantM3), daily.SumOrNull(day => day.BypassM3),
            meters.Where(meter => meter.Treated).SumOrNull(meter => meter.UndistributedM3), capacity,
            loaded.SumOrNull(day => day.TreatedM3).Over(capacity), loaded.Length, Count(daily), reason, daily, meters);
    }

    /// <summary>Every day of the month in order; one that was never computed is there and has no figure.</summary>
    internal static IReadOnlyList<T> Complete<T>(
        LedgerMonth month, IEnumerable<T> rows, Func<T, DateOnly> dayOf, Func<DateOnly, T> missing)
    {
        var byDay = new Dictionary<DateOnly, T>();
        foreach (var row in rows) byDay[dayOf(row)] = row;
        var days = new T[month.DayCount()];
        for (var i = 0; i < days.Length; i++)
        {
            var day = month.FirstDay.AddDays(i);
            days[i] = byDay.TryGetValue(day, out var row) ? row : missing(day);
        }
        return days;
    }

    private static DayCounts Count(IReadOnlyList<PlantDayView> days) => new(
        days.Count, days.Count(day => day.TreatedM3 is not null), In(days, StoredState.Provisional),
        In(days, StoredState.Final), In(days, StoredState.FinalIncomplete), In(days, StoredState.Locked),
        In(days, StoredState.None));

    private static int In(IEnumerable<PlantDayView> days, string state) => days.Count(day => day.State == state);

    private static MeterMonth Build(Meter meter, MonthFigures figures)
    {
        var city = figures.Registry.City;
        MeterDayView[] days = [.. figures.MeterDays
            .Where(day => day.Plant == meter.Plant.Value && day.Meter == meter.Id.Value).OrderBy(day => day.Day)];
        var start = city.StartOf(figures.Month.FirstDay);
        var seconds = (city.StartOf(figures.Month.End) - start).TotalSeconds;
        var covered = days.SumOrNull(
            day => day.Coverage * (city.StartOf(day.Day.AddDays(1)) - city.StartOf(day.Day)).TotalSeconds);
        var volume = days.SumOrNull(day => day.VolumeM3);
        var undistributed = days.SumOrNull(day => day.UndistributedM3);
        return new MeterMonth(
            meter.Id.Value, meter.Name, meter.Role, meter.Treated, volume, days.SumOrNull(day => day.MeasuredM3),
            days.SumOrNull(day => day.EstimatedM3), undistributed, volume.Plus(undistributed), covered.Over(seconds),
            days.Count(day => day.VolumeM3 is not null), days.Sum(day => day.UnknownGaps),
            days.Any(day => day.UndistributedM3 is > 0 && day.GapFrom < start));
    }
}
