using Microsoft.Extensions.Time.Testing;
using Telemetry.Rig;
using Telemetry.Simulators.Replay;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Tests.Replay;

public sealed class ReplayRunTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_row_is_acknowledged_and_heard_once()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        using var folder = new TempFolder();
        var options = CreateOptions(folder, broker.Port, 1000);

        var counts = await new ReplayRun(options, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1000, 1000, 1000, 0), (counts.Read, counts.Sent, counts.Acknowledged, counts.Refused));
        await Eventually.TrueAsync(() => listener.Messages.Count >= 1000, Soon);
        Assert.Equal(
            1000, listener.Readings.Select(static r => r.Json.GetProperty("ts").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task A_batch_puts_rows_of_one_topic_into_arrays_and_the_rest_at_the_end()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        using var folder = new TempFolder();
        var options = CreateOptions(folder, broker.Port, 25);
        options.Batch = 10;

        var counts = await new ReplayRun(options, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => listener.Messages.Count >= 3, Soon);
        Assert.Equal(25, counts.Acknowledged);
        Assert.Equal(
            [10, 10, 5], listener.Messages.Select(
            static m => System.Text.Json.JsonDocument.Parse(m.Payload).RootElement.GetArrayLength()));
    }

    [Fact]
    public async Task Shifted_to_now_the_first_row_is_now_and_the_distances_stay()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        using var folder = new TempFolder();
        var now = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var options = CreateOptions(folder, broker.Port, 3);
        options.ShiftToNow = true;

        var counts = await new ReplayRun(options, new FakeTimeProvider(now)).RunAsync(
            TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => listener.Messages.Count >= 3, Soon);
        var first = now.ToUnixTimeMilliseconds();
        Assert.Equal([first, first + 1000, first + 2000], listener.Readings.Select(
            static r => r.Json.GetProperty("ts").GetInt64()));
        Assert.Equal(0, counts.Ahead);
    }

    [Fact]
    public async Task Rows_far_ahead_of_the_clock_are_counted()
    {
        await using var broker = await MosquittoServer.StartAsync();
        using var folder = new TempFolder();
        var options = CreateOptions(folder, broker.Port, 400);
        options.ShiftToNow = true;

        var counts = await new ReplayRun(options, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)))
            .RunAsync(TestContext.Current.CancellationToken);

        // Row n is n - 1 seconds after the first; five minutes are 300.
        Assert.Equal(99, counts.Ahead);
    }

    [Fact]
    public async Task At_a_speed_rows_wait_for_their_moment()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        using var folder = new TempFolder();
        var time = new FakeTimeProvider();
        var options = CreateOptions(folder, broker.Port, 3);
        options.Speed = 0.1;
        var running = new ReplayRun(options, time).RunAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => listener.Messages.Count == 1, Soon);
        time.Advance(TimeSpan.FromSeconds(9.9));
        await Task.Delay(100);
        Assert.Single(listener.Messages);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.TrueAsync(() => listener.Messages.Count == 2, Soon);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return running.IsCompleted;
            },
            Soon);

        Assert.Equal(3, (await running).Acknowledged);
    }

    [Fact]
    public async Task No_broker_is_one_clear_line()
    {
        using var folder = new TempFolder();
        var options = CreateOptions(folder, FreePort.Next(), 1);

        var thrown = await Assert.ThrowsAsync<BrokerUnreachableException>(
            () => new ReplayRun(options, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("no broker at 127.0.0.1:", thrown.Message, StringComparison.Ordinal);
    }

    private static ReplayOptions CreateOptions(TempFolder folder, int port, int rows)
    {
        var lines = Enumerable.Range(0, rows).Select(static i =>
            FormattableString.Invariant($"{DateTime.UnixEpoch.AddYears(50).AddSeconds(i):s}Z,{i}"));
        File.WriteAllLines(folder.File("a.csv"), ["time,value", .. lines]);
        var options = RecordingTests.Options(folder.File("a.csv"));
        options.Broker = new BrokerAddress { Port = port };
        return options;
    }
}
