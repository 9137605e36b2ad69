using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Volumes;

/// <summary>Whether a meter's volumes are the differences of its totaliser or the integral of its flow.</summary>
public enum TotaliserUse
{
    /// <summary>By day: the totaliser where the day has any valid total, else the integral.</summary>
    Auto,

    /// <summary>The totaliser alone: a day without totals has no volume.</summary>
    Always,

    /// <summary>The integral alone; totals are ignored.</summary>
    Never,
}

/// <summary>What must be known of a meter to compute its volumes.</summary>
/// <param name="FullScaleM3H">Flow at full scale, m³/h; null where unknown, then no rise is implausible.</param>
/// <param name="ModulusM3">The totaliser wraps to 0 at this volume, m³; null where a fall is never a wrap.</param>
/// <param name="ResolutionM3">One step of the totaliser, m³.</param>
/// <param name="MaxGap">Longest distance of two readings between which the water is shared out; at most 1 h.</param>
public sealed record MeterRules(
    double? FullScaleM3H, double? ModulusM3, double ResolutionM3, TotaliserUse Use, TimeSpan MaxGap)
{
    /// <summary>
    /// 1 h, also the most: what is shared out touches at most two hours, so a late reading costs at most its hour and
    /// the nearest two.
    /// </summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromHours(1);

    public TimeSpan MaxGap { get; init; } = MaxGap > TimeSpan.Zero && MaxGap <= LongestGap
        ? MaxGap
        : throw new ArgumentOutOfRangeException(nameof(MaxGap), MaxGap, "above 0, at most 1 h");

    /// <summary>
    /// How far from the day's border a reading may lie and still stand for it, where a gap longer than
    /// <see cref="MaxGap"/> ends there. None by default: it has to lie on the border itself.
    /// </summary>
    public TimeSpan DayTolerance { get; init; }

    internal long MaxGapMs => MaxGap.Ticks / TimeSpan.TicksPerMillisecond;

    // At most half of what is a gap, so that one can lie within the borders of one day alone.
    internal long DayToleranceMs => Math.Min(DayTolerance.Ticks / TimeSpan.TicksPerMillisecond, MaxGapMs / 2);

    /// <summary>
    /// As the registry describes the meter. It says itself whether to use the totaliser; else one with a modulus has a
    /// totaliser, and of any other it is seen by day.
    /// </summary>
    /// <param name="meter">As registered.</param>
    /// <param name="maxGap">1 h where left out.</param>
    public static MeterRules Of(Meter meter, TimeSpan? maxGap = null) => new(
        meter.FullScaleM3H, meter.ModulusM3, meter.ResolutionM3,
        meter.Totaliser switch
        {
            true => TotaliserUse.Always,
            false => TotaliserUse.Never,
            null => meter.ModulusM3 is null ? TotaliserUse.Auto : TotaliserUse.Always,
        },
        maxGap ?? LongestGap)
    {
        DayTolerance = meter.DayTolerance,
    };
}
