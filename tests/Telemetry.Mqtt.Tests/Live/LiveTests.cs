using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Live;
using Telemetry.Mqtt.Live;
using Telemetry.Mqtt.Tests.Broker;
using Telemetry.Mqtt.Tests.Source;
using Telemetry.Rig;

namespace Telemetry.Mqtt.Tests.Live;

public sealed class LiveTests
{
    private static readonly DeviceTopics Topics = new("sanitation");

    [Fact]
    public async Task Only_the_newest_of_a_second_is_published_and_an_older_ts_never_replaces_it()
    {
        var channel = new FakeChannel();
        var time = new FakeTimeProvider();
        await using var sut = CreateSut(channel, time: time);
        sut.Post("plants/p1", 10, "10"u8.ToArray());
        sut.Post("plants/p1", 12, "12"u8.ToArray());
        sut.Post("plants/p1", 11, "11"u8.ToArray());
        sut.Start();

        await AdvanceUntilAsync(time, () => !channel.Published.IsEmpty);
        sut.Post("plants/p1", 11, "11 again"u8.ToArray());
        sut.Post("plants/p2", 1, "1"u8.ToArray());
        await AdvanceUntilAsync(time, () => channel.Published.Count >= 2);

        Assert.Equal([("sanitation/live/plants/p1", "12"), ("sanitation/live/plants/p2", "1")], channel.Published);
    }

    [Fact]
    public async Task Clear_publishes_an_empty_message_and_forgets_the_age()
    {
        var channel = new FakeChannel();
        var board = new LiveBoard();
        await using var sut = CreateSut(channel, board);
        sut.Post("plants/p1", 10, "10"u8.ToArray());
        await sut.FlushAsync(default);
        sut.Clear("plants/p1");
        await sut.FlushAsync(default);
        Assert.Null(board.Find("plants/p1"));
        sut.Post("plants/p1", 5, "5"u8.ToArray());
        await sut.FlushAsync(default);

        Assert.Equal(["10", "", "5"], channel.Published.Select(message => message.Payload));
        Assert.Equal(5, board.Find("plants/p1")?.TimeMs);
    }

    [Fact]
    public async Task What_the_broker_does_not_take_is_published_later_and_everything_again_when_it_may_have_forgotten()
    {
        var channel = new FakeChannel { Takes = false };
        await using var sut = CreateSut(channel);
        sut.Post("a", 1, "1"u8.ToArray());
        await sut.FlushAsync(default);
        sut.Post("a", 2, "2"u8.ToArray());
        channel.Takes = true;
        await sut.FlushAsync(default);
        await sut.FlushAsync(default);
        Assert.Equal(["2"], channel.Published.Select(message => message.Payload));

        channel.Forget();
        await sut.FlushAsync(default);
        Assert.Equal(["2", "2"], channel.Published.Select(message => message.Payload));
    }

    [Fact]
    public async Task What_changed_in_a_second_of_many_topics_is_spread_over_the_next()
    {
        var channel = new FakeChannel();
        var time = new FakeTimeProvider();
        await using var sut = CreateSut(channel, time: time);
        for (var i = 0; i < 2_000; i++) sut.Post($"vehicles/v-{i}", 1, "1"u8.ToArray());

        var flush = sut.FlushAsync(default);

        // A sixteenth at once, then one after each pause: fifteen pauses of 50 ms.
        for (var slice = 1; slice <= 16; slice++)
        {
            await Eventually.TrueAsync(() => channel.Published.Count >= slice * 125, SourceRig.Patience);
            Assert.Equal(slice * 125, channel.Published.Count);
            time.Advance(TimeSpan.FromMilliseconds(50));
        }
        await flush;
        Assert.Equal(2_000, channel.Published.Select(static message => message.Topic).Distinct().Count());
    }

    [Fact]
    public async Task A_stop_amid_the_slices_publishes_the_rest()
    {
        var channel = new FakeChannel();
        await using var sut = CreateSut(channel);
        for (var i = 0; i < 100; i++) sut.Post($"vehicles/v-{i}", 1, "1"u8.ToArray());
        sut.Start();
        await Eventually.TrueAsync(() => !channel.Published.IsEmpty, SourceRig.Patience);

        await sut.StopAsync(default);

        Assert.Equal(100, channel.Published.Select(static message => message.Topic).Distinct().Count());
    }

    [Fact]
    public async Task Who_watches_many_vehicles_with_a_short_queue_misses_none()
    {
        await using var broker = await BrokerRig.StartedAsync(
            new FakeIntake(), static options => options.QueuePerSubscriber = 1_000);
        await using var sut = CreateSut(broker);
        await using var watcher = await TestClient.ConnectAsync(broker.Port);
        await watcher.SubscribeAsync("sanitation/live/vehicles/#");
        for (var second = 0; second < 2; second++)
        {
            for (var i = 0; i < 3_000; i++) sut.Post($"vehicles/v-{i}", second, "1"u8.ToArray());
            await sut.FlushAsync(default);
        }

        await watcher.ReceivedAsync(6_000);
        Assert.Equal(6_000, watcher.Received.Count);
    }

    [Fact]
    public async Task Who_comes_later_gets_all_that_is_retained_of_many_vehicles()
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake());
        ILiveChannel channel = broker;
        for (var i = 0; i < 20_000; i++)
            await channel.PublishAsync(Topics.Live($"vehicles/v-{i}"), "1"u8.ToArray(), default);

        await using var late = await TestClient.ConnectAsync(broker.Port);
        await late.SubscribeAsync("sanitation/live/vehicles/#");

        await late.ReceivedAsync(20_000);
        Assert.Equal(20_000, late.Received.Select(static message => message.Topic).Distinct().Count());
    }

    [Fact]
    public async Task A_board_in_another_process_sees_the_same_through_the_embedded_broker()
    {
        await using var broker = await BrokerRig.StartedAsync(new FakeIntake());
        await using var publisher = CreateSut(broker);
        publisher.Post("plants/p1", 1000, """{"ts":1000,"flow_m3h":1}"""u8.ToArray());
        await publisher.FlushAsync(default);
        var board = new LiveBoard();
        await using var subscriber = new LiveSubscriber(
            SourceRig.Options(broker.Port), board, TimeProvider.System, NullLogger<LiveSubscriber>.Instance);
        subscriber.Start();
        await Eventually.TrueAsync(() => board.Find("plants/p1")?.TimeMs == 1000, SourceRig.Patience);

        publisher.Post("plants/p1", 2000, """{"nested":{"ts":1},"ts":"1970-01-01T00:00:02Z"}"""u8.ToArray());
        await publisher.FlushAsync(default);
        await Eventually.TrueAsync(() => board.Find("plants/p1")?.TimeMs == 2000, SourceRig.Patience);
        publisher.Clear("plants/p1");
        await publisher.FlushAsync(default);
        await Eventually.TrueAsync(() => board.Find("plants/p1") is null, SourceRig.Patience);
    }

    [Fact]
    public async Task Through_mosquitto_the_host_is_online_and_its_will_or_its_goodbye_says_offline()
    {
        await using var broker = await MosquittoServer.StartAsync();
        var board = new LiveBoard();
        await using var subscriber = new LiveSubscriber(
            SourceRig.Options(broker.Port), board, TimeProvider.System, NullLogger<LiveSubscriber>.Instance);
        subscriber.Start();
        var options = SourceRig.Options(broker.Port, options => options.ReconnectFirst = TimeSpan.FromMinutes(1));
        options.ReconnectLongest = TimeSpan.FromMinutes(2);
        await using var channel = new BrokerLiveChannel(
            options, "host-1", TimeProvider.System, NullLogger<BrokerLiveChannel>.Instance);
        channel.Start();
        await StateAsync(board, "online");
        await using var publisher = CreateSut(channel);
        publisher.Post("host/host-1", long.MaxValue / 2, Encoding.UTF8.GetBytes(
            $$"""{"ts":{{long.MaxValue / 2}},"state":"busy"}"""));
        await publisher.FlushAsync(default);
        await StateAsync(board, "busy");

        // A rival with its id makes the broker close the connection without a DISCONNECT from us: the will is due.
        await using var rival = await TestClient.ConnectAsync(
            broker.Port, client => client.ClientId = options.EffectiveClientId + "-live");
        await StateAsync(board, "offline");
    }

    [Fact]
    public async Task What_the_broker_still_holds_is_told_once_and_can_be_cleared()
    {
        await using var broker = await MosquittoServer.StartAsync();
        await using var former = await TestClient.ConnectAsync(broker.Port);
        await former.PublishAsync("sanitation/live/vehicles/sold", "left", retain: true);
        await former.PublishAsync("sanitation/live/vehicles/here", "left too", retain: true);
        var found = new ConcurrentQueue<string>();
        await using var channel = new BrokerLiveChannel(
            SourceRig.Options(broker.Port), "host-1", TimeProvider.System, NullLogger<BrokerLiveChannel>.Instance);
        await using var sut = CreateSut(channel);
        channel.Found += (topic, json) =>
        {
            found.Enqueue($"{topic} {Encoding.UTF8.GetString(json.Span)}");
            if (topic == "vehicles/sold") sut.Clear(topic);
        };
        sut.Start();
        channel.Start();

        await Eventually.TrueAsync(() => found.Count >= 2, SourceRig.Patience);
        await Eventually.TrueAsync(() => sut.Published > 0, SourceRig.Patience);
        await former.PublishAsync("sanitation/live/vehicles/new", "after the look", retain: true);
        await using var panel = await TestClient.ConnectAsync(broker.Port);
        await panel.SubscribeAsync("sanitation/live/vehicles/#");
        await panel.ReceivedAsync(2);

        Assert.Equal(
            ["sanitation/live/vehicles/here", "sanitation/live/vehicles/new"],
            panel.Received.Select(message => message.Topic).Order());
        Assert.Equal(["vehicles/here left too", "vehicles/sold left"], found.Order());
    }

    [Fact]
    public async Task A_clean_stop_says_offline_too()
    {
        await using var broker = await MosquittoServer.StartAsync();
        var channel = new BrokerLiveChannel(
            SourceRig.Options(broker.Port), "host-1", TimeProvider.System, NullLogger<BrokerLiveChannel>.Instance);
        channel.Start();
        await Eventually.TrueAsync(() => channel.IsReady, SourceRig.Patience);
        await channel.DisposeAsync();

        await using var panel = await TestClient.ConnectAsync(broker.Port);
        await panel.SubscribeAsync("sanitation/live/host/#");
        await panel.ReceivedAsync(1);

        Assert.Contains("\"offline\"", MQTTnet.MqttApplicationMessageExtensions.ConvertPayloadToString(
            panel.Received.First()), StringComparison.Ordinal);
    }

    private static Task StateAsync(LiveBoard board, string state) => Eventually.TrueAsync(
        () => board.Find("host/host-1") is { } message
            && Encoding.UTF8.GetString(message.Json.Span).Contains($"\"{state}\"", StringComparison.Ordinal),
        SourceRig.Patience,
        state);

    private static LivePublisher CreateSut(ILiveChannel channel, LiveBoard? board = null, TimeProvider? time = null) =>
        new(channel, Topics, board, time ?? TimeProvider.System, NullLogger<LivePublisher>.Instance);

    private static Task AdvanceUntilAsync(FakeTimeProvider time, Func<bool> done) =>
        Eventually.TrueAsync(
            () =>
            {
                if (!done()) time.Advance(TimeSpan.FromSeconds(1));
                return done();
            },
            SourceRig.Patience);

    private sealed class FakeChannel : ILiveChannel
    {
        public event Action? BecameReady;

        public bool IsReady => true;

        public bool Takes { get; set; } = true;

        public ConcurrentQueue<(string Topic, string Payload)> Published { get; } = new();

        public void Forget() => BecameReady?.Invoke();

        public Task<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            if (Takes) Published.Enqueue((topic, Encoding.UTF8.GetString(payload.Span)));
            return Task.FromResult(Takes);
        }
    }
}
