using Telemetry.Domain.Readings;
using Telemetry.Host.Live;
using Telemetry.Mqtt;
using Telemetry.Protocols.Native;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Pipeline;

/// <summary>
/// The way of one message: decoded and validated on its connection's thread, encoded as line protocol, put into the
/// open commit group. What comes back is the group's task: it completes when lines and dead letters are on disk, and
/// only then may the message be acknowledged.
/// </summary>
internal sealed partial class IngestPipeline(
    NativeJsonProtocol protocol, GroupCommit commit, LiveState live, IngestCounters counters,
    ILogger<IngestPipeline> logger) : IMessageIntake
{
    // Offer is synchronous, so what it needs between decode and commit can belong to the thread: no pool, no
    // allocation.
    [ThreadStatic]
    private static MessageOutcome? _outcome;

    public bool IsAccepting => commit.IsAccepting;

    public IPayloadDecoder CreateDecoder() => protocol.CreateDecoder();

    public Task Offer(in InboundMessage message, IPayloadDecoder decoder)
    {
        var outcome = Decode(message, decoder, only: null);
        return Commit(outcome, message);
    }

    /// <summary>
    /// A dead letter, as if it arrived again at the moment it first did; by the same rules, flagged as replayed. Of a
    /// joint letter's payload only the objects that it speaks for: the others were stored, or have letters of their
    /// own.
    /// </summary>
    /// <returns>
    /// When its outcome is on disk, and whether any of it was rejected once more. No task where the payload doesn't
    /// decode into those objects any more: then nothing was done.
    /// </returns>
    public (Task? Committed, bool Rejected) OfferAgain(StoredDeadLetter letter, IPayloadDecoder decoder)
    {
        var message = new InboundMessage
        {
            Topic = letter.Topic, Payload = letter.Raw.Span, QualityOfService = 1, Retained = letter.Retained,
            ReceivedMs = letter.At.ToUnixTimeMilliseconds(), Replayed = true,
        };
        var outcome = Decode(message, decoder, letter.Joint);
        if (letter.Joint is { } joint && (outcome.HasFailed || outcome.Taken != joint.Count)) return (null, false);
        return (Commit(outcome, message), outcome.DeadLetters.Length > 0);
    }

    private Task Commit(MessageOutcome outcome, in InboundMessage message)
    {
        counters.Count(outcome.DeadLetters, message.Payload.Length);
        return commit.Append(outcome.Lines, outcome.LineCount, outcome.DeadLetters, message.QualityOfService);
    }

    private MessageOutcome Decode(in InboundMessage message, IPayloadDecoder decoder, ObjectNumbers? only)
    {
        var outcome = _outcome ??= new MessageOutcome();
        outcome.Begin(message, live, only);
        try
        {
            decoder.Decode(message, outcome);
        }
#pragma warning disable CA1031 // The one place where a bug in a decoder must not cost the message.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.DecoderFailed(logger, exception, message.Topic);
            outcome.Fail(message.Payload, exception.GetType().Name + ": " + exception.Message);
        }
        outcome.End(message.Payload);
        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Error,
            "A message on {Topic} could not be decoded because of a fault in this program. It is kept in the dead "
            + "letters with reason 'internal' and can be replayed after an update.")]
        public static partial void DecoderFailed(ILogger logger, Exception exception, string topic);
    }
}
