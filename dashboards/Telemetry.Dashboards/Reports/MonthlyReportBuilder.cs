using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>Makes the report of what was read. Pure: no clock, no store, and no order of rows that matters.</summary>
public static class MonthlyReportBuilder
{
    public static MonthlyReport Build(MonthFigures figures)
    {
        var (registry, scope, month) = (figures.Registry, figures.Scope, figures.Month);
        var city = registry.City;
        var days = new MonthDays(figures);
        PlantMonth[] plants =
            [.. scope.PlantsOf(registry, month).Select(plant => PlantMonths.Build(plant, figures, days))];
        var report = new MonthlyReport(
            month.ToString(), scope.ToString(), city.Name, scope.NameIn(registry), scope.ResponsibleUnitIn(registry),
            city.TimeZone.Id, city.Local(city.StartOf(month.FirstDay)), city.Local(city.StartOf(month.End)),
            "", VersionAt(figures), StateOf(plants, registry, month),
            [.. figures.PlantDays.Select(day => day.Inputs).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            plants, RateMonths.Build(figures, days), Sorted(figures.Corrections), Sorted(figures.Notes),
            [.. figures.Quality.OrderBy(q => q.Asset, StringComparer.Ordinal)], [])
        {
            Fleet = FleetMonths.Build(figures),
        };
        report = report with { Revised = Revisions.Between(figures.Published, report) };
        return report with { DataVersion = ReportVersion.Of(report) };
    }

    private static DateTimeOffset VersionAt(MonthFigures figures)
    {
        var city = figures.Registry.City;
        var newest = figures.NewestRecord ?? city.StartOf(figures.Month.FirstDay);
        foreach (var correction in figures.Corrections) newest = Later(newest, correction.At);
        foreach (var note in figures.Notes) newest = Later(newest, note.At);
        return city.Local(newest);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one < other ? other : one;

    private static Correction[] Sorted(IEnumerable<Correction> corrections) =>
    [
        .. corrections.OrderBy(c => c.From).ThenBy(c => c.Kind, StringComparer.Ordinal)
            .ThenBy(c => c.Subject, StringComparer.Ordinal).ThenBy(c => c.At)
            .ThenBy(c => c.Value, StringComparer.Ordinal),
    ];

    private static ReportNote[] Sorted(IEnumerable<ReportNote> notes) =>
    [
        .. notes.OrderBy(n => n.At).ThenBy(n => n.Day).ThenBy(n => n.Subject, StringComparer.Ordinal)
            .ThenBy(n => n.Kind, StringComparer.Ordinal),
    ];

    /// <summary>A plant that treats nothing on a day owes no figure for it.</summary>
    private static string StateOf(IReadOnlyList<PlantMonth> plants, CityRegistry registry, LedgerMonth month)
    {
        var incomplete = false;
        foreach (var plant in plants)
        {
            var registered = registry.Plants[new PlantId(plant.Id)];
            if (plant.Days.Provisional > 0) return StoredState.Provisional;
            incomplete |= plant.Days.FinalIncomplete > 0;
            if (registered.Meters.Count == 0) continue;
            foreach (var day in plant.Daily)
            {
                if (day.State == StoredState.None && registered.CapacityAt(day.Day) is { Treats: true })
                    return StoredState.Provisional;
            }
        }
        return incomplete ? StoredState.FinalIncomplete : StoredState.Final;
    }
}
