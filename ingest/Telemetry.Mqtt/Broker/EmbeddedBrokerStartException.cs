namespace Telemetry.Mqtt.Broker;

/// <summary>The embedded broker can't listen. The message is one line that names the option to change.</summary>
public sealed class EmbeddedBrokerStartException(string message, Exception inner) : Exception(message, inner);
