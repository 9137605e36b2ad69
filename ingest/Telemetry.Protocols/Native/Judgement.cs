using System.Globalization;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>
/// Whether an object that was read becomes a reading: complete, of a known asset, at a possible time, with possible
/// values. Fills in what the object leaves open: series, time of receipt, flags.
/// </summary>
sealed class Judgement(ReadingLimits limits, IHostClock clock, PayloadTags tags, SkewedClocks skewed)
{
    // Units (of a status; - otherwise) that an object without a time was stamped for in the running message.
    readonly HashSet<string> _stamped = [];

    /// <summary>A message begins.</summary>
    public void Begin() => _stamped.Clear();

    /// <returns>Null where the reading stands ready; else why not.</returns>
    public Fault? Of(ObjectReader read, in InboundMessage message, Subject subject)
    {
        subject.Unregistered?.Note(message.ReceivedMs);
        if (subject.Refusal is not null) return new Fault(RejectReason.UnknownAsset, subject.Refusal);

        var fault = read.Fault ?? Completeness.Check(read, subject.Kind);
        if (fault is not null) return fault;

        var reading = read.Reading;
        fault = read.HasTime ? CheckTime(reading, message, subject) : CheckMissingTime(read, message, subject);
        if (fault is not null) return fault;

        if (!subject.HasStandingAt(reading.TimeMs, out var standing)) return Unassigned(subject, reading.TimeMs);
        if (!read.HasTime && !standing.AllowMissingTime) return TimeMissing(
            "the registry does not allow it for this asset");

        if (standing.Series is null && !tags.Admit(subject.Kind, subject.Topic.Owner, read.Tag))
        {
            return Fault.Schema(
                $"'{read.Tag}' would be a further unit or scale, and '{subject.Topic.Owner}' has {tags.Limit} already, "
                + $"the limit");
        }
        reading.Assign(standing.Series ?? SeriesOf(read, subject));
        if (subject.Unregistered is not null) reading.Flags |= ReadingFlags.Unregistered;
        if (message.Retained) reading.Flags |= ReadingFlags.Retained;
        if (message.Replayed) reading.Flags |= ReadingFlags.Replayed;
        return ReadingValidator.Check(reading, standing) is { } wrong
            ? new Fault(RejectReason.OutOfRange, wrong) : null;
    }

    static Series SeriesOf(ObjectReader read, Subject subject) => subject.Kind is TopicKind.Status
        ? subject.StatusOf(read.Tag)
        : subject.WeighingOf(read.Material!, read.Tag);

    Fault? CheckTime(Reading reading, in InboundMessage message, Subject subject)
    {
        var time = reading.TimeMs;
        var receivedMs = message.ReceivedMs;
        if (time is < ReadingLimits.FirstStorableMs or > ReadingLimits.LastStorableMs)
        {
            return new Fault(
                RejectReason.OutOfRange,
                string.Create(CultureInfo.InvariantCulture, $"'ts' is {time} ms, no time from 1677 to 2262"));
        }
        if (!clock.IsSynchronised)
        {
            reading.Flags |= ReadingFlags.HostClockUnsure;
            return null;
        }
        if (time > receivedMs + limits.FutureToleranceMs)
        {
            skewed.Note(message.Topic, receivedMs - time, receivedMs, isRejected: true);
            return new Fault(RejectReason.TimeInFuture, TimeText.InFuture(time, receivedMs, limits.FutureToleranceMs));
        }
        var oldest = limits.OldestMs(receivedMs);
        if (time < oldest)
        {
            return new Fault(
                RejectReason.TimeTooOld, $"'ts' is {TimeText.Of(time)}, allowed is {TimeText.Of(oldest)} or later");
        }
        if (message.Retained || message.Replayed) return null;
        var isZone = subject.Clock.Note(time, receivedMs);
        if (isZone) reading.Flags |= ReadingFlags.WholeHourSkew;
        if (isZone || time > receivedMs + SkewedClocks.AheadMs)
            skewed.Note(message.Topic, receivedMs - time, receivedMs, isRejected: false);
        return null;
    }

    // Where a redelivery under another stamp would count twice, there is no stamping on receipt. A replay carries the
    // moment of its first receipt, which is the right stamp.
    Fault? CheckMissingTime(ObjectReader read, in InboundMessage message, Subject subject)
    {
        var reading = read.Reading;
        if (subject.Kind is TopicKind.Position or TopicKind.Weighing or TopicKind.Reset)
            return TimeMissing("this topic needs it");
        if (message.Retained) return TimeMissing("a retained message may be old");
        if (reading.TryGet(Measurements.TotalM3, out _)) return TimeMissing("'total_m3' needs it");
        // One moment of receipt for several would make them one point, of which the last alone would be left.
        if (!_stamped.Add(read.Tag)) return TimeMissing("another of this message is without it, too");
        reading.TimeMs = message.ReceivedMs;
        reading.Flags |= ReadingFlags.StampedOnReceipt;
        if (!clock.IsSynchronised) reading.Flags |= ReadingFlags.HostClockUnsure;
        return null;
    }

    static Fault TimeMissing(string why) =>
        new(RejectReason.TimeMissing, $"'ts' is missing, and {why}; allowed is {DeviceTime.Allowed}");

    static Fault Unassigned(Subject subject, long timeMs)
    {
        var (device, place) = subject.Kind is TopicKind.Position
            ? (subject.Topic.Owner, "a vehicle")
            : (subject.Topic.Part, $"a meter of plant '{subject.Topic.Owner}'");
        return new Fault(
            RejectReason.UnknownAsset,
            $"device '{device}' is assigned to nothing that is {place} at {TimeText.Of(timeMs)}; date its assignment "
            + $"in "
            + "the registry and replay this");
    }
}
