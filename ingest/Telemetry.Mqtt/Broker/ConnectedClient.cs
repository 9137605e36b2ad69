using MQTTnet.Formatter;
using Telemetry.Domain.Readings;

namespace Telemetry.Mqtt.Broker;

/// <summary>One connection to the embedded broker, from CONNACK to its end.</summary>
internal sealed class ConnectedClient(
    string id, string user, MqttProtocolVersion version, Grants grants, IPayloadDecoder decoder)
{
    private long _awaiting;

    public string Id { get; } = id;

    /// <summary>Empty where it gave no name.</summary>
    public string User { get; } = user;

    /// <summary>Only with MQTT 5 can a publication be refused, or a disconnect be explained.</summary>
    public bool IsVersion5 { get; } = version == MqttProtocolVersion.V500;

    public Grants Grants { get; } = grants;

    /// <summary>
    /// Held while the decoder works: for an instant at a takeover, the old connection may still be publishing.
    /// </summary>
    public Lock Decoding { get; } = new();

    public IPayloadDecoder Decoder { get; } = decoder;

    /// <summary>Whether a publication of this client waits for its commit.</summary>
    public bool IsAwaiting => Volatile.Read(ref _awaiting) > 0;

    public void Await() => Interlocked.Increment(ref _awaiting);

    public void Awaited(long count) => Interlocked.Add(ref _awaiting, -count);
}
