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
    /// With the days from one in which every gap began, Σ volumes + undistributed is what the totaliser went up by.
    /// </summary>
    /// <param name="days">Of one meter, in order of time.</param>
    public static PeriodVolume Sum(IReadOnlyList<DayVolume> days)
    {
        double? volume = null;
        double undistributed = 0;
        int known = 0, unknown = 0;
        for (var i = 0; i < days.Count; i++)
        {
            unknown += days[i].UnknownGaps;
            if (days[i].VolumeM3 is { } ofDay)
            {
                volume = (volume ?? 0) + ofDay;
                known++;
            }
            if (days[i] is { UndistributedM3: { } gap, GapFromMs: { } from })
                undistributed += gap - Counted(days, i, from);
        }
        return new(volume, undistributed, known, unknown);
    }

    // A day wholly inside the gap counts against it; one at its end, only by what was declared for the missing part.
    static double Counted(IReadOnlyList<DayVolume> days, int last, long gapFromMs)
    {
        var counted = Added(days[last]);
        for (var i = last - 1; i >= 0 && days[i].Day.EndMs > gapFromMs; i--)
            counted += days[i].Day.StartMs >= gapFromMs ? days[i].VolumeM3 ?? 0 : Added(days[i]);
        return counted;
    }

    // A correction downwards is about what was measured, not about what is missing.
    static double Added(DayVolume day) => Math.Max(0, day.EstimatedM3 ?? 0);
}
