using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Computed = Telemetry.Domain.Indicators;

namespace Telemetry.Dashboards.Reports;

/// <summary>Sums the days of a plant and of its meters.</summary>
internal static class PlantMonths
{
    public static PlantMonth Build(Plant plant, MonthFigures figures, MonthDays month)
    {
        PlantDayView[] rows = [.. figures.PlantDays.Where(day => day.Plant == plant.Id.Value)];
        var daily = Complete(
            figures.Month, rows, day => day.Day, day => PlantDayView.Missing(plant.Id.Value, day));
        MeterMonth[] meters = [.. plant.Meters.Values
            .OrderBy(meter => meter.Role).ThenBy(meter => meter.Id.Value, StringComparer.Ordinal)
            .Select(meter => Build(meter, figures, month))];
        var sums = Computed.PlantMonth.Compute(plant, month.Month, MonthDays.Of(plant, rows), month.Gaps);
        var measured = meters.Any(meter => meter is { Treated: true, UndistributedM3: not null });
        return new PlantMonth(
            plant.Id.Value, plant.Name, plant.Kind, plant.District.Value, sums.TreatedM3, sums.TreatedT,
            sums.CompliantM3, sums.BypassM3, Beside(sums.UndistributedM3, measured),
            Beside(sums.LeftOutM3, measured), sums.CapacityM3, sums.Load, sums.LoadDays, sums.Completeness,
            Count(daily), sums.LoadDays > 0 ? null : MonthSums.Commonest(daily.Select(day => day.Reason)), daily,
            meters);
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

    private static MeterMonth Build(Meter meter, MonthFigures figures, MonthDays month)
    {
        var city = figures.Registry.City;
        MeterDayView[] days = [.. figures.MeterDays
            .Where(day => day.Plant == meter.Plant.Value && day.Meter == meter.Id.Value).OrderBy(day => day.Day)];
        var start = city.StartOf(figures.Month.FirstDay);
        var seconds = (city.StartOf(figures.Month.End) - start).TotalSeconds;
        var covered = days.SumOrNull(
            day => day.Coverage * (city.StartOf(day.Day.AddDays(1)) - city.StartOf(day.Day)).TotalSeconds);
        var sums = month.Of(meter);
        return new MeterMonth(
            meter.Id.Value, meter.Name, meter.Role, meter.Treated, sums.VolumeM3,
            days.SumOrNull(day => day.MeasuredM3), days.SumOrNull(day => day.EstimatedM3),
            Beside(sums.UndistributedM3, days.Length > 0), Beside(sums.LeftOutM3, days.Length > 0),
            sums.VolumeM3 is null && sums.UndistributedM3 == 0
                ? null : (sums.VolumeM3 ?? 0) + sums.UndistributedM3,
            covered.Over(seconds), sums.DaysWithVolume, sums.UnknownGaps);
    }

    /// <summary>Zero where there could have been a volume, and wasn't; null where nothing could be.</summary>
    private static double? Beside(double volumeM3, bool known) => known ? volumeM3 : null;
}
