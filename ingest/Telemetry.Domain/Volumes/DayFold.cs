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
    double _comparedTotaliserM3;
    double _comparedIntegralM3;

    public static VolumeMethod MethodOf(MeterRules rules, IEnumerable<HourVolume> hours) => rules.Use switch
    {
        TotaliserUse.Always => VolumeMethod.Totaliser,
        TotaliserUse.Never => VolumeMethod.Integral,
        _ => hours.Any(static hour => hour.Edges.FirstTotal is not null)
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
        if (hour.WhyNot > _whyNot) _whyNot = hour.WhyNot.Value;
        TakeGap(hour);
        // In a day of the totaliser an hour without totals has an integral alone, and adds nothing.
        if (hour.Method != method) return;
        _measuredM3 = Sum(_measuredM3, hour.VolumeM3);
        _coveredMs += hour.CoveredMs;
        Compare(hour);
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
            UnknownGaps = _unknownGaps,
            Checks = checks,
            WhyNot = _measuredM3 is null ? _whyNot : null,
        };
    }

    // Of the gaps that end in a day only one can have begun before it. The others the totaliser measured, whole.
    void TakeGap(HourVolume hour)
    {
        if (hour.UndistributedM3 is not { } difference || hour.GapFromMs is not { } from) return;
        if (from >= day.StartMs)
        {
            _measuredM3 = Sum(_measuredM3, difference);
            return;
        }
        _undistributedM3 = difference;
        _gapFromMs = from;
    }

    void Compare(HourVolume hour)
    {
        if (method != VolumeMethod.Totaliser || !Agreement.CanCompare(hour.Coverage, hour.IntegralCoverage)) return;
        _comparedTotaliserM3 += hour.VolumeM3 ?? 0;
        _comparedIntegralM3 += hour.IntegralM3 ?? 0;
    }

    double Share(long ms) => day.LengthMs == 0 ? 0 : (double)ms / day.LengthMs;

    static double? Sum(double? sum, double? more) => more is null ? sum : (sum ?? 0) + more;
}
