using Telemetry.Mqtt.Broker;

namespace Telemetry.Host.Sources;

/// <summary>Starts and stops the embedded broker.</summary>
internal sealed class BrokerRun(EmbeddedBroker broker) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => broker.StartAsync();

    public Task StopAsync(CancellationToken cancellationToken) => broker.StopAsync(cancellationToken);
}
