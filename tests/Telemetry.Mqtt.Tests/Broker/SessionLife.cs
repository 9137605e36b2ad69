using System.Net;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using Telemetry.Mqtt.Broker;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Broker;

/// <summary>How long the embedded broker keeps the session of a client that is away.</summary>
public sealed class SessionLife
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    // MQTT version, what it asks for, and how long it is kept.
    [InlineData(MqttProtocolVersion.V311, 0u, 86_400)]
    [InlineData(MqttProtocolVersion.V500, uint.MaxValue, 86_400)]
    [InlineData(MqttProtocolVersion.V500, 600u, 600)]
    public async Task A_session_ends_once_its_client_was_away_for_as_long_as_it_is_kept(
        MqttProtocolVersion version, uint asks, int seconds)
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake(), time: _time);
        Assert.False(await VisitAsync(broker, version, asks));
        _time.Advance(TimeSpan.FromSeconds(seconds - 20));
        Assert.True(await VisitAsync(broker, version, asks));

        // A visit that comes before the session has ended begins its time anew.
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(seconds + 20));
                return !await VisitAsync(broker, version, asks);
            },
            BrokerRig.Patience);
    }

    [Fact]
    public async Task A_client_that_is_back_keeps_its_session_however_long_it_stays()
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake(), time: _time);
        await VisitAsync(broker, MqttProtocolVersion.V311, 0);
        var (panel, _) = await ConnectAsync(broker.Port, MqttProtocolVersion.V311, 0);
        _time.Advance(TimeSpan.FromDays(3));
        await panel.PingAsync();
        await panel.DisconnectAsync();
        panel.Dispose();

        await Eventually.TrueAsync(() => broker.Status.Connections == 0, BrokerRig.Patience);
        Assert.True(await VisitAsync(broker, MqttProtocolVersion.V311, 0));
    }

    [Fact]
    public async Task CONNACK_says_how_long_it_is_kept_where_more_was_asked_for()
    {
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.SessionExpiry = TimeSpan.FromHours(2), _time);

        var (client, more) = await ConnectAsync(broker.Port, MqttProtocolVersion.V500, 86_400);

        using (client) Assert.Equal(7200u, more.SessionExpiryInterval);
    }

    /// <summary>Comes and goes; whether its session was there.</summary>
    private static async Task<bool> VisitAsync(EmbeddedBroker broker, MqttProtocolVersion version, uint asks)
    {
        var (client, result) = await ConnectAsync(broker.Port, version, asks);
        using (client) await client.DisconnectAsync();
        await Eventually.TrueAsync(() => broker.Status.Connections == 0, BrokerRig.Patience);
        return result.IsSessionPresent;
    }

    private static async Task<(IMqttClient Client, MqttClientConnectResult Result)> ConnectAsync(
        int port, MqttProtocolVersion version, uint asks)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var result = await client.ConnectAsync(new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = new DnsEndPoint("127.0.0.1", port) },
            ProtocolVersion = version,
            ClientId = "wall",
            CleanSession = false,
            SessionExpiryInterval = asks,
        });
        return (client, result);
    }
}
