using System.Collections.Immutable;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>How the days of one indicator, scope and basis make a month.</summary>
internal static class RateMonthRules
{
    /// <param name="days">By day, at least one.</param>
    public static RateMonth Sum(
        CityRegistry city, LocalMonth month, (RateDay Day, DayState State)[] days, MeterGap[] gaps)
    {
        // A day on which the definition no longer holds says nothing of it.
        var last = days.Select(d => d.Day).LastOrDefault(d => d.Version.Length > 0) ?? days[^1].Day;
        SharedGap[] own = [.. gaps.Select(g => SharedGap.Of(city, g, last)).Where(g => g.Numerator > 0
            || g.Denominator > 0)];
        var bridge = GapBridge.Over(month, days.ToDictionary(d => d.Day.Day, d => Seen(d.Day)),
            [.. own.Select(g => g.Gap)]);
        SharedGap[] used = [.. own.Where(g => bridge.Used.Contains(g.Gap))];
        RateDay[] counted = [.. days.Select(d => d.Day).Where(d => bridge.Days.Contains(d.Day))];
        var none = counted.Length == 0;
        var undistributed = used.Sum(g => g.Gap.VolumeM3 * g.Numerator);
        var generated = used.Sum(g => g.Gap.VolumeM3 * g.Denominator);
        double? numerator = none ? null : counted.Sum(d => d.Numerator ?? d.ReportedNumerator) + undistributed;
        double? denominator = none ? null : counted.Sum(d => d.Denominator ?? d.ReportedDenominator) + generated;
        var above = denominator > 0 && numerator / denominator > 1 + RateDay.Slack;
        return new RateMonth
        {
            Indicator = last.Indicator,
            Scope = last.Scope,
            Month = month,
            Basis = last.Basis,
            Official = last.Official,
            Source = last.Source,
            Unit = last.Unit,
            Numerator = numerator,
            CompliantNumerator = none || used.Any(g => g.Numerator > 0) ? null : Compliant(counted),
            Denominator = denominator,
            Undistributed = undistributed,
            UndistributedDenominator = generated,
            LeftOut = own.Where(g => bridge.Unused.Contains(g.Gap)).Sum(g => g.Gap.VolumeM3 * g.Numerator),
            Target = days.Select(d => d.Day.Target).LastOrDefault(t => t is not null),
            Versions = [.. counted.Select(d => d.Version).Distinct(StringComparer.Ordinal)],
            DaysCounted = counted.Length,
            Completeness = days.Sum(d => d.Day.Completeness) / month.Length,
            Counts = DayCounts.Of(month, days.Select(d => (d.State, d.Day.Rate is not null))),
            Flags = counted.Aggregate(
                above ? RateFlags.AboveWhole : RateFlags.None,
                (flags, d) => flags | (d.Flags & ~RateFlags.AboveWhole)),
            Reason = denominator > 0 ? Reason.None
                : none ? days[^1].Day.Reason : new Reason(ReasonCode.DenominatorZero),
        };
    }

    /// <summary>A side that isn't known counts where meters alone keep it so, and a gap bridges them all.</summary>
    private static BridgeDay Seen(RateDay day)
    {
        var (above, below) = (day.Numerator is not null, day.Denominator is not null);
        return new BridgeDay(
            above && below, (above || !day.Missing.IsEmpty) && (below || !day.DenominatorMissing.IsEmpty),
            [.. above ? [] : day.Missing, .. below ? [] : day.DenominatorMissing]);
    }

    private static double? Compliant(RateDay[] days)
    {
        double? sum = 0;
        foreach (var day in days) sum += day.CompliantNumerator;
        return sum;
    }

    /// <summary>The parts of a gap that a scope has, by the shares of the day on which it ended.</summary>
    private readonly record struct SharedGap(MeterGap Gap, double Numerator, double Denominator)
    {
        public static SharedGap Of(CityRegistry city, MeterGap gap, RateDay rate)
        {
            if (rate.Unit != QuantityUnit.CubicMetres || !city.Plants.TryGetValue(gap.Plant, out var plant)
                || !DayFigures.Counts(rate.Kind, plant.Kind)) return new SharedGap(gap, 0, 0);
            var share = DayFigures.ShareOf(plant, rate.Scope, gap.End);
            var processed = plant.CapacityAt(gap.End) is { Treats: true } && Has(PlantMeters.Required(plant), gap);
            var generated = rate.BasisKind == DenominatorBasis.Metered
                && (Has(PlantMeters.Arriving(plant), gap) || Has(PlantMeters.Of(plant, MeterRole.Bypass), gap));
            return new SharedGap(gap, processed ? share : 0, generated ? share : 0);
        }

        private static bool Has(ImmutableArray<Meter> meters, MeterGap gap) => meters.Any(m => m.Id == gap.Meter);
    }
}
