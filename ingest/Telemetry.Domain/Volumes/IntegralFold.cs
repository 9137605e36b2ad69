using Telemetry.Domain.Calendar;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Volumes;

/// <summary>Adds up an hour's part of each trapezoid between two flows, in order of time.</summary>
internal sealed class IntegralFold(LocalHour hour, MeterRules rules)
{
    const double MsPerHour = 3_600_000;

    public FlowPoint? First { get; private set; }

    public FlowPoint? Last { get; private set; }

    public double? VolumeM3 { get; private set; }

    public long CoveredMs { get; private set; }

    public VolumeChecks Checks { get; private set; }

    public void Begin(FlowPoint? before) => Last = before;

    /// <returns>Cubic metres of this hour since the point before; 0 where they can't be joined.</returns>
    public double Take(FlowPoint point)
    {
        var added = Join(point);
        First ??= point;
        Last = point;
        if (point.FlowM3H > rules.FullScaleM3H * Meter.FullScaleMargin) Checks |= VolumeChecks.OverFullScale;
        return added;
    }

    public void End(FlowPoint? after)
    {
        if (after is { } next) Join(next);
    }

    double Join(FlowPoint to)
    {
        if (Last is not { FlowM3H: { } fromFlow } from || to.FlowM3H is not { } toFlow) return 0;
        var length = to.TimeMs - from.TimeMs;
        if (length > rules.MaxGapMs) return 0;
        var start = Math.Max(from.TimeMs, hour.StartMs);
        var end = Math.Min(to.TimeMs, hour.EndMs);
        if (start >= end) return 0;

        var slope = (toFlow - fromFlow) / length;
        var startFlow = start == from.TimeMs ? fromFlow : fromFlow + slope * (start - from.TimeMs);
        var endFlow = end == to.TimeMs ? toFlow : fromFlow + slope * (end - from.TimeMs);
        var volume = (startFlow + endFlow) / 2 * ((end - start) / MsPerHour);
        VolumeM3 = (VolumeM3 ?? 0) + volume;
        CoveredMs += end - start;
        return volume;
    }
}
