using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Computed = Telemetry.Domain.Indicators;

namespace Telemetry.Dashboards.Reports;

/// <summary>
/// The month's rates of a scope, under every definition of the denominator that its days were held against, whether the
/// registry or a declared figure brought it.
/// </summary>
internal static class RateMonths
{
    public const string NoDayWithRate = "no_day_with_rate";

    public static IReadOnlyList<RateMonth> Build(MonthFigures figures, MonthDays month)
    {
        if (figures.Scope.Plant is not null) return [];
        var district = figures.Scope.District;
        return
        [
            .. from indicator in figures.Registry.Indicators
               where indicator.Kind != IndicatorKind.PlantLoad
               from rate in Build(indicator, district, figures, month)
               select rate,
        ];
    }

    /// <summary>The registry's definitions that hold on a day of the month: each as it last does.</summary>
    private static Dictionary<string, Denominator> Registered(
        Indicator indicator, LedgerMonth month, DistrictId? district)
    {
        var bases = new Dictionary<string, Denominator>(StringComparer.Ordinal);
        for (var day = month.FirstDay; day < month.End; day = day.AddDays(1))
        {
            foreach (var denominator in indicator.DenominatorsAt(day, district)) bases[denominator.Id] = denominator;
        }
        return bases;
    }

    private static List<RateMonth> Build(
        Indicator indicator, DistrictId? district, MonthFigures figures, MonthDays month)
    {
        RateDayView[] rows = [.. figures.RateDays.Where(day => day.Indicator == indicator.Id)];
        var sums = Computed.RateMonth.Compute(
                figures.Registry, month.Month, MonthDays.Of(indicator, district, rows), month.Gaps)
            .ToDictionary(sum => sum.Basis, StringComparer.Ordinal);
        var registered = Registered(indicator, figures.Month, district);
        // A row without a version was under no definition: it speaks where nothing else does.
        var defined = rows.Where(row => row.Version is not null).Select(row => row.Basis)
            .Union(registered.Keys, StringComparer.Ordinal).ToList();
        var rates = new List<RateMonth>();
        foreach (var basis in defined.Count > 0 ? defined : [.. sums.Keys])
        {
            var daily = PlantMonths.Complete(
                figures.Month, rows.Where(day => day.Basis == basis), day => day.Day,
                day => Missing(indicator, district?.Value ?? DerivedMeasurements.City, basis, day));
            rates.Add(sums.TryGetValue(basis, out var sum)
                ? Of(indicator, district, sum, figures.Month, daily)
                : None(indicator, district, registered[basis], figures.Month, daily));
        }
        return [.. rates.OrderByDescending(rate => rate.Official).ThenBy(rate => rate.Basis, StringComparer.Ordinal)];
    }

    private static RateMonth Of(
        Indicator indicator, DistrictId? district, Computed.RateMonth sum, LedgerMonth month,
        IReadOnlyList<RateDayView> daily)
    {
        var target = sum.Target ?? TargetOf(indicator, month, district);
        return new RateMonth(
            indicator.Id, indicator.Name, indicator.Kind, sum.Basis, sum.Official,
            sum.Source.Length > 0 ? sum.Source : null, sum.Rate, sum.Numerator, sum.Denominator, sum.Undistributed,
            sum.UndistributedDenominator, sum.LeftOut, sum.CompliantRate, DerivedRows.UnitOf(indicator.Kind),
            sum.Versions, sum.Completeness, sum.DaysCounted, sum.Counts.WithFigure, daily.Count, target?.Rate,
            target?.Edition, sum.Official ? Judged(sum.Verdict) : null,
            sum.Flags.HasFlag(Computed.RateFlags.AboveWhole),
            sum.Rate is null ? MonthSums.Commonest(daily.Select(day => day.Reason)) ?? NoDayWithRate : null, daily)
        {
            TargetVerdict = sum.Official ? sum.Verdict : null,
        };
    }

    private static bool? Judged(Computed.TargetVerdict? verdict) => verdict switch
    {
        Computed.TargetVerdict.Met => true,
        Computed.TargetVerdict.NotMet => false,
        _ => null,
    };

    /// <summary>A definition under which no day was derived.</summary>
    private static RateMonth None(
        Indicator indicator, DistrictId? district, Denominator basis, LedgerMonth month,
        IReadOnlyList<RateDayView> daily)
    {
        var target = TargetOf(indicator, month, district);
        return new RateMonth(
            indicator.Id, indicator.Name, indicator.Kind, basis.Id, basis.Official, basis.Source, null, null, null,
            null, null, null, null, DerivedRows.UnitOf(indicator.Kind), [], 0, 0, 0, daily.Count, target?.Rate,
            target?.Edition, null, false, NoDayWithRate, daily);
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
