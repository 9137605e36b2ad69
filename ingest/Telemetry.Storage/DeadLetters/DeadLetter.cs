using Telemetry.Domain.Readings;

namespace Telemetry.Storage.DeadLetters;

/// <summary>An object that was not accepted, as it goes to the log.</summary>
/// <param name="At">When it was received, or refused by the store.</param>
/// <param name="Topic">As published; empty for a line that the store refused.</param>
/// <param name="Detail">What to mend, in words.</param>
/// <param name="Raw">The object's bytes, owned by this record; of a joint letter, those of the whole payload.</param>
/// <param name="Joint">
/// Null for a letter of one object. Otherwise the letter speaks for these objects of its payload, and counts as so
/// many.
/// </param>
public sealed record DeadLetter(
    DateTimeOffset At, string Topic, RejectReason Reason, string Detail, ReadOnlyMemory<byte> Raw, int QualityOfService,
    bool Retained, ObjectNumbers? Joint = null)
{
    /// <summary>What it counts as in the books.</summary>
    public int Objects => Joint?.Count ?? 1;
}

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Id">Where it is kept, <c>{file}-{offset}</c>: stable, and what <c>show</c> and <c>replay</c>
/// take.</param>
/// <param name="Raw">The bytes kept: all of them, or the first 256 of a sample.</param>
/// <param name="Length">Bytes the object had.</param>
/// <param name="ReplayedAt">When it was last replayed; null where it never was.</param>
/// <param name="Objects">Objects of one payload that it speaks for; 1 unless it is a joint letter.</param>
/// <param name="Joint">Which objects these are; null for a letter of one object, and for a sample.</param>
public sealed record StoredDeadLetter(
    string Id, DateTimeOffset At, string Topic, RejectReason Reason, string Detail, ReadOnlyMemory<byte> Raw,
    int Length,
    int QualityOfService, bool Retained, DateTimeOffset? ReplayedAt, int Objects = 1, ObjectNumbers? Joint = null)
{
    /// <summary>Only the beginning was kept: it can be looked at, but not replayed.</summary>
    public bool IsTruncated => Raw.Length < Length;
}

/// <summary>Which dead letters to read; what is null doesn't restrict.</summary>
public sealed record DeadLetterFilter
{
    public RejectReason? Reason { get; init; }

    /// <summary>An MQTT topic filter: <c>+</c> stands for a level, <c>#</c> at the end for the rest.</summary>
    public string? Topic { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>True for those replayed at least once, false for the others.</summary>
    public bool? Replayed { get; init; }

    /// <summary>At most so many; 100 by default.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>True by default; false for the oldest first, which is the order to replay in.</summary>
    public bool NewestFirst { get; init; } = true;

    internal bool Takes(StoredDeadLetter letter) =>
        (Reason is null || letter.Reason == Reason)
        && (From is null || letter.At >= From)
        && (To is null || letter.At < To)
        && (Replayed is null || Replayed == letter.ReplayedAt is not null)
        && (Topic is null || TopicFilter.Matches(Topic, letter.Topic));
}
