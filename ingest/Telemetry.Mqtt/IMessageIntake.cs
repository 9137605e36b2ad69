using Telemetry.Domain.Readings;

namespace Telemetry.Mqtt;

/// <summary>
/// Where both sources, the subscriber and the embedded broker, hand over what arrived. Implemented by the pipeline.
/// </summary>
public interface IMessageIntake
{
    /// <summary>
    /// Takes a message: decodes it on the caller's thread and puts its outcome into the open commit group. Never blocks
    /// on I/O and never throws for what a device sent. Calls of one connection are serial; connections run in parallel.
    /// </summary>
    /// <returns>
    /// Completes once everything in the message is on disk: only then may it be acknowledged. Groups complete in the
    /// order in which they were opened, so a connection that awaits its tasks in order of arrival acknowledges in order
    /// of arrival. Does not complete while the spool is full.
    /// </returns>
    Task Offer(in InboundMessage message, IPayloadDecoder decoder);

    /// <summary>A decoder for one connection.</summary>
    IPayloadDecoder CreateDecoder();

    /// <summary>False while the spool is full: the embedded broker then disconnects publishers with 0x97.</summary>
    bool IsAccepting { get; }
}
