using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>One pass over an hour's readings and events in order of time, totaliser and flow side by side.</summary>
internal sealed class HourFold(LocalHour hour, MeterRules rules)
{
    readonly bool _usesTotaliser = rules.Use != TotaliserUse.Never;
    readonly TotaliserFold _totaliser = new(hour, rules);
    readonly IntegralFold _integral = new(hour, rules);
    readonly StandingTotaliser _standing = new(hour, rules);
    long _readings;

    public void Begin(HourEdges? before)
    {
        _integral.Begin(before?.LastFlow);
        if (!_usesTotaliser || before?.LastTotal is not { } total) return;
        _totaliser.Begin(total);
        _standing.Shown(total);
    }

    public void Take(ReadOnlySpan<FlowSample> samples, ReadOnlySpan<TotaliserEvent> events)
    {
        foreach (ref readonly var sample in samples)
        {
            while (events.Length > 0 && Precedes(events[0], sample))
            {
                Take(events[0]);
                events = events[1..];
            }
            Take(sample);
        }
        foreach (var happened in events) Take(happened);
    }

    public void End(HourEdges? after)
    {
        _integral.End(after?.FirstFlow);
        if (_usesTotaliser) _totaliser.End(after?.FirstTotal);
    }

    public HourVolume Result()
    {
        var method = Method();
        var byTotaliser = method == VolumeMethod.Totaliser;
        var coverage = Share(byTotaliser ? _totaliser.CoveredMs : _integral.CoveredMs);
        var integralCoverage = Share(_integral.CoveredMs);
        var checks = _totaliser.Checks | _integral.Checks;
        if (_standing.Frozen) checks |= VolumeChecks.FrozenTotaliser;
        if (byTotaliser
            && Agreement.Differ(_totaliser.VolumeM3, coverage, _integral.VolumeM3, integralCoverage, rules))
        {
            checks |= VolumeChecks.TotaliserAgainstIntegral;
        }
        return new()
        {
            Hour = hour,
            Method = method,
            VolumeM3 = byTotaliser ? _totaliser.VolumeM3 : _integral.VolumeM3,
            UndistributedM3 = _totaliser.UndistributedM3,
            GapFromMs = _totaliser.GapFromMs,
            Coverage = coverage,
            IntegralM3 = _integral.VolumeM3,
            IntegralCoverage = integralCoverage,
            UnknownGaps = _totaliser.UnknownGaps,
            Checks = checks,
            Readings = _readings,
            Edges = new(
                _totaliser.First, _totaliser.Last, _integral.First, _integral.First is null ? null : _integral.Last),
        };
    }

    VolumeMethod Method() => rules.Use switch
    {
        TotaliserUse.Always => VolumeMethod.Totaliser,
        TotaliserUse.Never => VolumeMethod.Integral,
        _ => _totaliser.First is null ? VolumeMethod.Integral : VolumeMethod.Totaliser,
    };

    // A total of the event's own instant belongs to the side whose value it is nearer to.
    static bool Precedes(TotaliserEvent happened, in FlowSample sample) =>
        happened.TimeMs < sample.TimeMs
        || (happened.TimeMs == sample.TimeMs && sample.CountedTotalM3 is { } total
            && Math.Abs(total - happened.FirstM3) < Math.Abs(total - happened.LastM3));

    void Take(TotaliserEvent happened)
    {
        if (!_usesTotaliser) return;
        _totaliser.Take(happened);
        _standing.Forget();
    }

    void Take(in FlowSample sample)
    {
        _readings++;
        if (sample.BreaksIntegral) _integral.Take(new FlowPoint(sample.TimeMs, null));
        else if (sample.CountedFlowM3H is { } flow)
            _standing.Flowed(_integral.Take(new FlowPoint(sample.TimeMs, flow)));
        if (!_usesTotaliser || sample.CountedTotalM3 is not { } total) return;
        var point = new TotalPoint(sample.TimeMs, total);
        _totaliser.Take(point);
        _standing.Shown(point);
    }

    double Share(long ms) => (double)ms / hour.LengthMs;
}
