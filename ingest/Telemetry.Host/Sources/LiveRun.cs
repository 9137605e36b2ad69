using Telemetry.Host.Live;
using Telemetry.Mqtt.Live;

namespace Telemetry.Host.Sources;

/// <summary>
/// Starts and stops the publishing of live topics, and its connection where the broker is a real one.
/// </summary>
internal sealed class LiveRun(
    LivePublisher publisher, IEnumerable<BrokerLiveChannel> channels, LeftoverTopics leftovers) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var channel in channels)
        {
            channel.Found += leftovers.Consider;
            channel.Start();
        }
        publisher.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await publisher.StopAsync(cancellationToken);
        foreach (var channel in channels) await channel.DisposeAsync();
    }
}
