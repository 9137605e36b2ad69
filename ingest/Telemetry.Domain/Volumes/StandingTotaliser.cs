using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>
/// Watches an hour for a totaliser that stands still while the flow goes on. Small flows take a while to move it by a
/// step, and some totalisers are read seldom, so it takes both time and water.
/// </summary>
internal sealed class StandingTotaliser(LocalHour hour, MeterRules rules)
{
    const long LongMs = 15 * 60 * 1000;
    const double Steps = 2;

    double? _shownM3;
    long _sinceMs;
    double _flowedM3;

    public bool Frozen { get; private set; }

    /// <summary>Water of this hour, by the integral.</summary>
    public void Flowed(double volumeM3) => _flowedM3 += volumeM3;

    public void Shown(TotalPoint point)
    {
        if (point.TotalM3 != _shownM3)
        {
            Forget();
            _shownM3 = point.TotalM3;
            _sinceMs = Math.Max(point.TimeMs, hour.StartMs);
        }
        else if (point.TimeMs - _sinceMs >= LongMs && _flowedM3 > Steps * rules.ResolutionM3)
        {
            Frozen = true;
        }
    }

    /// <summary>The totaliser was set: what it showed before says nothing.</summary>
    public void Forget()
    {
        _shownM3 = null;
        _flowedM3 = 0;
    }
}
