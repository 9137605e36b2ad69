using Telemetry.Host.Composition;
using Telemetry.Mqtt.Source;

namespace Telemetry.Host.Sources;

/// <summary>
/// Starts and stops the connections to a real broker. A stop reads no more, waits for the commits, acknowledges, and
/// leaves the session at the broker.
/// </summary>
internal sealed class SourceRun(MqttSource source, HostFailure failure) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await source.StopAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        source.Start();
        try
        {
            await source.Completion;
        }
#pragma warning disable CA1031 // Whatever ended the source, a host that no longer listens must not look alive.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure.StopBecause(exception);
        }
    }
}
