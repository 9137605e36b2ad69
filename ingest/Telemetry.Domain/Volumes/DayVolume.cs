using Telemetry.Domain.Calendar;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Volumes;

/// <summary>The water of a meter in a city's day: the sum of its hours, and what was declared. Cubic metres.</summary>
public sealed record DayVolume
{
    public required LocalDay Day { get; init; }

    public required VolumeMethod Method { get; init; }

    /// <summary>
    /// What was measured in this day; null where nothing was. Gaps longer than the limit that lie wholly inside the day
    /// are part of it, as the totaliser measured them; so is one that ends where the day does. Nothing is scaled up.
    /// </summary>
    public required double? MeasuredM3 { get; init; }

    /// <summary>What a declared correction or a declared missed volume adds; null where none is in force.</summary>
    public double? EstimatedM3 { get; init; }

    /// <summary>Measured and estimated; null where neither is known.</summary>
    public double? VolumeM3 =>
        MeasuredM3 is null && EstimatedM3 is null ? null : (MeasuredM3 ?? 0) + (EstimatedM3 ?? 0);

    /// <summary>
    /// The difference over a gap longer than the limit that began on an earlier day and ends in this one: exact for
    /// the month, shared out to no day. It stands beside <see cref="VolumeM3"/>, known or not. Null where there is no
    /// such gap.
    /// </summary>
    public required double? UndistributedM3 { get; init; }

    /// <summary>Where the gap of <see cref="UndistributedM3"/> began, Unix milliseconds.</summary>
    public required long? GapFromMs { get; init; }

    /// <summary>Covered seconds of the method / seconds of the day, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>The integral of the flow; null where no two flows could be joined.</summary>
    public required double? IntegralM3 { get; init; }

    /// <summary>The part of the day, 0 to 1, that <see cref="IntegralM3"/> covers.</summary>
    public required double IntegralCoverage { get; init; }

    /// <summary>How many readings lie in the day; null where an hour doesn't know it.</summary>
    public required long? Readings { get; init; }

    /// <summary>How many gaps of unknown volume end in this day.</summary>
    public required int UnknownGaps { get; init; }

    public required VolumeChecks Checks { get; init; }

    /// <summary>Null where there is a volume.</summary>
    public required NoVolume? WhyNot { get; init; }

    /// <summary>The word of <see cref="WhyNot"/>; empty where there is a volume.</summary>
    public string Reason => WhyNot is { } why ? WireNames.Of(why) : "";

    /// <param name="day">The day, as <see cref="CityCalendar"/> cuts it.</param>
    /// <param name="hours">
    /// Those of its hours that have readings, and the first hour of the next day where it has: in any order. A reading
    /// at the next day's beginning closes this one.
    /// </param>
    /// <param name="rules">The meter's.</param>
    public static DayVolume Compute(LocalDay day, IReadOnlyList<HourVolume> hours, MeterRules rules)
    {
        HourVolume[] ordered =
            [.. hours.Where(hour => day.Contains(hour.Hour.StartMs)).OrderBy(static hour => hour.Hour.StartMs)];
        // A date that was skipped ends where it begins, and closes nothing.
        var closing = hours.Where(hour => day.LengthMs > 0 && hour.Hour.StartMs == day.EndMs)
            .Select(LongGap.EndingIn).FirstOrDefault(gap => gap?.EndsBy(day.EndMs, rules) == true);
        var fold = new DayFold(day, rules, DayFold.MethodOf(rules, ordered, closing?.LiesIn(day, rules) == true));
        foreach (var hour in ordered) fold.Take(hour);
        if (closing is { } last) fold.Close(last);
        return fold.Result();
    }

    /// <summary>The day with a declared volume in force.</summary>
    public DayVolume With(DeclaredVolume declared) => this with
    {
        EstimatedM3 = declared.Kind == DeclaredVolumeKind.Correction
            ? declared.VolumeM3 - (MeasuredM3 ?? 0)
            : (EstimatedM3 ?? 0) + declared.VolumeM3,
        Method = MeasuredM3 is null ? VolumeMethod.Declared : Method,
        Checks = Checks | VolumeChecks.Declared,
        WhyNot = null,
    };
}
