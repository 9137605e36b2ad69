using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Domain.Identifiers;
using Telemetry.Mqtt.Connecting;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Live;

/// <summary>
/// The way to a real broker, over a connection of its own (client id <c>…-live</c>), so that live messages never stand
/// in the way of acknowledgements. Its will says on <c>{root}/live/host/{host}</c> that this host is offline.
/// </summary>
public sealed class BrokerLiveChannel : ILiveChannel, IAsyncDisposable
{
    private readonly LiveConnection _connection;
    private readonly MqttSourceOptions _options;
    private readonly string _hostTopic;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DeviceTopics _topics;
    private volatile bool _looking;
    private volatile bool _looked;

    /// <param name="options">Where the broker is.</param>
    /// <param name="host">This host's name in its topic; an identifier of the wire.</param>
    /// <param name="time">For waits and stamps.</param>
    /// <param name="log">Says when the connection comes and goes.</param>
    public BrokerLiveChannel(MqttSourceOptions options, string host, TimeProvider time, ILogger<BrokerLiveChannel> log)
    {
        if (!Identifier.IsValid(host)) throw new ArgumentException($"\"{host}\" is no identifier", nameof(host));
        _options = options;
        _time = time;
        _log = log;
        _topics = new DeviceTopics(options.TopicRoot);
        _hostTopic = _topics.Live($"host/{host}");
        _connection = new LiveConnection(
            options, options.EffectiveClientId + "-live", SetWill, AnnounceAsync, time, log)
        {
            Received = Receive,
            Leaving = (client, deadline) => client.PublishAsync(Message(_hostTopic, State("offline")), deadline),
        };
    }

    public event Action? BecameReady;

    /// <summary>
    /// Told, once after the start, of each live topic that the broker still holds: the part below <c>{root}/live/</c>
    /// and the message. On the connection's thread; must be quick.
    /// </summary>
    public event Action<string, ReadOnlyMemory<byte>>? Found;

    public bool IsReady => _connection.Client is not null;

    public void Start() => _connection.Start();

    /// <summary>Says offline, as the will would have, and disconnects.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    public async Task<bool> PublishAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_connection.Client is not { } client) return false;
        try
        {
            using var timeout = new CancellationTokenSource(_options.Timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            return (await client.PublishAsync(Message(topic, payload), either.Token)).IsSuccess;
        }
        catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
        {
            return false;
        }
    }

    private void SetWill(MqttClientOptions built)
    {
        built.WillTopic = _hostTopic;
        built.WillPayload = State("offline");
        built.WillRetain = true;
        built.WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
    }

    private async Task AnnounceAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        if (Found is not null && !_looked) await LookAsync(client, cancellationToken);
        await client.PublishAsync(Message(_hostTopic, State("online")), cancellationToken);
        BecameReady?.Invoke();
    }

    /// <summary>
    /// Retained messages follow the subscription, then our own announcement comes back, and the look is over: nothing
    /// published from then on is read.
    /// </summary>
    private async Task LookAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        _looking = true;
        var granted = await client.SubscribeAsync(
            new MqttClientSubscribeOptions
            {
                TopicFilters =
                {
                    new() { Topic = _topics.LiveFilter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce },
                },
            },
            cancellationToken);
        if (granted.Items.All(static item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2)) return;
        _looking = false;
        LiveLog.LookRefused(_log, _topics.LiveFilter);
    }

    private void Receive(MqttApplicationMessage message)
    {
        if (!_looking) return;
        if (message.Retain)
        {
            if (_topics.IsLive(message.Topic) && message.Topic.Length > _topics.Live("").Length
                && !message.Payload.IsEmpty)
                Found?.Invoke(_topics.BelowLive(message.Topic), message.Payload.ToArray());
        }
        else if (message.Topic == _hostTopic)
        {
            _looking = false;
            _looked = true;
            if (_connection.Client is { } client) _ = LeaveOffAsync(client);
        }
    }

    private async Task LeaveOffAsync(IMqttClient client)
    {
        try
        {
            using var timeout = new CancellationTokenSource(_options.Timeout, _time);
            await client.UnsubscribeAsync(
                new MqttClientUnsubscribeOptions { TopicFilters = { _topics.LiveFilter } }, timeout.Token);
        }
        catch (Exception exception) when (BrokerClient.IsConnectionFailure(exception))
        {
            // The next connection has a session of its own, without the subscription.
        }
    }

    private byte[] State(string state)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $$"""{"ts":{{now}},"published_at":{{now}},"stale_after_s":30,"state":"{{state}}"}"""));
    }

    private static MqttApplicationMessage Message(string topic, ReadOnlyMemory<byte> payload) => new()
    {
        Topic = topic,
        Payload = new(payload),
        Retain = true,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
    };
}
