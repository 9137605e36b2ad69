using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Sources;

/// <summary>
/// Starts and stops the connections to a real broker. A stop reads no more, waits for the commits, acknowledges, and
/// leaves the session at the broker.
/// </summary>
internal sealed class SourceRun(MqttSource source) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        source.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => source.StopAsync(cancellationToken);
}
