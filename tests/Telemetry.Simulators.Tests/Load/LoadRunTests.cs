using System.Globalization;
using Telemetry.Rig;
using Telemetry.Simulators.Load;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Tests.Load;

public sealed class LoadRunTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(LoadPayload.Flow, 0)]
    [InlineData(LoadPayload.Flow, 1)]
    [InlineData(LoadPayload.Position, 1)]
    [InlineData(LoadPayload.Position, 2)]
    public async Task Every_message_is_counted_acknowledged_and_has_an_identity_of_its_own(LoadPayload payload, int qos)
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        var sut = CreateSut(broker.Port, options =>
        {
            options.Payload = payload;
            options.Qos = qos;
            options.Messages = 2000;
        });

        var result = await sut.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2000, 2000, 0, 0), (result.Sent, result.Acknowledged, result.Refused, result.Unknown));
        Assert.True(result.Latency is { P50: > 0 } latency && latency.P50 <= latency.P99 && latency.P99 <= latency.P999
            && latency.P999 <= latency.Max);
        await Eventually.EqualAsync(2000, () => Task.FromResult(listener.Messages.Count), Soon, "messages heard");
        Assert.Equal(
            2000, listener.Readings.Select(static r => (r.Topic, r.Json.GetProperty("ts").GetInt64())).Distinct()
            .Count());
    }

    [Fact]
    public async Task The_journal_holds_exactly_what_was_acknowledged()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        using var folder = new TempFolder();
        var sut = CreateSut(broker.Port, options =>
        {
            options.Messages = 500;
            options.Journal = folder.File("acks.csv");
        });

        await sut.RunAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => listener.Messages.Count >= 500, Soon);
        var heard = listener.Readings.Select(static r =>
        {
            var levels = r.Topic.Split('/');
            return string.Create(CultureInfo.InvariantCulture,
                $"{levels[2]}/{levels[4]},{r.Json.GetProperty("ts").GetInt64()},"
                + $"{r.Json.GetProperty("flow_m3h").GetDouble():R}");
        });
        Assert.Equal(heard.Order(StringComparer.Ordinal), (await File.ReadAllLinesAsync(folder.File("acks.csv"))).Order(
            StringComparer.Ordinal));
    }

    [Fact]
    public async Task With_reconnect_a_broker_that_is_killed_costs_no_message()
    {
        await using var broker = await MosquittoServer.StartAsync();
        using var folder = new TempFolder();
        var journal = folder.File("acks.csv");
        var sut = CreateSut(broker.Port, options =>
        {
            options.Messages = 3000;
            options.Rate = 1000;
            options.Duration = TimeSpan.FromMinutes(1);
            options.Reconnect = true;
            options.Journal = journal;
        });

        var running = sut.RunAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => File.Exists(journal) && new FileInfo(journal).Length > 0, Soon);
        await broker.KillAsync();
        await broker.StartAgainAsync();
        var result = await running;

        Assert.Equal((3000, 3000, 0), (result.Sent, result.Acknowledged, result.Unknown));
        Assert.InRange(result.Reconnects, 1, 100);
        Assert.Equal(3000, (await File.ReadAllLinesAsync(journal)).Distinct().Count());
    }

    [Fact]
    public async Task Without_reconnect_what_had_no_answer_is_unknown_and_the_run_ends()
    {
        await using var broker = await MosquittoServer.StartAsync();
        var sut = CreateSut(broker.Port, static options =>
        {
            options.Rate = 2000;
            options.Duration = TimeSpan.FromMinutes(1);
        });

        var running = sut.RunAsync(TestContext.Current.CancellationToken);
        await Task.Delay(300);
        await broker.KillAsync();
        var result = await running.WaitAsync(Soon);

        Assert.True(result.Unknown > 0);
        Assert.Equal(result.Sent, result.Acknowledged + result.Refused + result.Unknown);
    }

    [Fact]
    public async Task A_rate_is_kept()
    {
        await using var broker = await MosquittoServer.StartAsync();
        var sut = CreateSut(broker.Port, static options =>
        {
            options.Rate = 200;
            options.Duration = TimeSpan.FromSeconds(2);
        });

        var result = await sut.RunAsync(TestContext.Current.CancellationToken);

        // Never more than the schedule allows; a busy machine may be behind it.
        Assert.InRange(result.Sent, 200, 401);
    }

    [Fact]
    public void A_device_never_uses_a_time_twice_nor_runs_far_ahead()
    {
        var sut = new LoadDevice(new LoadOptions(), 0);

        var times = Enumerable.Range(0, 60_001).Select(_ => sut.NextMs(1_000_000)).ToList();

        Assert.Equal(60_001, times.Distinct().Count());
        Assert.Equal(1_000_000, times[0]);
        Assert.Equal(1_060_000, times[^1]);
        Assert.Null(sut.NextMs(1_000_000));
        Assert.Equal(1_060_001, sut.NextMs(1_000_001));
    }

    [Fact]
    public void Options_that_are_wrong_are_named_all_at_once()
    {
        var errors = new LoadOptions { Qos = 3, Devices = 5, Connections = 10, Rate = 9000 }.Validate();

        Assert.Equal(3, errors.Count);
        Assert.StartsWith("qos: 3", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("connections: 10", errors[1], StringComparison.Ordinal);
        Assert.StartsWith("rate: 9000", errors[2], StringComparison.Ordinal);
    }

    private static LoadRun CreateSut(int port, Action<LoadOptions> change)
    {
        var options = new LoadOptions { Broker = new BrokerAddress { Port = port }, Devices = 40, Connections = 4 };
        change(options);
        return new LoadRun(options, TimeProvider.System);
    }
}
