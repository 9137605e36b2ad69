using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace Telemetry.Simulators.Tests;

/// <summary>Hears everything on a broker.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<(string Topic, string Payload)> _heard = new();

    private Listener() => _client.ApplicationMessageReceivedAsync += arrived =>
    {
        var payload = System.Text.Encoding.UTF8.GetString(arrived.ApplicationMessage.Payload.ToArray());
        _heard.Enqueue((arrived.ApplicationMessage.Topic, payload));
        return Task.CompletedTask;
    };

    public IReadOnlyCollection<(string Topic, string Payload)> Messages => _heard;

    /// <summary>Objects, those in arrays one by one.</summary>
    public IEnumerable<(string Topic, JsonElement Json)> Readings => _heard.SelectMany(static message =>
    {
        var json = JsonDocument.Parse(message.Payload).RootElement;
        return json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray().Select(one => (message.Topic, one))
            : [(message.Topic, json)];
    });

    public static async Task<Listener> StartAsync(int port)
    {
        var listener = new Listener();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId("listener")
            .WithReceiveMaximum(1000).Build();
        await listener._client.ConnectAsync(options);
        await listener._client.SubscribeAsync("#", MqttQualityOfServiceLevel.AtLeastOnce);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected) await _client.DisconnectAsync();
        _client.Dispose();
    }
}
