using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>Adds up an hour's part of each segment of the totaliser, in order of time.</summary>
internal sealed class TotaliserFold(LocalHour hour, MeterRules rules)
{
    public TotalPoint? First { get; private set; }

    public TotalPoint? Last { get; private set; }

    public double? VolumeM3 { get; private set; }

    public double? UndistributedM3 { get; private set; }

    public long? GapFromMs { get; private set; }

    public long CoveredMs { get; private set; }

    public int UnknownGaps { get; private set; }

    public VolumeChecks Checks { get; private set; }

    public void Begin(TotalPoint? before) => Last = before;

    public void Take(TotalPoint point)
    {
        Join(point);
        First ??= point;
        Last = point;
    }

    /// <summary>The totaliser was set from one value to another: no water between the two.</summary>
    public void Take(TotaliserEvent happened)
    {
        Take(new TotalPoint(happened.TimeMs, happened.LastM3));
        Last = new TotalPoint(happened.TimeMs, happened.FirstM3);
        Checks |= VolumeChecks.Declared;
    }

    public void End(TotalPoint? after)
    {
        if (after is { } next) Join(next);
    }

    void Join(TotalPoint to)
    {
        if (Last is not { } from) return;
        var segment = new TotaliserSegment(from, to);
        var verdict = segment.Judge(rules);
        var endsHere = to.TimeMs < hour.EndMs;
        if (endsHere) Checks |= verdict.Checks;
        if (verdict.DifferenceM3 is not { } difference)
        {
            if (endsHere) UnknownGaps++;
        }
        else if (segment.LengthMs <= rules.MaxGapMs)
        {
            Share(segment, difference);
        }
        else if (endsHere && from.TimeMs >= hour.StartMs)
        {
            VolumeM3 = (VolumeM3 ?? 0) + difference;
        }
        else if (endsHere)
        {
            UndistributedM3 = difference;
            GapFromMs = from.TimeMs;
        }
    }

    void Share(TotaliserSegment segment, double difference)
    {
        if (segment.LengthMs == 0)
        {
            // An event and a reading of one instant may differ by a step.
            if (difference != 0) VolumeM3 = (VolumeM3 ?? 0) + difference;
            return;
        }
        var from = Math.Max(segment.From.TimeMs, hour.StartMs);
        var until = Math.Min(segment.To.TimeMs, hour.EndMs);
        if (from >= until) return;
        CoveredMs += until - from;
        VolumeM3 = (VolumeM3 ?? 0) + (UpTo(until, segment, difference) - UpTo(from, segment, difference));
    }

    // Both hours at a border compute the same number for it, so their shares sum to the whole difference.
    static double UpTo(long unixMs, TotaliserSegment segment, double difference)
    {
        if (unixMs == segment.To.TimeMs) return difference;
        return difference * ((double)(unixMs - segment.From.TimeMs) / segment.LengthMs);
    }
}
