using MQTTnet;
using MQTTnet.Protocol;

namespace Telemetry.Flow.Tests;

/// <summary>One device with QoS 1.</summary>
internal sealed class Device : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public static async Task<Device> ConnectAsync(int port)
    {
        var device = new Device();
        await device._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port)
                .WithClientId("device-" + Guid.NewGuid().ToString("N")).Build());
        return device;
    }

    public async Task PublishAsync(string topic, string payload)
    {
        var result = await _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        Assert.True(result.IsSuccess, $"{topic}: {result.ReasonCode} {result.ReasonString}");
    }

    /// <summary>The first message of a topic, as a text; a retained one comes at once.</summary>
    public async Task<string> ReadAsync(string topic, TimeSpan within)
    {
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.ApplicationMessageReceivedAsync += message =>
        {
            if (message.ApplicationMessage.Topic == topic)
                first.TrySetResult(message.ApplicationMessage.ConvertPayloadToString());
            return Task.CompletedTask;
        };
        await _client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        return await first.Task.WaitAsync(within);
    }

    public void Dispose() => _client.Dispose();
}
