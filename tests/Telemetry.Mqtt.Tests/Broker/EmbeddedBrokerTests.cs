using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Telemetry.Mqtt.Broker;
using Telemetry.Mqtt.Live;
using Telemetry.Mqtt.Source;
using Telemetry.Mqtt.Tests.Source;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Broker;

public sealed class EmbeddedBrokerTests
{
    private const string Flow = "sanitation/plants/p1/flow/m1";

    [Theory]
    [InlineData(MqttProtocolVersion.V500, 1)]
    [InlineData(MqttProtocolVersion.V311, 1)]
    [InlineData(MqttProtocolVersion.V500, 2)]
    [InlineData(MqttProtocolVersion.V311, 2)]
    public async Task The_acknowledgement_waits_for_the_commit(MqttProtocolVersion version, int qos)
    {
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(
            broker.Port, options => options.ProtocolVersion = version);

        var published = device.PublishAsync(Flow, "one", qos);
        await intake.ReceivedAsync(1);
        // A ping goes the same way back, so its answer would come after an acknowledgement sent before.
        var second = await TestClient.ConnectAsync(broker.Port);
        await second.Client.PingAsync();
        Assert.False(published.IsCompleted);
        Assert.Equal(1, broker.Status.AwaitingCommit);

        intake.CommitAll();
        var result = await published.WaitAsync(BrokerRig.Patience);
        Assert.True(result.IsSuccess);
        await Eventually.TrueAsync(() => broker.Status.Committed == 1, BrokerRig.Patience);
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_subscriber_gets_a_reading_only_after_its_commit_and_not_as_retained()
    {
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var panel = await TestClient.ConnectAsync(broker.Port);
        await panel.SubscribeAsync("sanitation/plants/#");
        await using var device = await TestClient.ConnectAsync(broker.Port);

        var published = device.PublishAsync(Flow, "one", retain: true);
        await intake.ReceivedAsync(1);
        await panel.Client.PingAsync();
        Assert.Empty(panel.Received);
        intake.CommitAll();
        await published.WaitAsync(BrokerRig.Patience);
        await panel.ReceivedAsync(1);

        await using var late = await TestClient.ConnectAsync(broker.Port);
        await late.SubscribeAsync("sanitation/plants/#");
        intake.CommitsAtOnce = true;
        await device.PublishAsync(Flow, "two");
        await late.ReceivedAsync(1);
        Assert.Equal("two", late.Received.First().ConvertPayloadToString());
    }

    [Fact]
    public async Task While_the_spool_is_full_a_publisher_with_5_is_disconnected_with_0x97()
    {
        var intake = new FakeIntake { IsAccepting = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(broker.Port);

        await Assert.ThrowsAnyAsync<Exception>(() => device.PublishAsync(Flow, "one"));

        Assert.Equal(MqttClientDisconnectReason.QuotaExceeded, (await device.Disconnected).Reason);
        Assert.Empty(intake.All);
        Assert.Equal(1, broker.Status.RefusedFull);
    }

    [Fact]
    public async Task While_the_spool_is_full_a_publisher_with_3_1_1_is_closed_unacknowledged()
    {
        var intake = new FakeIntake { IsAccepting = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(
            broker.Port, options => options.ProtocolVersion = MqttProtocolVersion.V311);

        await Assert.ThrowsAnyAsync<Exception>(() => device.PublishAsync(Flow, "one"));

        await device.Disconnected;
        Assert.Empty(intake.All);
    }

    [Fact]
    public async Task A_publisher_that_waits_when_the_spool_fills_up_is_disconnected_with_0x97()
    {
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var waiting = await TestClient.ConnectAsync(broker.Port);
        await using var idle = await TestClient.ConnectAsync(broker.Port);
        var published = waiting.PublishAsync(Flow, "one");
        await intake.ReceivedAsync(1);

        intake.IsAccepting = false;

        Assert.Equal(MqttClientDisconnectReason.QuotaExceeded, (await waiting.Disconnected).Reason);
        await Assert.ThrowsAnyAsync<Exception>(() => published);
        Assert.True(idle.Client.IsConnected);
        await Eventually.TrueAsync(() => broker.Status.AwaitingCommit == 0, BrokerRig.Patience);
    }

    [Fact]
    public async Task A_live_topic_is_refused_with_0x87_and_the_client_stays()
    {
        var intake = new FakeIntake();
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(broker.Port);

        var result = await device.PublishAsync("sanitation/live/plants/p1", "forged", retain: true);

        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);
        Assert.True(device.Client.IsConnected);
        Assert.Empty(intake.All);
        Assert.Equal(1, broker.Status.RefusedAccess);
    }

    [Fact]
    public async Task A_live_topic_with_3_1_1_closes_the_connection_because_it_can_not_be_refused()
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake());
        await using var device = await TestClient.ConnectAsync(
            broker.Port, options => options.ProtocolVersion = MqttProtocolVersion.V311);

        await Assert.ThrowsAnyAsync<Exception>(() => device.PublishAsync("sanitation/live/plants/p1", "forged"));

        await device.Disconnected;
    }

    [Fact]
    public async Task Topics_outside_the_root_are_refused_or_forwarded_as_the_option_says()
    {
        await using var strict = await BrokerRig.StartedAsync(new FakeIntake());
        await using var device = await TestClient.ConnectAsync(strict.Port);
        var refused = await device.PublishAsync("elsewhere/a", "x");
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, refused.ReasonCode);

        var intake = new FakeIntake();
        await using var open = await BrokerRig.StartedAsync(
            intake, options => options.OutsideRoot = OutsideRoot.Forward);
        await using var panel = await TestClient.ConnectAsync(open.Port);
        await panel.SubscribeAsync("elsewhere/#");
        await using var other = await TestClient.ConnectAsync(open.Port);
        await other.PublishAsync("elsewhere/a", "x");
        await panel.ReceivedAsync(1);
        Assert.Empty(intake.All);
    }

    [Fact]
    public async Task A_topic_of_the_root_that_no_device_should_use_goes_to_the_pipeline_all_the_same()
    {
        var intake = new FakeIntake();
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(broker.Port);

        await device.PublishAsync("sanitation/plnats/p1", "typo");

        Assert.Equal("sanitation/plnats/p1", Assert.Single(intake.All).Topic);
    }

    [Theory]
    [InlineData(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0x10, 0x81, 0x80, 0x08 })]
    [InlineData(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    public async Task A_stranger_who_announces_a_large_packet_is_left_before_it_is_read(byte[] head)
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake());
        using var stranger = new TcpClient("127.0.0.1", broker.Port);

        await stranger.GetStream().WriteAsync(head);

        using var late = new CancellationTokenSource(BrokerRig.Patience);
        Assert.Equal(0, await stranger.GetStream().ReadAsync(new byte[1], late.Token));
        Assert.Equal(1, broker.Status.RefusedTooLarge);
    }

    [Fact]
    public async Task A_packet_far_beyond_the_limit_costs_the_connection_and_other_devices_nothing()
    {
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), options => options.MaxPayloadBytes = 1024);
        await using var device = await TestClient.ConnectAsync(broker.Port);
        await using var other = await TestClient.ConnectAsync(broker.Port);

        var (sent, _) = (device.PublishAsync(Flow, new string('x', 300_000)), await device.Disconnected);

        await Assert.ThrowsAnyAsync<Exception>(() => sent);
        Assert.Equal(1, broker.Status.RefusedTooLarge);
        Assert.True((await other.PublishAsync(Flow, new string('x', 1024))).IsSuccess);
    }

    [Fact]
    public async Task A_payload_beyond_the_limit_costs_the_connection_with_0x95()
    {
        var intake = new FakeIntake();
        await using var broker = await BrokerRig.StartedAsync(intake, options => options.MaxPayloadBytes = 1024);
        await using var device = await TestClient.ConnectAsync(broker.Port);
        await device.PublishAsync(Flow, new string('x', 1024));

        await Assert.ThrowsAnyAsync<Exception>(() => device.PublishAsync(Flow, new string('x', 1025)));

        Assert.Equal(MqttClientDisconnectReason.PacketTooLarge, (await device.Disconnected).Reason);
        Assert.Single(intake.All);
    }

    [Fact]
    public async Task A_will_goes_to_the_pipeline_like_any_reading()
    {
        var intake = new FakeIntake();
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(broker.Port, options =>
        {
            options.WillTopic = "sanitation/plants/p1/status";
            options.WillPayload = "gone"u8.ToArray();
            options.WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
        });

        device.Vanish();

        await intake.ReceivedAsync(1);
        Assert.Equal("sanitation/plants/p1/status", intake.All[0].Topic);
        Assert.Equal("gone", intake.All[0].Payload);
    }

    [Fact]
    public async Task A_client_that_drops_while_it_waits_harms_nobody()
    {
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        var leaving = await TestClient.ConnectAsync(broker.Port, options => options.ClientId = "truck-7");
        var lost = leaving.PublishAsync(Flow, "one");
        await intake.ReceivedAsync(1);
        leaving.Vanish();
        await Assert.ThrowsAnyAsync<Exception>(() => lost);

        // It comes back under its name, which takes the old connection over, and sends again.
        await using var back = await TestClient.ConnectAsync(broker.Port, options => options.ClientId = "truck-7");
        await using var other = await TestClient.ConnectAsync(broker.Port);
        var again = back.PublishAsync(Flow, "one");
        var others = other.PublishAsync(Flow, "two");
        await intake.ReceivedAsync(3);
        intake.CommitAll();

        Assert.True((await again.WaitAsync(BrokerRig.Patience)).IsSuccess);
        Assert.True((await others.WaitAsync(BrokerRig.Patience)).IsSuccess);
        await Eventually.TrueAsync(() => broker.Status.AwaitingCommit == 0, BrokerRig.Patience);
        Assert.Equal(2, broker.Status.Connections);
    }

    [Fact]
    public async Task Live_messages_of_the_host_are_retained_for_whoever_subscribes_later()
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake());
        ILiveChannel channel = broker;
        Assert.True(await channel.PublishAsync("sanitation/live/plants/p1", "{}"u8.ToArray(), default));

        await using var panel = await TestClient.ConnectAsync(broker.Port);
        await panel.SubscribeAsync("sanitation/live/#");
        await panel.ReceivedAsync(1);

        Assert.True(panel.Received.First().Retain);
        Assert.Equal("sanitation/live/plants/p1", panel.Received.First().Topic);
    }

    [Fact]
    public async Task StartAsync_with_a_port_in_use_names_the_option()
    {
        await using var first = await BrokerRig.StartedAsync(new FakeIntake());
        await using var second = BrokerRig.CreateSut(new FakeIntake(), options => options.Port = first.Port);

        var exception = await Assert.ThrowsAsync<EmbeddedBrokerStartException>(second.StartAsync);

        Assert.Contains("Telemetry:Broker:Port", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{first.Port}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task An_intake_that_throws_costs_the_connection_without_an_acknowledgement()
    {
        var intake = new FakeIntake { NextFault = new InvalidOperationException("a bug") };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(broker.Port);

        await Assert.ThrowsAnyAsync<Exception>(() => device.PublishAsync(Flow, "one"));

        Assert.Equal(1, broker.Status.Faults);
    }

    [Fact]
    public async Task StopAsync_lets_what_waits_be_acknowledged()
    {
        var intake = new FakeIntake { CommitsAtOnce = false };
        await using var broker = await BrokerRig.StartedAsync(intake);
        await using var device = await TestClient.ConnectAsync(broker.Port);
        var published = device.PublishAsync(Flow, "one");
        await intake.ReceivedAsync(1);

        using var deadline = new CancellationTokenSource(BrokerRig.Patience);
        var stopping = broker.StopAsync(deadline.Token);
        intake.CommitAll();
        await stopping;

        Assert.Equal(1, broker.Status.Committed);
        Assert.Equal(MqttClientDisconnectReason.ServerShuttingDown, (await device.Disconnected).Reason);
        _ = await Record.ExceptionAsync(() => published);
    }

    [Fact]
    public async Task Our_own_source_over_the_embedded_broker_uses_disjoint_filters_and_gives_way_on_0x8E()
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake());
        await using var source = await SourceRig.StartedAsync(
            broker.Port, new FakeIntake(), options =>
            {
                options.Connections = 4;
                options.Filters = SubscriptionSharing.Auto;
            });
        Assert.Equal(
            ["sanitation/plants/#", "sanitation/vehicles/#", "sanitation/facilities/#"],
            source.Status.Connections.SelectMany(connection => connection.Filters));
        Assert.Equal(SourceConnectionState.Unused, source.Status.Connections[3].State);

        await using var rival = await TestClient.ConnectAsync(
            broker.Port, options => options.ClientId = source.Status.Connections[0].ClientId);

        await SourceRig.StateAsync(source, SourceConnectionState.TakenOver);
        Assert.True(rival.Client.IsConnected);
        Assert.Contains("0x8E", source.Status.Connections[0].LastError, StringComparison.Ordinal);
        Assert.Equal(SourceConnectionState.Connected, source.Status.Connections[1].State);
    }
}
