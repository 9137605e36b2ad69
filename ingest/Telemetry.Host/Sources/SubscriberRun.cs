using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Sources;

/// <summary>Starts and stops reading the live topics, where the ingest role is in other processes.</summary>
internal sealed class SubscriberRun(LiveSubscriber subscriber) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscriber.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await subscriber.DisposeAsync();
}
