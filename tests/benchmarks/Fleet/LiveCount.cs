using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>Someone who watches the live topics of all vehicles, and counts.</summary>
internal sealed class LiveCount : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentDictionary<string, bool> _topics = new(StringComparer.Ordinal);
    private long _messages;

    public long Messages => Interlocked.Read(ref _messages);

    public int Topics => _topics.Count;

    public static async Task<LiveCount> StartAsync(int port)
    {
        var count = new LiveCount();
        count._client.ApplicationMessageReceivedAsync += message =>
        {
            Interlocked.Increment(ref count._messages);
            count._topics.TryAdd(message.ApplicationMessage.Topic, true);
            return Task.CompletedTask;
        };
        await count._client.ConnectAsync(
            new MqttClientOptions
            {
                ClientId = "watcher",
                ProtocolVersion = MqttProtocolVersion.V500,
                ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = new IPEndPoint(IPAddress.Loopback, port) },
            });
        var filters = new MqttClientSubscribeOptions();
        filters.TopicFilters.Add(new()
        {
            Topic = "sanitation/live/vehicles/#", QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce,
        });
        await count._client.SubscribeAsync(filters);
        return count;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Messages:#,0} of {Topics:#,0} topics");

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected) await _client.DisconnectAsync();
        _client.Dispose();
    }
}
