using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Telemetry.Simulators.Wire;

/// <summary>What became of a publication.</summary>
public enum PublishOutcome
{
    /// <summary>PUBACK with success (or, at QoS 0, handed to the socket).</summary>
    Acknowledged,

    /// <summary>PUBACK with an error: not authorised and the like.</summary>
    Refused,

    /// <summary>PUBACK 0x97, quota exceeded: the broker has no room just now.</summary>
    NoRoom,

    /// <summary>The connection went before the acknowledgement. Whether the broker has it is unknown.</summary>
    Unknown,
}

/// <summary>One device's connection to the broker: its own client id, reconnects with jitter where asked to.</summary>
public sealed class DeviceConnection : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly MqttClientOptions _options;
    private readonly BrokerAddress _broker;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Chance _jitter;
    private long _attempts;

    public DeviceConnection(BrokerAddress broker, string clientId, TimeProvider time, ILogger logger)
    {
        _broker = broker;
        _options = broker.ClientOptions(clientId);
        _time = time;
        _logger = logger;
        ClientId = clientId;
        _jitter = Chance.FromSeed(0).For(clientId);
    }

    public string ClientId { get; }

    /// <summary>Most QoS 1 publications that the broker allows in flight; its word at the last connect.</summary>
    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    /// <summary>Connections lost and made again.</summary>
    public long Reconnects { get; private set; }

    /// <summary>Connects once; throws <see cref="BrokerUnreachableException"/> with one clear line.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_client.IsConnected) await ConnectOnceAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Connects, and tries again until it succeeds.</summary>
    public async Task ConnectPatientlyAsync(CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var pause = FirstPause;
            while (!_client.IsConnected)
            {
                try
                {
                    await ConnectOnceAsync(cancellation).ConfigureAwait(false);
                    if (_attempts > 1) Reconnects++;
                }
                catch (BrokerUnreachableException e)
                {
                    Log.BrokerUnreachable(_logger, ClientId, e.Message, pause);
                    var jittered = pause * _jitter.Within(_attempts, 0.5, 1.5);
                    await Task.Delay(jittered, _time, cancellation).ConfigureAwait(false);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>
    /// Publishes once. Never throws for a lost connection: that is <see cref="PublishOutcome.Unknown"/>.
    /// </summary>
    public async Task<PublishOutcome> TryPublishAsync(
        string topic, ReadOnlyMemory<byte> payload, int qos, CancellationToken cancellation)
    {
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new(payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
        };
        try
        {
            var result = await _client.PublishAsync(message, cancellation).ConfigureAwait(false);
            if (result.IsSuccess) return PublishOutcome.Acknowledged;
            if (result.ReasonCode == MqttClientPublishReasonCode.QuotaExceeded) return PublishOutcome.NoRoom;
            Log.Refused(_logger, ClientId, topic, result.ReasonCode.ToString());
            return PublishOutcome.Refused;
        }
        catch (Exception e) when (IsConnectionLoss(e, cancellation))
        {
            return PublishOutcome.Unknown;
        }
    }

    /// <summary>
    /// Publishes until the broker has answered, over as many connections as that takes. A refusal for lack of room
    /// is tried again; any other is final and returned.
    /// </summary>
    public async Task<PublishOutcome> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, int qos, CancellationToken cancellation)
    {
        while (true)
        {
            var outcome = await TryPublishAsync(topic, payload, qos, cancellation).ConfigureAwait(false);
            if (outcome is PublishOutcome.Acknowledged or PublishOutcome.Refused) return outcome;
            if (outcome == PublishOutcome.NoRoom)
                await Task.Delay(FirstPause, _time, cancellation).ConfigureAwait(false);
            else
                await ConnectPatientlyAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A round trip: everything sent before it, QoS 0 included, has reached the broker.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        try
        {
            await _client.PingAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsConnectionLoss(e, cancellation))
        {
            Log.FlushFailed(_logger, ClientId, e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected)
                await _client.DisconnectAsync(new MqttClientDisconnectOptions()).ConfigureAwait(false);
        }
        catch (Exception e) when (IsConnectionLoss(e, CancellationToken.None))
        {
            Log.FlushFailed(_logger, ClientId, e.Message);
        }
        _client.Dispose();
        _connecting.Dispose();
    }

    private async Task ConnectOnceAsync(CancellationToken cancellation)
    {
        _attempts++;
        try
        {
            var result = await _client.ConnectAsync(_options, cancellation).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
                throw new BrokerUnreachableException(
                    $"the broker at {_broker} refused {ClientId}: {result.ResultCode}");
            ReceiveMaximum = result.ReceiveMaximum is { } most and > 0 ? most : ushort.MaxValue;
        }
        catch (Exception e) when (IsConnectionLoss(e, cancellation))
        {
            var why = e.InnerException is SocketException socket ? socket.Message : e.Message;
            throw new BrokerUnreachableException($"no broker at {_broker}: {why}", e);
        }
    }

    // InvalidOperation: the client is between connected and disconnected just now.
    private static bool IsConnectionLoss(Exception e, CancellationToken cancellation) =>
        e is MqttCommunicationException or MqttProtocolViolationException or SocketException or IOException
            or ObjectDisposedException or InvalidOperationException
        || (e is OperationCanceledException && !cancellation.IsCancellationRequested);
}
