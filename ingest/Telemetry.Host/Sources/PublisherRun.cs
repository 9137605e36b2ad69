using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Sources;

/// <summary>
/// Starts and stops the publishing of live topics in a process without the ingest role, which has none of its own left
/// at the broker to clear.
/// </summary>
internal sealed class PublisherRun(LivePublisher publisher, IEnumerable<BrokerLiveChannel> channels) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in channels) channel.Start();
        publisher.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await publisher.StopAsync(cancellationToken);
        foreach (var channel in channels) await channel.DisposeAsync();
    }
}
