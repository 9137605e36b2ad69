using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Reports;

/// <summary>The month's rates of a scope: ratios of sums, over the days that have both terms.</summary>
internal static class RateMonths
{
    public const string NoDayWithRate = "no_day_with_rate";

    public static IReadOnlyList<RateMonth> Build(MonthFigures figures)
    {
        if (figures.Scope.Plant is not null) return [];
        var district = figures.Scope.District;
        return
        [
            .. from indicator in figures.Registry.Indicators
               where indicator.Kind != IndicatorKind.PlantLoad
               from rate in Build(indicator, district, figures)
               select rate,
        ];
    }

    /// <summary>
    /// Every definition of the denominator that holds on a day of the month, the official one first.
    /// </summary>
    public static IReadOnlyList<Denominator> BasesOf(Indicator indicator, LedgerMonth month, DistrictId? district)
    {
        var bases = new List<Denominator>();
        for (var day = month.FirstDay; day < month.End; day = day.AddDays(1))
        {
            foreach (var denominator in indicator.DenominatorsAt(day, district))
            {
                var at = bases.FindIndex(known => known.Id == denominator.Id);
                if (at < 0) bases.Add(denominator);
                else bases[at] = denominator;
            }
        }
        return [.. bases.OrderByDescending(b => b.Official).ThenBy(b => b.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<RateMonth> Build(Indicator indicator, DistrictId? district, MonthFigures figures)
    {
        foreach (var denominator in BasesOf(indicator, figures.Month, district))
        {
            var daily = PlantMonths.Complete(
                figures.Month,
                figures.RateDays.Where(day => day.Indicator == indicator.Id && day.Basis == denominator.Id),
                day => day.Day,
                day => Missing(indicator, district?.Value ?? DerivedMeasurements.City, denominator.Id, day));
            yield return Build(indicator, district, denominator, daily, figures.Month);
        }
    }

    private static RateMonth Build(
        Indicator indicator, DistrictId? district, Denominator basis, IReadOnlyList<RateDayView> daily,
        LedgerMonth month)
    {
        RateDayView[] counted =
            [.. daily.Where(day => day is { Rate: not null, Numerator: not null, Denominator: > 0 })];
        var numerator = counted.SumOrNull(day => day.Numerator);
        var denominator = counted.SumOrNull(day => day.Denominator);
        var rate = numerator.Over(denominator);
        var target = TargetOf(indicator, month, district);
        return new RateMonth(
            indicator.Id, indicator.Name, indicator.Kind, basis.Id, basis.Official, basis.Source, rate, numerator,
            denominator, DerivedRows.UnitOf(indicator.Kind), counted.Length, daily.Count, target?.Rate, target?.Edition,
            basis.Official && rate is { } reached && target is not null ? reached >= target.Rate : null, rate > 1,
            rate is null ? MonthSums.Commonest(daily.Select(day => day.Reason)) ?? NoDayWithRate : null, daily);
    }

    private static Target? TargetOf(Indicator indicator, LedgerMonth month, DistrictId? district)
    {
        for (var day = month.End.AddDays(-1); day >= month.FirstDay; day = day.AddDays(-1))
        {
            if (indicator.TargetAt(day, district) is { } target) return target;
        }
        return null;
    }

    private static RateDayView Missing(Indicator indicator, string scope, string basis, DateOnly day) => new(
        indicator.Id, scope, basis, day, StoredState.None, null, null, null, null, DerivedRows.UnitOf(indicator.Kind),
        null, null, null, null, null, [], false);
}
