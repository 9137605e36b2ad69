using System.Collections.Immutable;

namespace Telemetry.Domain.Indicators;

/// <summary>A local day's volumes by hour.</summary>
/// <param name="HoursM3">By elapsed hour from the day's start, m³; null where unknown. 23, 24 or 25 of them.</param>
public sealed record HourlyVolumes(DateOnly Day, ImmutableArray<double?> HoursM3)
{
    public bool IsWhole => !HoursM3.IsEmpty && HoursM3.All(h => h is not null);
}

/// <summary>
/// What a meter or plant has handled since its local day began, what like days had handled by the same hour, and where
/// the day may end. Live figures: never stored.
/// </summary>
public sealed record TodaySoFar
{
    /// <summary>How many like weekdays are looked at, and how many of them have to be whole.</summary>
    public const int LikeDays = 4;

    public const int LeastLikeDays = 2;

    /// <summary>m³ of the hours that are known; null while none is.</summary>
    public required double? SoFarM3 { get; init; }

    /// <summary>Hours of today, begun or over, whose volume is unknown: the sum is that much short.</summary>
    public required int UnknownHours { get; init; }

    /// <summary>m³ that the like days had on average by now; null with too few of them.</summary>
    public required double? ExpectedByNowM3 { get; init; }

    /// <summary>m³ at the day's end: the mean of one projection from each like day.</summary>
    public required double? ProjectedM3 { get; init; }

    /// <summary>The least and the greatest of these projections, m³.</summary>
    public required double? LowM3 { get; init; }

    public required double? HighM3 { get; init; }

    /// <summary>Like days that were whole and counted.</summary>
    public required int DaysCompared { get; init; }

    /// <summary>Why nothing is expected; none where something is.</summary>
    public Reason Reason { get; init; }

    /// <summary>The four days of the same weekday before a day, the newest first.</summary>
    public static ImmutableArray<DateOnly> LikeDaysOf(DateOnly today) =>
        [.. Enumerable.Range(1, LikeDays).Select(week => today.AddDays(-7 * week))];

    /// <param name="likeDays">
    /// Those of <see cref="LikeDaysOf"/> that are there; one with an unknown hour is passed over.
    /// </param>
    /// <param name="todayM3">
    /// Hours so far, the running one last and as far as it goes, m³; null where unknown.
    /// </param>
    /// <param name="elapsed">Since the day began.</param>
    /// <param name="length">Of today: 23, 24 or 25 hours.</param>
    public static TodaySoFar Compute(
        IReadOnlyList<HourlyVolumes> likeDays, IReadOnlyList<double?> todayM3, TimeSpan elapsed, TimeSpan length)
    {
        var hours = Math.Clamp(elapsed / TimeSpan.FromHours(1), 0, length / TimeSpan.FromHours(1));
        var begun = (int)Math.Ceiling(hours);
        double?[] today = [.. Enumerable.Range(0, begun).Select(h => h < todayM3.Count ? todayM3[h] : null)];
        double[] known = [.. today.OfType<double>()];
        HourlyVolumes[] whole = [.. likeDays.Where(d => d.IsWhole).OrderBy(d => d.Day)];
        var enough = whole.Length >= LeastLikeDays;
        double? soFar = begun == 0 ? 0 : known.Length == 0 ? null : known.Sum();
        var projections = enough
            ? whole.Select(d => Project(d, today, soFar ?? 0, hours, length)).ToArray() : [];
        return new TodaySoFar
        {
            SoFarM3 = soFar,
            UnknownHours = begun - known.Length,
            ExpectedByNowM3 = enough ? whole.Average(d => Volume(d, 0, hours, _ => true)) : null,
            ProjectedM3 = enough ? projections.Average() : null,
            LowM3 = enough ? projections.Min() : null,
            HighM3 = enough ? projections.Max() : null,
            DaysCompared = whole.Length,
            Reason = enough ? Reason.None : new Reason(ReasonCode.TooFewLikeDays),
        };
    }

    /// <summary>
    /// What today has, what the like day had in the hours that today doesn't know, and what it had from now on. The
    /// latter two are scaled by how today compares so far, the more so the more of the day is over: at dawn a few cubic
    /// metres say nothing yet.
    /// </summary>
    private static double Project(
        HourlyVolumes like, double?[] today, double soFar, double hours, TimeSpan length)
    {
        bool IsKnown(int hour) => hour < today.Length && today[hour] is not null;
        var alike = Volume(like, 0, hours, IsKnown);
        var unknown = Volume(like, 0, hours, h => !IsKnown(h));
        var end = length / TimeSpan.FromHours(1);
        var rest = Volume(like, hours, end, _ => true);
        var trust = hours / end;
        var factor = alike > 0 ? 1 - trust + trust * soFar / alike : 1;
        return soFar + unknown * factor + rest * factor;
    }

    /// <summary>m³ of the chosen hours from one moment to another; an hour's volume is spread evenly over it.</summary>
    private static double Volume(HourlyVolumes day, double from, double until, Func<int, bool> chosen)
    {
        var sum = 0.0;
        for (var hour = (int)from; hour < day.HoursM3.Length && hour < until; hour++)
        {
            if (!chosen(hour)) continue;
            var part = Math.Min(until, hour + 1) - Math.Max(from, hour);
            if (part > 0) sum += part * day.HoursM3[hour]!.Value;
        }
        return sum;
    }
}
