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
        var last = days[^1].Day;
        (MeterGap Gap, double Share)[] own =
            [.. gaps.Select(g => (g, ShareOf(city, g, last))).Where(g => g.Item2 > 0)];
        var bridge = GapBridge.Over(
            month, days.ToDictionary(d => d.Day.Day, d => new BridgeDay(
                d.Day.Numerator is not null, d.Day.Denominator is not null, d.Day.Missing)),
            [.. own.Select(g => g.Gap)]);
        RateDay[] counted = [.. days.Select(d => d.Day).Where(d => bridge.Days.Contains(d.Day))];
        var none = counted.Length == 0;
        var undistributed = Volume(bridge.Used);
        double? numerator = none ? null : counted.Sum(d => d.Numerator ?? d.ReportedNumerator) + undistributed;
        double? denominator = none ? null : counted.Sum(d => d.Denominator);
        var above = denominator > 0 && numerator / denominator > 1 + RateDay.Slack;
        return new RateMonth
        {
            Indicator = last.Indicator,
            Scope = last.Scope,
            Month = month,
            Basis = last.Basis,
            Official = last.Official,
            Unit = last.Unit,
            Numerator = numerator,
            CompliantNumerator = none || bridge.Used.Length > 0 ? null : Compliant(counted),
            Denominator = denominator,
            Undistributed = undistributed,
            LeftOut = Volume(bridge.Unused),
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

        double Volume(ImmutableArray<MeterGap> some) =>
            own.Where(g => some.Contains(g.Gap)).Sum(g => g.Gap.VolumeM3 * g.Share);
    }

    /// <summary>The part of a gap that a scope has: its plant's, by the shares of the day on which it ended.</summary>
    private static double ShareOf(CityRegistry city, MeterGap gap, RateDay rate)
    {
        if (rate.Unit != QuantityUnit.CubicMetres || !city.Plants.TryGetValue(gap.Plant, out var plant)) return 0;
        if (!DayFigures.Counts(rate.Kind, plant.Kind) || plant.CapacityAt(gap.End) is not { Treats: true }) return 0;
        return DayFigures.ShareOf(plant, rate.Scope, gap.End);
    }

    private static double? Compliant(RateDay[] days)
    {
        double? sum = 0;
        foreach (var day in days) sum += day.CompliantNumerator;
        return sum;
    }
}
