using Telemetry.Dashboards.Status;
using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Observing;

/// <summary>The states of the MQTT room in the words of the status page.</summary>
internal static class ConnectionStates
{
    public static IEnumerable<ConnectionStatus> Of(MqttSource source, DateTimeOffset startedAt) =>
        source.Status.Connections
            .Where(connection => connection.State != SourceConnectionState.Unused)
            .Select(connection => new ConnectionStatus(
                connection.ClientId,
                connection.State switch
                {
                    SourceConnectionState.Connected => ConnectionState.Connected,
                    SourceConnectionState.Connecting => ConnectionState.Connecting,
                    SourceConnectionState.TakenOver => ConnectionState.Refused,
                    _ => ConnectionState.Disconnected,
                },
                connection.ConnectedSince ?? startedAt, connection.SessionPresent, connection.LastMessageAt,
                connection.Received, connection.Acknowledged, connection.LastError));

    public static ConnectionStatus Of(EmbeddedBroker broker, DateTimeOffset startedAt)
    {
        var status = broker.Status;
        return new ConnectionStatus(
            $"embedded broker {string.Join(", ", status.Endpoints)}",
            status.Listening ? ConnectionState.Listening : ConnectionState.Disconnected,
            startedAt, null, null, status.Received, status.Committed, null, status.Connections);
    }
}
