using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>A plant's month: sums of its days, and what was measured across days.</summary>
public sealed record PlantMonth
{
    public required PlantId Plant { get; init; }

    public required LocalMonth Month { get; init; }

    /// <summary>m³ of the days that count and of the gaps across them; null where no day counts.</summary>
    public required double? TreatedM3 { get; init; }

    /// <summary>Tonnes of the days that know them, where it is weighed; null where no day does.</summary>
    public double? TreatedT { get; init; }

    /// <summary>m³ of the gaps that are in <see cref="TreatedM3"/>: the month's, but no single day's.</summary>
    public required double UndistributedM3 { get; init; }

    /// <summary>
    /// m³ of gaps that ended in this month and are in no figure of it: they began in an earlier month, or have a day in
    /// them that another meter leaves unknown.
    /// </summary>
    public required double LeftOutM3 { get; init; }

    /// <summary>m³ within the limits, of the days that count; null while the compliance of any is unknown.</summary>
    public required double? CompliantM3 { get; init; }

    /// <summary>m³ that went by, on days and in gaps across them; null where no day knows it.</summary>
    public required double? BypassM3 { get; init; }

    /// <summary>m³ that could have been treated on the days that <see cref="Load"/> counts.</summary>
    public required double? CapacityM3 { get; init; }

    /// <summary>Treated by capacity, a fraction; null where no day has both.</summary>
    public required double? Load { get; init; }

    /// <summary>Days that <see cref="Load"/> counts: those with both, and those that a gap bridges.</summary>
    public required int LoadDays { get; init; }

    /// <summary>Mean of the days' completeness over the whole month, a missing day being 0.</summary>
    public required double Completeness { get; init; }

    public required DayCounts Counts { get; init; }

    /// <summary>Why nothing is known; none where something is.</summary>
    public Reason Reason { get; init; }

    /// <param name="days">In any order; days of other months are passed over.</param>
    /// <param name="gaps">Of the plant's meters, whatever they measure (<see cref="MeterGap.Of"/>).</param>
    public static PlantMonth Compute(
        Plant plant, LocalMonth month, IEnumerable<(PlantDay Day, DayState State)> days, IEnumerable<MeterGap> gaps)
    {
        (PlantDay Day, DayState State)[] own =
            [.. days.Where(d => d.Day.Plant == plant.Id && month.Contains(d.Day.Day)).OrderBy(d => d.Day.Day)];
        MeterGap[] all = [.. gaps.Where(g => g.Plant == plant.Id)];
        MeterGap[] treated = [.. all.Where(g => PlantMeters.Required(plant).Any(m => m.Id == g.Meter))];
        var bridge = Over(month, own, treated, _ => true);
        PlantDay[] counted = [.. own.Select(d => d.Day).Where(d => bridge.Days.Contains(d.Day))];
        // The load has a bridge of its own: a gap that reaches into a day without capacity can't be divided.
        var loadBridge = Over(month, own, treated, d => d.CapacityM3 is not null);
        PlantDay[] loaded = [.. own.Select(d => d.Day).Where(d => loadBridge.Days.Contains(d.Day))];
        double? capacity = loaded.Length == 0 ? null : loaded.Sum(d => d.CapacityM3);
        double[] tonnes = [.. own.Select(d => d.Day.TreatedT).OfType<double>()];
        return new PlantMonth
        {
            Plant = plant.Id,
            Month = month,
            TreatedM3 = Treated(counted, bridge.Used),
            TreatedT = tonnes.Length == 0 ? null : tonnes.Sum(),
            UndistributedM3 = bridge.Used.Sum(g => g.VolumeM3),
            LeftOutM3 = bridge.Unused.Sum(g => g.VolumeM3),
            CompliantM3 = Compliant(counted, bridge.Used),
            BypassM3 = Bypass(plant, month, own, all),
            CapacityM3 = capacity,
            Load = Treated(loaded, loadBridge.Used) / capacity,
            LoadDays = loaded.Length,
            Completeness = own.Sum(d => d.Day.Completeness) / month.Length,
            Counts = DayCounts.Of(month, own.Select(d => (d.State, d.Day.TreatedM3 is not null))),
            Reason = counted.Length > 0 ? Reason.None
                : own.Length > 0 ? own[^1].Day.TreatedReason : new Reason(ReasonCode.NoDays),
        };
    }

    private static double? Bypass(
        Plant plant, LocalMonth month, (PlantDay Day, DayState State)[] days, MeterGap[] gaps)
    {
        var meters = PlantMeters.Of(plant, MeterRole.Bypass);
        // Of several, a day doesn't say which of them is missing: then no gap bridges it.
        ImmutableArray<MissingMeter> only = meters is [var one] ? [new MissingMeter(plant.Id, one.Id)] : [];
        var bridge = GapBridge.Over(
            month, days.ToDictionary(d => d.Day.Day, d => new BridgeDay(d.Day.BypassM3 is not null, true, only)),
            [.. gaps.Where(g => meters.Any(m => m.Id == g.Meter))]);
        double[] known = [.. days.Select(d => d.Day.BypassM3).OfType<double>()];
        return known.Length == 0 && bridge.Used.IsEmpty ? null : known.Sum() + bridge.Used.Sum(g => g.VolumeM3);
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
