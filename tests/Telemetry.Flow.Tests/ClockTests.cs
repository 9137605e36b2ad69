using System.Globalization;
using System.Runtime.InteropServices;
using Telemetry.Rig;

namespace Telemetry.Flow.Tests;

/// <summary>
/// Devices whose clocks are wrong by hours, jump back or stand in the future, and that send again and in any order: the
/// stored set is what they measured, each reading once, and what claims to come from the future is among the dead
/// letters.
/// </summary>
public sealed class ClockTests
{
    private const int Hour = 3_600_000;
    private const int PerDevice = 150;
    private const int Connections = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Embedded_broker_and_store_keep_the_same_set_whatever_the_order()
    {
        var sent = new Sent();
        await using var host = await FlowHost.StartEmbeddedAsync();

        await sent.PublishAsync(host.BrokerPort);

        await Eventually.EqualAsync(
            sent.Readings, () =>
                Task.FromResult(Stored.CountInSqlite(host.Database, "plant_flow", "flow_m3h")), Patience);
        await Books.BalanceAsync(host);
        foreach (var (meter, expected) in sent.Expected)
        {
            var key = $"plant_flow,meter={meter},plant=clocks";
            Same(expected, Stored.FromSqlite(host.Database, "plant_flow", "flow_m3h", key));
        }
        await DeadLettersAsync(host, sent);
    }

    [Fact]
    public async Task Mosquitto_and_InfluxDB_keep_the_same_set_whatever_the_order()
    {
        var sent = new Sent();
        await using var influx = await InfluxDbServer.StartAsync();
        await using var broker = await MosquittoServer.StartAsync(
            "max_queued_messages 10000\nmax_inflight_messages 1000");
        await using var host = await FlowHost.StartAsync(broker, influx);

        await sent.PublishAsync(broker.Port);

        await Eventually.EqualAsync(
            sent.Messages, async () =>
                Books.Of(await host.MetricsAsync(), "telemetry_ingest_received_total"), Patience);
        await Eventually.EqualAsync(
            sent.Readings, () => Stored.CountInInfluxAsync(influx, "plant_flow", "flow_m3h"), Patience);
        await Books.BalanceAsync(host);
        foreach (var (meter, expected) in sent.Expected)
        {
            var where = $"\"plant\"='clocks' AND \"meter\"='{meter}'";
            Same(expected, await Stored.FromInfluxAsync(influx, "plant_flow", "flow_m3h", where));
        }
        await DeadLettersAsync(host, sent);
    }

    private static async Task DeadLettersAsync(FlowHost host, Sent sent)
    {
        var metrics = await host.MetricsAsync();
        Assert.Equal(sent.Messages, Books.Of(metrics, "telemetry_ingest_received_total"));
        Assert.Equal(sent.FromTheFuture, Books.Of(metrics, "telemetry_ingest_dead_lettered_total"));
        Assert.Equal(sent.FromTheFuture, Books.Of(metrics, "telemetry_ingest_rejected_total"));
        Assert.Contains("reason=\"time_in_future\"", string.Join(' ', metrics.Keys), StringComparison.Ordinal);
    }

    private static void Same(Dictionary<long, double> expected, Dictionary<long, double> stored) =>
        Assert.Equal(expected.OrderBy(pair => pair.Key), stored.OrderBy(pair => pair.Key));

    /// <summary>
    /// Every reading three times, all of them shuffled over several connections; and what they must come to.
    /// </summary>
    private sealed class Sent
    {
        private readonly List<(string Topic, string Payload)> _messages = [];

        public Sent()
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var first = now - (24L * Hour);
            Add("right", number => first + number);
            Add("hours-behind", number => first - (8 * Hour) + number);
            var leapDay = new DateTimeOffset(2004, 2, 29, 23, 59, 59, TimeSpan.Zero).ToUnixTimeMilliseconds();
            Add("years-behind", number => leapDay + number);
            // Set back half way: it comes over the same seconds again, between the milliseconds it had used.
            const int Half = PerDevice / 2;
            Add("jumps-back", number => first + (10L * (number % Half)) + (number < Half ? 0 : 5));
            Add("runs-backwards", number => first - (1_000L * number));
            Add("ahead", number => now + (8L * Hour) + number, isAhead: true);
            var random = new Random(20260301);
            random.Shuffle(CollectionsMarshal.AsSpan(_messages));
        }

        public Dictionary<string, Dictionary<long, double>> Expected { get; } = [];

        public double Messages => _messages.Count;

        /// <summary>How many there are to store.</summary>
        public long Readings => Expected.Sum(clock => clock.Value.Count);

        public int FromTheFuture { get; private set; }

        public async Task PublishAsync(int port)
        {
            await Task.WhenAll(_messages.Chunk((_messages.Count / Connections) + 1).Select(async part =>
            {
                using var device = await Device.ConnectAsync(port);
                foreach (var (topic, payload) in part) await device.PublishAsync(topic, payload);
            }));
        }

        private void Add(string meter, Func<int, long> clock, bool isAhead = false)
        {
            var readings = new Dictionary<long, double>();
            for (var number = 0; number < PerDevice; number++)
            {
                var value = number + 0.5;
                readings.Add(clock(number), value);
                var message = ($"sanitation/plants/clocks/flow/{meter}",
                    string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{clock(number)},\"flow_m3h\":{value:R}}}"));
                _messages.AddRange([message, message, message]);
            }
            if (isAhead) FromTheFuture = 3 * PerDevice;
            else Expected.Add(meter, readings);
        }
    }
}
