using System.Buffers;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using Telemetry.Domain.Live;
using Telemetry.Mqtt.Source;

namespace Telemetry.Mqtt.Live;

/// <summary>
/// Fills a <see cref="LiveBoard"/> from the broker's retained live topics, for a <c>web</c> role in a process of its
/// own. Several may run: the client id carries the process's own mark.
/// </summary>
public sealed class LiveSubscriber : IAsyncDisposable
{
    private readonly DeviceTopics _topics;
    private readonly LiveBoard _board;
    private readonly ILogger _log;
    private readonly LiveConnection _connection;

    /// <param name="options">Where the broker is.</param>
    /// <param name="board">What is filled.</param>
    /// <param name="time">For waits.</param>
    /// <param name="log">Says when the connection comes and goes.</param>
    public LiveSubscriber(MqttSourceOptions options, LiveBoard board, TimeProvider time, ILogger<LiveSubscriber> log)
    {
        _topics = new DeviceTopics(options.TopicRoot);
        _board = board;
        _log = log;
        _connection = new LiveConnection(
            options, $"{options.EffectiveClientId}-web-{Environment.ProcessId}", static _ =>
                { }, SubscribeAsync, time, log)
        {
            Received = Receive,
        };
    }

    public bool IsConnected => _connection.Client is not null;

    public void Start() => _connection.Start();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task SubscribeAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        var granted = await client.SubscribeAsync(
            new MqttClientSubscribeOptions
            {
                TopicFilters =
                {
                    new() { Topic = _topics.LiveFilter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce },
                },
            },
            cancellationToken);
        foreach (var item in granted.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                LiveLog.SubscriptionRefused(_log, _topics.LiveFilter, $"{item.ResultCode}");
        }
    }

    private void Receive(MqttApplicationMessage message)
    {
        if (!_topics.IsLive(message.Topic) || message.Topic.Length <= _topics.Live("").Length) return;
        var topic = _topics.BelowLive(message.Topic);
        var json = message.Payload.ToArray();
        if (json.Length == 0)
        {
            _board.Post(new LiveMessage(topic, 0, default));
            return;
        }
        if (!LiveJson.TryRead(json, out var tsMs, out var offline))
        {
            LiveLog.NoTime(_log, message.Topic);
            return;
        }
        // A will is written when the connection begins, so its ts is older than whatever the host said since.
        if (offline) tsMs = Math.Max(tsMs, _board.Find(topic)?.TimeMs ?? 0);
        _board.Post(new LiveMessage(topic, tsMs, json));
    }
}
