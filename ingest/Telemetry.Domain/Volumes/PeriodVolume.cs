using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>
/// The water of a meter over days that follow each other: a month, a year. What was measured in no day stands beside
/// the days' sum, and nothing is in both.
/// </summary>
/// <param name="VolumeM3">Sum of the days' volumes; null where no day has one.</param>
/// <param name="UndistributedM3">
/// What gaps longer than the limit add to it, less what the days inside them already count, by integral or declared.
/// </param>
/// <param name="DaysWithVolume">How many of the days have a volume.</param>
/// <param name="UnknownGaps">How many gaps of unknown volume end in these days.</param>
public readonly record struct PeriodVolume(
    double? VolumeM3, double UndistributedM3, int DaysWithVolume, int UnknownGaps)
{
    /// <summary>
    /// What gaps that began before the period and end in it have beyond what days count: in no period's sum, since
    /// nobody knows how much of it ran in which.
    /// </summary>
    public double LeftOutM3 { get; init; }

    /// <summary>
    /// With the days from one in which every gap began, Σ volumes + undistributed is what the totaliser went up by.
    /// </summary>
    /// <param name="days">Of one meter, in order of time.</param>
    public static PeriodVolume Sum(IReadOnlyList<DayVolume> days) => Since(long.MinValue, days);

    /// <summary>
    /// Of the days from an instant on. Over periods that follow each other, Σ volumes + undistributed + left out is
    /// what the totaliser went up by.
    /// </summary>
    /// <param name="startMs">Where the period begins, Unix milliseconds.</param>
    /// <param name="days">
    /// Of one meter, in order of time, up to the period's end; days before it, where a gap began in one of them.
    /// </param>
    public static PeriodVolume Since(long startMs, IReadOnlyList<DayVolume> days)
    {
        double? volume = null;
        int known = 0, unknown = 0;
        foreach (var day in days)
        {
            if (day.Day.StartMs < startMs) continue;
            unknown += day.UnknownGaps;
            if (day.VolumeM3 is not { } ofDay) continue;
            volume = (volume ?? 0) + ofDay;
            known++;
        }
        double undistributed = 0, leftOut = 0;
        foreach (var gap in GapsOf(days))
        {
            if (gap.End.StartMs < startMs) continue;
            if (gap.FromMs < startMs) leftOut += gap.VolumeM3;
            else undistributed += gap.VolumeM3;
        }
        return new(volume, undistributed, known, unknown) { LeftOutM3 = leftOut };
    }

    /// <summary>The gaps that end in some days, each less what the days inside it already count.</summary>
    /// <param name="days">Of one meter, in order of time.</param>
    public static IReadOnlyList<PeriodGap> GapsOf(IReadOnlyList<DayVolume> days)
    {
        var gaps = new List<PeriodGap>();
        for (var i = 0; i < days.Count; i++)
        {
            if (days[i] is { UndistributedM3: { } gap, GapFromMs: { } from })
                gaps.Add(new(from, days[i].Day, gap - Counted(days, i, from)));
        }
        return gaps;
    }

    // A day wholly inside the gap counts against it; one at its end, only by what was declared for the missing part. A
    // day without any total, by its integral, that a gap ends with lies wholly inside it.
    static double Counted(IReadOnlyList<DayVolume> days, int last, long gapFromMs)
    {
        var counted = days[last].Method == VolumeMethod.Integral ? days[last].VolumeM3 ?? 0 : Added(days[last]);
        for (var i = last - 1; i >= 0 && days[i].Day.EndMs > gapFromMs; i--)
            counted += days[i].Day.StartMs >= gapFromMs ? days[i].VolumeM3 ?? 0 : Added(days[i]);
        return counted;
    }

    // A correction downwards is about what was measured, not about what is missing.
    static double Added(DayVolume day) => Math.Max(0, day.EstimatedM3 ?? 0);
}

/// <summary>A volume that a totaliser measured across days, and that is no single day's.</summary>
/// <param name="FromMs">Where it began, Unix milliseconds.</param>
/// <param name="End">The day in which it ended.</param>
/// <param name="VolumeM3">Cubic metres beyond what the days inside it count.</param>
public readonly record struct PeriodGap(long FromMs, LocalDay End, double VolumeM3);
