using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>
/// A difference of the totaliser over more than the longest gap: it is shared out to nobody, and belongs to the one day
/// within whose borders it lies, if there is one.
/// </summary>
internal readonly record struct LongGap(long FromMs, long ToMs, double DifferenceM3)
{
    /// <summary>The one that began before an hour and ends in it, which it can only do at its first total.</summary>
    public static LongGap? EndingIn(HourVolume hour) =>
        hour is { UndistributedM3: { } difference, GapFromMs: { } from, Edges.FirstTotal: { } to }
            ? new(from, to.TimeMs, difference)
            : null;

    /// <summary>Whether it is over at a border between days: a reading there closes the day before.</summary>
    public bool EndsBy(long borderMs, MeterRules rules) => ToMs <= borderMs + rules.DayToleranceMs;

    /// <summary>Whether both ends lie within the day, its two borders included.</summary>
    public bool LiesIn(LocalDay day, MeterRules rules) =>
        FromMs >= day.StartMs - rules.DayToleranceMs && EndsBy(day.EndMs, rules);

    /// <summary>Whether its ends are the day's two borders: then nothing of the day is left open.</summary>
    public bool Spans(LocalDay day, MeterRules rules) =>
        LiesIn(day, rules) && FromMs <= day.StartMs + rules.DayToleranceMs && ToMs >= day.EndMs - rules.DayToleranceMs;
}
