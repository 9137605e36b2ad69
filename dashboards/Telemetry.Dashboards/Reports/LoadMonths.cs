using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Dashboards.Reports;

/// <summary>Sums the days of loads and of fecal plants' inflows.</summary>
internal static class LoadMonths
{
    public static IReadOnlyList<LoadMonth> Loads(MonthFigures figures) =>
    [
        .. figures.LoadDays.OrderBy(row => row.Day).GroupBy(row => row.Material, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group])),
    ];

    public static IReadOnlyList<InflowMonth> Inflows(MonthFigures figures) =>
    [
        .. figures.InflowDays.OrderBy(row => row.Day).GroupBy(row => row.Plant, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group], figures)),
    ];

    private static LoadMonth Of(string material, LoadDayView[] days) => new(
        material, days.Sum(day => day.Delivered), days.Sum(day => day.NotWeighed), days.Sum(day => day.Elsewhere),
        // What is on in the evening and delivered in the morning is no load that was not delivered.
        days[^1].Undelivered,
        // A sum that lacks an unknown weight would be a wrong one.
        days.Any(day => day.WeightsUnknown > 0) ? null : days.SumOrNull(day => day.CollectedT),
        days.SumOrNull(day => day.MatchedT), days.SumOrNull(day => day.UnmatchedT), days.Sum(day => day.Unmatched),
        days.Count(day => day.CollectedT is not null));

    private static InflowMonth Of(string plant, InflowDayView[] days, MonthFigures figures)
    {
        InflowDayView[] both = [.. days.Where(day => day.Difference is not null)];
        var (weighed, inflow) = (both.SumOrNull(day => day.WeighedM3), both.SumOrNull(day => day.InfluentM3));
        var known = figures.Registry.Plants.GetValueOrDefault(new PlantId(plant));
        return new InflowMonth(
            plant, known?.Name, weighed, inflow,
            new InflowBalance(new PlantId(plant), figures.Month.FirstDay, weighed, inflow).Difference, both.Length,
            both.Count(day => day.Agrees is false));
    }
}
