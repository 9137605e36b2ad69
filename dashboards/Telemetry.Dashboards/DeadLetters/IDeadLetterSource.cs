using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.DeadLetters;

/// <summary>The host's dead letters, newest first. Reads files: called off the pipeline's threads.</summary>
public interface IDeadLetterSource
{
    IReadOnlyList<DeadLetter> Newest(DeadLetterQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// How many objects of each topic were rejected, by the hour of receipt, and when the last of them came: from the
    /// letters' own index.
    /// </summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
        DateTimeOffset from, DateTimeOffset to);
}

/// <param name="Reason">Null for every reason.</param>
/// <param name="Topic">An MQTT topic filter (<c>+</c>, <c>#</c>); null for every topic.</param>
/// <param name="From">Moment of receipt, inclusive; null without a bound.</param>
/// <param name="To">Moment of receipt, exclusive; null without a bound.</param>
public sealed record DeadLetterQuery(
    RejectReason? Reason, string? Topic, DateTimeOffset? From, DateTimeOffset? To);

/// <param name="Id">For <c>telemetry dead-letters show</c> and <c>replay</c>.</param>
/// <param name="ReceivedAt">Moment of receipt, UTC.</param>
/// <param name="Detail">What to mend, in words.</param>
/// <param name="Payload">The rejected bytes, possibly cut.</param>
/// <param name="Length">Length of the whole object, bytes.</param>
/// <param name="Replayed">True once it was offered to the host again.</param>
/// <param name="Objects">Objects of one message that it speaks for; 1 unless it is a joint letter.</param>
public sealed record DeadLetter(
    string Id, DateTimeOffset ReceivedAt, string Topic, RejectReason Reason, string Detail,
    ReadOnlyMemory<byte> Payload,
    long Length, bool Replayed, int Objects = 1);
