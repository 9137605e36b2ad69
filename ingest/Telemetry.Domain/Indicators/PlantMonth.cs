using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Indicators;

/// <summary>A plant's month: sums of its days, and what was measured across days.</summary>
public sealed record PlantMonth
{
    public required PlantId Plant { get; init; }

    public required LocalMonth Month { get; init; }

    /// <summary>m³ of the days that count and of the gaps across them; null where no day counts.</summary>
    public required double? TreatedM3 { get; init; }

    /// <summary>m³ of the gaps that are in <see cref="TreatedM3"/>: the month's, but no single day's.</summary>
    public required double UndistributedM3 { get; init; }

    /// <summary>
    /// m³ of gaps that ended in this month and are in no figure of it: they began in an earlier month, or have a day in
    /// them that another meter leaves unknown.
    /// </summary>
    public required double LeftOutM3 { get; init; }

    /// <summary>m³ within the limits, of the days that count; null while the compliance of any is unknown.</summary>
    public required double? CompliantM3 { get; init; }

    /// <summary>m³ that went by; null where no day knows it.</summary>
    public required double? BypassM3 { get; init; }

    /// <summary>m³ that could have been treated on the days that <see cref="Load"/> counts.</summary>
    public required double? CapacityM3 { get; init; }

    /// <summary>Treated by capacity, a fraction; null where no day has both.</summary>
    public required double? Load { get; init; }

    /// <summary>Mean of the days' completeness over the whole month, a missing day being 0.</summary>
    public required double Completeness { get; init; }

    public required DayCounts Counts { get; init; }

    /// <summary>Why nothing is known; none where something is.</summary>
    public Reason Reason { get; init; }

    /// <param name="days">In any order; days of other months are passed over.</param>
    public static PlantMonth Compute(
        PlantId plant, LocalMonth month, IEnumerable<(PlantDay Day, DayState State)> days)
    {
        (PlantDay Day, DayState State)[] own =
            [.. days.Where(d => d.Day.Plant == plant && month.Contains(d.Day.Day)).OrderBy(d => d.Day.Day)];
        MeterGap[] gaps = [.. own.SelectMany(d => d.Day.Gaps)];
        var bridge = Over(month, own, gaps, _ => true);
        PlantDay[] counted = [.. own.Select(d => d.Day).Where(d => bridge.Days.Contains(d.Day))];
        // The load has a bridge of its own: a gap that reaches into a day without capacity can't be divided.
        var loadBridge = Over(month, own, gaps, d => d.CapacityM3 is not null);
        PlantDay[] loaded = [.. own.Select(d => d.Day).Where(d => loadBridge.Days.Contains(d.Day))];
        double? capacity = loaded.Length == 0 ? null : loaded.Sum(d => d.CapacityM3);
        double[] bypass = [.. own.Select(d => d.Day.BypassM3).OfType<double>()];
        return new PlantMonth
        {
            Plant = plant,
            Month = month,
            TreatedM3 = Treated(counted, bridge.Used),
            UndistributedM3 = bridge.Used.Sum(g => g.VolumeM3),
            LeftOutM3 = bridge.Unused.Sum(g => g.VolumeM3),
            CompliantM3 = Compliant(counted, bridge.Used),
            BypassM3 = bypass.Length == 0 ? null : bypass.Sum(),
            CapacityM3 = capacity,
            Load = Treated(loaded, loadBridge.Used) / capacity,
            Completeness = own.Sum(d => d.Day.Completeness) / month.Length,
            Counts = DayCounts.Of(month, own.Select(d => (d.State, d.Day.TreatedM3 is not null))),
            Reason = counted.Length > 0 ? Reason.None
                : own.Length > 0 ? own[^1].Day.TreatedReason : new Reason(ReasonCode.NoDays),
        };
    }

    private static GapBridge Over(
        LocalMonth month, (PlantDay Day, DayState State)[] days, MeterGap[] gaps, Func<PlantDay, bool> usable) =>
        GapBridge.Over(
            month, days.ToDictionary(d => d.Day.Day, d => new BridgeDay(
                d.Day.TreatedM3 is not null, usable(d.Day), d.Day.Missing)), gaps);

    private static double? Treated(PlantDay[] days, ImmutableArray<MeterGap> gaps) =>
        days.Length == 0 ? null : days.Sum(d => d.TreatedM3 ?? d.ReportedM3) + gaps.Sum(g => g.VolumeM3);

    private static double? Compliant(PlantDay[] days, ImmutableArray<MeterGap> gaps)
    {
        // A volume across days was let go under the limits of none of them.
        if (days.Length == 0 || gaps.Length > 0) return null;
        double? sum = 0;
        foreach (var day in days) sum += day.CompliantM3;
        return sum;
    }
}
