namespace Telemetry.Domain.Readings;

/// <summary>
/// Payload bytes to readings, for one protocol. Every object in the payload ends in exactly one call of the sink; a
/// payload that cannot be split counts one. Never throws for what a device sent. Not thread-safe: one a connection.
/// </summary>
public interface IPayloadDecoder
{
    void Decode(in InboundMessage message, IReadingSink sink);
}
