using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Sources;

/// <summary>
/// Starts and stops the connections to a real broker. A stop reads no more, waits for the commits, acknowledges, and
/// leaves the session at the broker.
/// </summary>
internal sealed class SourceRun(MqttSource source) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await source.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    // A fault of the source ends this loop, and with it the host, as that of any other part does.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        source.Start();
        await source.Completion;
    }
}
