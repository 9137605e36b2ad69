using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Rig;
using Telemetry.Simulators.City;
using Telemetry.Simulators.City.Plants;
using Telemetry.Simulators.Wire;

namespace Telemetry.Simulators.Tests.City;

public sealed class CitySimulationTests
{
    /// <summary>The interval of sewage-1's meters in the shipped city.</summary>
    private const double MeterIntervalMs = 60_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 3, 0, TimeSpan.Zero);

    [Fact]
    public async Task History_arrives_whole_and_progress_counts_what_was_acknowledged()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        var sut = CreateSut(broker, new FakeTimeProvider(Start));
        var progress = new Said();

        await sut.SendWindowAsync(Start.AddHours(-6), Start, progress, TestContext.Current.CancellationToken);

        var last = progress.Last!;
        Assert.True(last.IsComplete);
        Assert.Equal(last.Readings, last.Acknowledged);
        Assert.Equal(0, last.Refused);
        await Eventually.EqualAsync(
            last.Readings, () => Task.FromResult((long)listener.Readings.Count()), Soon, "readings heard");
        Assert.Equal(Expected(sut, Start.AddHours(-6), Start, Cadence.History), Heard(listener));
    }

    [Fact]
    public async Task Newest_history_comes_first()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        var sut = CreateSut(broker, new FakeTimeProvider(Start), static options =>
        {
            options.BackfillConnections = 1;
            options.BackfillWindow = 1;
        });

        await sut.SendWindowAsync(Start.AddHours(-20), Start, null, TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(
            () => listener.Messages.Any(static m =>
                m.Topic.EndsWith("sewage-1/flow/influent", StringComparison.Ordinal)), Soon);
        var firsts = listener.Readings.Where(
            static r => r.Topic.EndsWith("sewage-1/flow/influent", StringComparison.Ordinal))
            .Select(static r => r.Json.GetProperty("ts").GetInt64()).ToList();
        Assert.True(firsts[0] > Start.AddHours(-9).ToUnixTimeMilliseconds(), "the first array is of the last hours");
    }

    [Fact]
    public async Task Live_goes_on_from_the_start_without_history()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        var time = new FakeTimeProvider(Start);
        var sut = CreateSut(broker, time, static options => options.Backfill = false);
        using var stop = new CancellationTokenSource();
        var running = sut.RunAsync(null, stop.Token);
        var until = Start.AddMinutes(12);
        // Those whose link is up at the end have sent everything.
        var up = Sources(sut).Where(source => !source.Link.IsDown(until.ToUnixTimeMilliseconds() + 1)).ToList();
        var expected = up.SelectMany(source => source.Between(
            Start.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds() + 1, Cadence.Live)).Select(TestCity.Line)
                .Order(StringComparer.Ordinal).ToList();

        await Eventually.TrueAsync(
            () =>
            {
                if (time.GetUtcNow() < until) time.Advance(TimeSpan.FromSeconds(20));
                return Heard(listener).Count >= expected.Count;
            },
            Soon, "live readings");
        await stop.CancelAsync();
        await running;

        Assert.Equal(
            expected, Heard(listener)
            .Where(line => up.Any(source => line.Contains(source.Name, StringComparison.Ordinal))).ToList());
        Assert.NotEmpty(expected);
    }

    [Fact]
    public async Task After_an_outage_of_its_link_a_gateway_sends_its_backlog_as_arrays_with_old_times()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var listener = await Listener.StartAsync(broker.Port);
        var plant = TestCity.CreateSut().Plants.Single(static p => p.Name == "sewage-1");
        var (downFrom, downUntil) = FirstOutage(plant, Start.ToUnixTimeMilliseconds());
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(downFrom).AddSeconds(-5));
        var sut = CreateSut(broker, time, static options => options.Backfill = false);
        using var stop = new CancellationTokenSource();
        var running = sut.RunAsync(null, stop.Token);
        const string topic = "sanitation/plants/sewage-1/flow/influent";

        await AdvanceAsync(
            time, DateTimeOffset.FromUnixTimeMilliseconds(downUntil).AddSeconds(-5), TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(listener.Messages, static message => message.Topic == topic);
        await AdvanceAsync(
            time, DateTimeOffset.FromUnixTimeMilliseconds(downUntil).AddSeconds(5), TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return listener.Messages.Any(static message => message.Topic == topic);
            },
            Soon, "the backlog");
        await stop.CancelAsync();
        await running;

        var backlog = listener.Messages.First(static message => message.Topic == topic);
        var times = JsonDocument.Parse(backlog.Payload).RootElement.EnumerateArray()
            .Select(static r => r.GetProperty("ts").GetInt64()).ToList();
        Assert.Equal((downUntil - downFrom) / MeterIntervalMs, times.Count, 1.0);
        Assert.All(times, ts => Assert.InRange(ts, downFrom - 5_000, downUntil + 60_000));
    }

    [Fact]
    public async Task A_broker_that_restarts_costs_no_live_reading()
    {
        await using var broker = await MosquittoServer.StartAsync("max_queued_messages 0");
        await using var connection = new DeviceConnection(
            new BrokerAddress { Port = broker.Port }, "device", TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await connection.ConnectAsync(TestContext.Current.CancellationToken);
        await broker.KillAsync();

        var publishing = connection.PublishAsync("a/b", "{}"u8.ToArray(), 1, TestContext.Current.CancellationToken);
        await broker.StartAgainAsync();

        Assert.Equal(PublishOutcome.Acknowledged, await publishing);
        Assert.Equal(1, connection.Reconnects);
    }

    [Fact]
    public void Options_that_are_wrong_are_named_all_at_once()
    {
        var thrown = Assert.Throws<ArgumentException>(() => TestCity.CreateSut(static options =>
        {
            options.Root = "a/b";
            options.BackfillWindow = 0;
        }));

        Assert.Contains("Root: 'a/b'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("BackfillWindow: 0", thrown.Message, StringComparison.Ordinal);
    }

    private static CitySimulation CreateSut(
        MosquittoServer broker, TimeProvider time, Action<CitySimulationOptions>? change = null) => TestCity.CreateSut(
        options =>
        {
            options.Broker = new BrokerAddress { Port = broker.Port };
            change?.Invoke(options);
        },
        time);

    private static (long From, long Until) FirstOutage(PlantGateway source, long after)
    {
        // Longer than 20 minutes, so that several readings wait.
        for (var ms = after; ; ms += 3_600_000)
        {
            if (source.Link.Of(ms) is { } outage && outage.FromMs > after && outage.UntilMs - outage.FromMs > 1_200_000)
                return outage;
        }
    }

    // In steps, so that every tick of the simulation's own timer comes.
    private static async Task AdvanceAsync(FakeTimeProvider time, DateTimeOffset until, TimeSpan step)
    {
        while (time.GetUtcNow() < until)
        {
            time.Advance(step < until - time.GetUtcNow() ? step : until - time.GetUtcNow());
            await Task.Delay(5);
        }
    }

    private static List<string> Expected(CitySimulation sut, DateTimeOffset from, DateTimeOffset until,
        Cadence cadence) =>
    [
        .. Sources(sut).SelectMany(
            source => source.Lines(from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), cadence))
            .Order(StringComparer.Ordinal),
    ];

    private static List<string> Heard(Listener listener) =>
        [.. listener.Readings.Select(static r => $"{r.Topic} {r.Json.GetRawText()}").Order(StringComparer.Ordinal)];

    private static IEnumerable<IDeviceSource> Sources(CitySimulation sut) => [.. sut.Plants, .. sut.Trucks];

    private sealed class Said : IProgress<BackfillProgress>
    {
        private readonly ConcurrentQueue<BackfillProgress> _said = new();

        public BackfillProgress? Last => _said.LastOrDefault();

        public void Report(BackfillProgress value) => _said.Enqueue(value);
    }
}
