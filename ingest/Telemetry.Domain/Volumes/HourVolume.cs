using Telemetry.Domain.Calendar;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Volumes;

/// <summary>
/// The water that a meter measured in an hour: a pure function of the hour's readings, the edges of the nearest hours
/// that have any, and the meter's rules. Cubic metres.
/// </summary>
public sealed record HourVolume
{
    public required LocalHour Hour { get; init; }

    /// <summary>By which method <see cref="VolumeM3"/> was measured: totaliser or integral.</summary>
    public required VolumeMethod Method { get; init; }

    /// <summary>What was measured and lies in this hour; null where nothing was. Nothing is scaled up.</summary>
    public required double? VolumeM3 { get; init; }

    /// <summary>
    /// The difference over a gap longer than the limit that began before this hour and ends in it: exact, but nobody
    /// knows in which hours it ran. Null where no such gap ends here.
    /// </summary>
    public required double? UndistributedM3 { get; init; }

    /// <summary>Where the gap of <see cref="UndistributedM3"/> began, Unix milliseconds.</summary>
    public required long? GapFromMs { get; init; }

    /// <summary>The part of the hour, 0 to 1, in which readings of the method lie near enough to each other.</summary>
    public required double Coverage { get; init; }

    /// <summary>The integral of the flow, kept beside the totaliser's; null where no two flows were joined.</summary>
    public required double? IntegralM3 { get; init; }

    /// <summary>The part of the hour, 0 to 1, that <see cref="IntegralM3"/> covers.</summary>
    public required double IntegralCoverage { get; init; }

    /// <summary>How many gaps of unknown volume end in this hour.</summary>
    public required int UnknownGaps { get; init; }

    public required VolumeChecks Checks { get; init; }

    /// <summary>
    /// How many readings lie in the hour, whatever they say; null where it was derived before they were counted.
    /// </summary>
    public required long? Readings { get; init; }

    public required HourEdges Edges { get; init; }

    /// <summary>Not one reading or event lies in the hour: no row is kept of it.</summary>
    public bool IsEmpty => Readings is not > 0 && Edges is { FirstTotal: null, FirstFlow: null };

    /// <summary>The word of <see cref="WhyNot"/>; empty where there is a volume.</summary>
    public string Reason => WhyNot is { } why ? WireNames.Of(why) : "";

    internal long CoveredMs => Milliseconds(Coverage);

    internal long IntegralMs => Milliseconds(IntegralCoverage);

    /// <summary>Null where there is a volume.</summary>
    public NoVolume? WhyNot
    {
        get
        {
            if (VolumeM3 is not null) return null;
            if (IsEmpty) return NoVolume.NoReadings;
            if (UnknownGaps > 0) return NoVolume.UnknownGap;
            if (UndistributedM3 is not null) return NoVolume.Undistributed;
            var counts = Method == VolumeMethod.Totaliser
                ? Edges.FirstTotal is not null
                : Edges.FirstFlow?.FlowM3H is not null || Edges.LastFlow?.FlowM3H is not null;
            return counts ? NoVolume.NoSegment : NoVolume.NoValidReading;
        }
    }

    /// <param name="hour">The hour, as <see cref="CityCalendar"/> cuts it.</param>
    /// <param name="samples">
    /// The meter's readings, in any order, repeated or not; those outside the hour are passed over.
    /// </param>
    /// <param name="events">Its declared resets and replacements, likewise.</param>
    /// <param name="before">The edges of the nearest earlier hour with readings; null where there is none.</param>
    /// <param name="after">
    /// The edges of the nearest later hour with readings; null where there is none. Only its first points are used.
    /// </param>
    /// <param name="rules">The meter's.</param>
    public static HourVolume Compute(
        LocalHour hour, ReadOnlySpan<FlowSample> samples, ReadOnlySpan<TotaliserEvent> events, HourEdges? before,
        HourEdges? after, MeterRules rules)
    {
        var fold = new HourFold(hour, rules);
        fold.Begin(before);
        fold.Take(InOrder.Of(samples, hour), InOrder.Of(events, hour));
        fold.End(after);
        return fold.Result();
    }

    // A row keeps the share; the milliseconds come back exactly, as a day has fewer than 2^53 of them.
    long Milliseconds(double share) => (long)Math.Round(share * Hour.LengthMs);
}
