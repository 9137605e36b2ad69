using Microsoft.Extensions.Logging;
using MQTTnet;
using Telemetry.Mqtt.Connecting;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Live;

/// <summary>
/// A connection for live messages that is made again for as long as it runs. Without a session: live messages are
/// retained, so everything that counts is there at the next connect.
/// </summary>
internal sealed class LiveConnection(
    MqttSourceOptions options, string clientId, Action<MqttClientOptions> configure,
    Func<IMqttClient, CancellationToken, Task> connected, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly ReconnectDelay _delay = new(
        options.ReconnectFirst, options.ReconnectLongest, ReconnectDelay.SeedOf(clientId));

    private readonly CancellationTokenSource _stopping = new();
    private bool _disposed;
    private Task _running = Task.CompletedTask;
    private volatile IMqttClient? _client;

    /// <summary>Null while there is no connection.</summary>
    public IMqttClient? Client => _client;

    /// <summary>Called on each message, where there are subscriptions.</summary>
    public Action<MqttApplicationMessage>? Received { get; init; }

    /// <summary>Called before a deliberate disconnect.</summary>
    public Func<IMqttClient, CancellationToken, Task>? Leaving { get; init; }

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            string reason;
            var began = time.GetTimestamp();
            try
            {
                reason = await RunOnceAsync();
            }
            catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
            {
                reason = BrokerClient.Words(exception);
            }
            finally
            {
                _client = null;
            }
            if (_stopping.IsCancellationRequested) return;
            if (time.GetElapsedTime(began) >= options.StableAfter) _delay.Reset();
            var wait = _delay.Next();
            LiveLog.ConnectionLost(log, clientId, reason, wait);
            await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> RunOnceAsync()
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += args =>
        {
            ended.TrySetResult(args.Exception is { } exception ? BrokerClient.Words(exception) : $"{args.Reason}");
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += args =>
        {
            Received?.Invoke(args.ApplicationMessage);
            return Task.CompletedTask;
        };
        var built = BrokerClient.Build(options, clientId);
        configure(built);
        using (var timeout = new CancellationTokenSource(options.Timeout, time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token))
        {
            var result = await client.ConnectAsync(built, either.Token);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
                return $"the broker refuses the connection: {result.ResultCode}";
            _client = client;
            await connected(client, either.Token);
        }
        LiveLog.Connected(log, clientId);
        try
        {
            return await ended.Task.WaitAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            using var goodbye = new CancellationTokenSource(options.Timeout, time);
            if (Leaving is not null) await Leaving(client, goodbye.Token);
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), goodbye.Token);
            return "stopped";
        }
    }
}
