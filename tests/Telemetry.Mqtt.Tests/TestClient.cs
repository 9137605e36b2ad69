using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Telemetry.Mqtt.Tests;

/// <summary>A device or a panel: an MQTT client as the field has them.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly TaskCompletionSource<MqttClientDisconnectedEventArgs> _disconnected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _vanished;

    private TestClient(IMqttClient client)
    {
        Client = client;
        client.DisconnectedAsync += args =>
        {
            _disconnected.TrySetResult(args);
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += args =>
        {
            Received.Enqueue(args.ApplicationMessage);
            return Task.CompletedTask;
        };
    }

    public IMqttClient Client { get; }

    public ConcurrentQueue<MqttApplicationMessage> Received { get; } = new();

    public Task<MqttClientDisconnectedEventArgs> Disconnected => _disconnected.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public static async Task<TestClient> ConnectAsync(int port, Action<MqttClientOptions>? configure = null)
    {
        var (client, result) = await TryConnectAsync(port, configure);
        Assert.Equal(MqttClientConnectResultCode.Success, result);
        return client;
    }

    public static async Task<(TestClient Client, MqttClientConnectResultCode Result)> TryConnectAsync(
        int port, Action<MqttClientOptions>? configure = null)
    {
        var options = new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = new DnsEndPoint("127.0.0.1", port) },
            ProtocolVersion = MqttProtocolVersion.V500,
            Timeout = TimeSpan.FromSeconds(20),
        };
        configure?.Invoke(options);
        var client = new TestClient(new MqttClientFactory().CreateMqttClient());
        var result = await client.Client.ConnectAsync(options);
        return (client, result.ResultCode);
    }

    public Task<MqttClientPublishResult> PublishAsync(
        string topic, string payload, int qos = 1, bool retain = false) =>
        Client.PublishAsync(new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = Encoding.UTF8.GetBytes(payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
            Retain = retain,
        });

    public Task<MqttClientSubscribeResult> SubscribeAsync(string filter) =>
        Client.SubscribeAsync(new MqttClientSubscribeOptions
        {
            TopicFilters =
            {
                new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce },
            },
        });

    public Task ReceivedAsync(int count) =>
        Rig.Eventually.TrueAsync(() => Received.Count >= count, TimeSpan.FromSeconds(20), $"{count} messages");

    /// <summary>Loses the connection without a goodbye.</summary>
    public void Vanish()
    {
        _vanished = true;
        Client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_vanished) return;
        if (Client.IsConnected) await Client.DisconnectAsync();
        Client.Dispose();
    }
}
