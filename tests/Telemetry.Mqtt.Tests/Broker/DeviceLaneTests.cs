using System.Diagnostics;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Broker;

public sealed class DeviceLaneTests
{
    private const string Flow = "sanitation/plants/p1/flow/m1";

    private readonly FakeIntake _intake = new() { CommitsAtOnce = false };

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Many_publications_of_one_device_share_a_commit_and_are_acknowledged_in_order(byte version)
    {
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, version);

        for (ushort i = 1; i <= 100; i++) await device.PublishAsync(i, Flow, $"{i}");
        await _intake.ReceivedAsync(100);
        Assert.Equal(100, broker.Status.AwaitingCommit);

        foreach (var taken in _intake.All.Reverse()) taken.Commit();
        for (var i = 1; i <= 100; i++) Assert.Equal((i, 0), await device.AcknowledgedAsync());
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}"), _intake.Payloads);
        // Counted once the acknowledgements are written, so the device may know first.
        await Eventually.TrueAsync(() => broker.Status.Committed == 100, BrokerRig.Patience);
    }

    [Fact]
    public async Task A_refusal_is_answered_after_what_came_before_it()
    {
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 5);

        await device.PublishAsync(1, Flow, "one");
        await device.PublishAsync(2, "sanitation/live/plants/p1", "not yours");
        await device.PublishAsync(3, Flow, "three");
        await _intake.ReceivedAsync(2);
        _intake.CommitAll();

        Assert.Equal((1, 0), await device.AcknowledgedAsync());
        Assert.Equal((2, 0x87), await device.AcknowledgedAsync());
        Assert.Equal((3, 0), await device.AcknowledgedAsync());
    }

    [Fact]
    public async Task With_3_1_1_a_refusal_closes_only_after_what_came_before_is_acknowledged()
    {
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 4);

        await device.PublishAsync(1, Flow, "one");
        await device.PublishAsync(2, "sanitation/live/plants/p1", "not yours");
        await device.PublishAsync(3, Flow, "three");
        await _intake.ReceivedAsync(1);
        _intake.CommitAll();

        Assert.Equal((1, 0), await device.AcknowledgedAsync());
        Assert.Null(await device.ReadAsync());
        Assert.Equal(["one"], _intake.Payloads);
    }

    [Fact]
    public async Task A_device_that_never_waits_is_read_no_further_than_its_window()
    {
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 4);

        for (ushort i = 1; i <= 1000; i++) await device.PublishAsync(i, Flow, $"{i}");
        await _intake.ReceivedAsync(256);
        // The one that waits for room was offered; whatever else was read would have been, too.
        Assert.InRange(_intake.All.Count, 256, 258);

        _intake.CommitsAtOnce = true;
        _intake.CommitAll();
        for (var i = 1; i <= 1000; i++) Assert.Equal((i, 0), await device.AcknowledgedAsync());
    }

    [Fact]
    public async Task A_long_payload_is_committed_before_the_next_is_read()
    {
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 4);

        await device.PublishAsync(1, Flow, new string('x', 5000));
        await device.PublishAsync(2, Flow, "two");
        await _intake.ReceivedAsync(1);
        using var other = await WireDevice.ConnectAsync(broker.Port, 5, name: 'v');
        Assert.Single(_intake.All);

        _intake.CommitAll();
        Assert.Equal((1, 0), await device.AcknowledgedAsync());
        await _intake.ReceivedAsync(2);
    }

    [Fact]
    public async Task A_topic_alias_stands_for_the_topic_it_was_given_with()
    {
        _intake.CommitsAtOnce = true;
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 5);

        await device.PublishAsync(1, Flow, "one", alias: 7);
        await device.PublishAsync(2, "", "two", alias: 7);

        Assert.Equal((1, 0), await device.AcknowledgedAsync());
        Assert.Equal((2, 0), await device.AcknowledgedAsync());
        Assert.Equal([Flow, Flow], _intake.All.Select(taken => taken.Topic));
    }

    [Fact]
    public async Task A_topic_alias_that_was_never_given_ends_the_connection_with_0x94()
    {
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 5);

        await device.PublishAsync(1, "", "two", alias: 9);

        var (kind, body) = (await device.ReadAsync())!.Value;
        Assert.Equal((0xE0, 0x94), (kind, body[0]));
        Assert.Empty(_intake.All);
    }

    [Fact]
    public async Task Who_only_publishes_is_not_taken_for_dead()
    {
        _intake.CommitsAtOnce = true;
        await using var broker = await BrokerRig.StartedAsync(_intake);
        using var device = await WireDevice.ConnectAsync(broker.Port, 4, keepAlive: 1);

        // MQTTnet's own clock decides, so this takes as long as it takes: three times the limit of 1.5 s.
        var began = Stopwatch.GetTimestamp();
        for (ushort i = 1; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(4.5); i++)
        {
            await device.PublishAsync(i, Flow, $"{i}");
            Assert.Equal((i, 0), await device.AcknowledgedAsync());
            await Task.Delay(50);
        }
    }
}
