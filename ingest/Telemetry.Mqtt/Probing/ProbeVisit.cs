using MQTTnet;
using Telemetry.Mqtt.Connecting;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Probing;

/// <summary>One connection of the probe, under a client id of its own.</summary>
internal sealed class ProbeVisit(MqttSourceOptions options, string clientId, bool clean, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>Seconds that the broker keeps the session of a probe that was cut short.</summary>
    private const uint SessionExpiry = 60;

    private readonly BrokerCalls _calls = new(options.Timeout, time);

    public IMqttClient Client { get; } = new MqttClientFactory().CreateMqttClient();

    public Task<MqttClientConnectResult> ConnectAsync(CancellationToken stopping)
    {
        var built = BrokerClient.Build(options, clientId);
        built.CleanSession = clean;
        if (options.IsVersion5)
        {
            built.SessionExpiryInterval = clean ? 0 : SessionExpiry;
            built.ReceiveMaximum = (ushort)options.ReceiveMaximum;
        }
        return CallAsync(timeout => Client.ConnectAsync(built, timeout), stopping);
    }

    public Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping) =>
        _calls.CallAsync(call, stopping);

    public async Task<TimeSpan> RoundTripAsync(CancellationToken stopping)
    {
        var trips = new TimeSpan[5];
        for (var i = 0; i < trips.Length; i++)
        {
            var began = time.GetTimestamp();
            await _calls.CallAsync(Client.PingAsync, stopping);
            trips[i] = time.GetElapsedTime(began);
        }
        Array.Sort(trips);
        return trips[trips.Length / 2];
    }

    public async ValueTask DisposeAsync()
    {
        if (Client.IsConnected)
        {
            try
            {
                var leave = new MqttClientDisconnectOptions { SessionExpiryInterval = clean ? 0 : SessionExpiry };
                await _calls.CallAsync(timeout => Client.DisconnectAsync(leave, timeout), CancellationToken.None);
            }
            catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
            {
                // It is gone already, which is what was wanted.
            }
        }
        Client.Dispose();
    }
}
