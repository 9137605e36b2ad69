using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>Adds up the hours of a day, in order of time.</summary>
internal sealed class DayFold(LocalDay day, MeterRules rules, VolumeMethod method)
{
    double? _measuredM3;
    double? _undistributedM3;
    long? _gapFromMs;
    long _coveredMs;
    double? _integralM3;
    long _integralMs;
    int _unknownGaps;
    VolumeChecks _checks;
    NoVolume _whyNot = NoVolume.NoReadings;
    long? _readings = 0;
    double _comparedTotaliserM3;
    double _comparedIntegralM3;

    /// <param name="closed">A total at the day's end measured a gap within it.</param>
    public static VolumeMethod MethodOf(
        MeterRules rules, IEnumerable<HourVolume> hours, bool closed) => rules.Use switch
    {
        TotaliserUse.Always => VolumeMethod.Totaliser,
        TotaliserUse.Never => VolumeMethod.Integral,
        _ => closed || hours.Any(static hour => hour.Edges.FirstTotal is not null)
            ? VolumeMethod.Totaliser
            : VolumeMethod.Integral,
    };

    public void Take(HourVolume hour)
    {
        _unknownGaps += hour.UnknownGaps;
        // Whether totaliser and integral agree is asked of the day's own sums.
        _checks |= hour.Checks & ~VolumeChecks.TotaliserAgainstIntegral;
        _integralM3 = Sum(_integralM3, hour.IntegralM3);
        _integralMs += hour.IntegralMs;
        _readings += hour.Readings;
        var gap = LongGap.EndingIn(hour);
        var isEarlier = gap?.EndsBy(day.StartMs, rules) == true;
        Explain(isEarlier && hour.WhyNot == NoVolume.Undistributed ? NoVolume.NoSegment : hour.WhyNot);
        if (gap is { } own && !isEarlier) TakeGap(own);
        // In a day of the totaliser an hour without totals has an integral alone, and adds nothing.
        if (hour.Method != method) return;
        _measuredM3 = Sum(_measuredM3, hour.VolumeM3);
        _coveredMs += hour.CoveredMs;
        Compare(hour);
    }

    /// <summary>A gap that ends where the day does.</summary>
    public void Close(LongGap gap)
    {
        TakeGap(gap);
        if (_undistributedM3 is not null) Explain(NoVolume.Undistributed);
    }

    public DayVolume Result()
    {
        var checks = _checks;
        if (Agreement.Differ(_comparedTotaliserM3, _comparedIntegralM3, rules))
            checks |= VolumeChecks.TotaliserAgainstIntegral;
        return new()
        {
            Day = day,
            Method = method,
            MeasuredM3 = _measuredM3,
            UndistributedM3 = _undistributedM3,
            GapFromMs = _gapFromMs,
            Coverage = Share(_coveredMs),
            IntegralM3 = _integralM3,
            IntegralCoverage = Share(_integralMs),
            Readings = _readings,
            UnknownGaps = _unknownGaps,
            Checks = checks,
            WhyNot = _measuredM3 is null ? _whyNot : null,
        };
    }

    void Explain(NoVolume? why)
    {
        if (why > _whyNot) _whyNot = why.Value;
    }

    // Of the gaps that end in a day only one can have begun before it.
    void TakeGap(LongGap gap)
    {
        if (gap.LiesIn(day, rules))
        {
            // The totaliser measured it whole.
            _measuredM3 = Sum(_measuredM3, gap.DifferenceM3);
            if (gap.Spans(day, rules)) _coveredMs = day.LengthMs;
            return;
        }
        _undistributedM3 = gap.DifferenceM3;
        _gapFromMs = gap.FromMs;
    }

    void Compare(HourVolume hour)
    {
        if (method != VolumeMethod.Totaliser || !Agreement.CanCompare(hour.Coverage, hour.IntegralCoverage)) return;
        _comparedTotaliserM3 += hour.VolumeM3 ?? 0;
        _comparedIntegralM3 += hour.IntegralM3 ?? 0;
    }

    double Share(long ms) => day.LengthMs == 0 ? 0 : Math.Min(1, (double)ms / day.LengthMs);

    static double? Sum(double? sum, double? more) => more is null ? sum : (sum ?? 0) + more;
}
