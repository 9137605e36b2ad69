using Microsoft.Extensions.Logging;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.City;

/// <summary>
/// One live connection and the devices behind it. What a device measured while it couldn't send, because its link or
/// the broker was away, follows in arrays with its old times. Nothing is kept for that: the past can be asked again.
/// </summary>
internal sealed class LiveCarrier(
    string clientId, IReadOnlyList<IDeviceSource> sources, CitySimulationOptions options, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Sends everything with a <c>ts</c> from <paramref name="fromMs"/> on, until cancelled.</summary>
    public async Task RunAsync(long fromMs, CancellationToken cancellation)
    {
        await using var connection = new DeviceConnection(options.Broker, clientId, time, logger);
        await connection.ConnectPatientlyAsync(cancellation).ConfigureAwait(false);
        var sentUntil = new long[sources.Count];
        Array.Fill(sentUntil, fromMs);
        using var ticks = new PeriodicTimer(Tick, time);
        do
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds() + 1;
            for (var i = 0; i < sources.Count; i++)
            {
                if (sources[i].Link.IsDown(now) || now <= sentUntil[i]) continue;
                await SendAsync(connection, sources[i].Between(sentUntil[i], now, Cadence.Live), cancellation)
                    .ConfigureAwait(false);
                sentUntil[i] = now;
            }
        }
        while (await ticks.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    private async Task SendAsync(
        DeviceConnection connection, IEnumerable<DeviceMessage> readings, CancellationToken cancellation)
    {
        foreach (var publication in Backlog.Pack(readings, options.ReadingsPerMessage))
        {
            await connection.PublishAsync(publication.Topic, publication.Payload, 1, cancellation)
                .ConfigureAwait(false);
        }
    }
}
