using System.Diagnostics;
using System.Globalization;
using HdrHistogram;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>Vehicles that each send a ping every ten seconds, spread evenly over them, when it is due.</summary>
/// <param name="Zone">Of the city's time, by which its hours end.</param>
internal sealed record FleetFeed(int Vehicles, int Connections, int Seconds, string Zone)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public double Rate => Vehicles * 1_000.0 / FleetTracks.StepMs;

    public long Pings => (long)(Rate * Seconds);

    /// <returns>Once all is acknowledged, or a minute after the last ping.</returns>
    public async Task<FeedResult> RunAsync(int port)
    {
        var tracks = new FleetTracks();
        var publishers = Enumerable.Range(0, Connections)
            .Select(number => new FleetPublisher(port, string.Create(CultureInfo.InvariantCulture, $"feed-{number}")))
            .ToArray();
        try
        {
            foreach (var one in publishers) one.Connect();
            using var timer = new PeriodicTimer(Tick);
            var began = Stopwatch.GetTimestamp();
            var sent = 0L;
            while (sent < Pings)
            {
                var due = Math.Min(Pings, (long)(Rate * Stopwatch.GetElapsedTime(began).TotalSeconds));
                for (; sent < due; sent++) Put(publishers, tracks, sent);
                foreach (var one in publishers) one.Sweep();
                await timer.WaitForNextTickAsync();
            }
            var ended = Stopwatch.GetTimestamp();
            while (publishers.Any(static one => one.Outstanding > 0) && Stopwatch.GetElapsedTime(ended) < Patience)
            {
                foreach (var one in publishers) one.Sweep();
                await timer.WaitForNextTickAsync();
            }
            var late = Stopwatch.GetElapsedTime(ended);
            var latency = new LongHistogram(1, 600_000_000, 3);
            foreach (var one in publishers) latency.Add(one.Microseconds);
            return new FeedResult(
                sent - publishers.Sum(static one => one.Outstanding), late,
                latency.GetValueAtPercentile(50) / 1_000.0, latency.GetValueAtPercentile(99) / 1_000.0,
                latency.GetValueAtPercentile(100) / 1_000.0);
        }
        finally
        {
            foreach (var one in publishers) one.Dispose();
        }
    }

    private void Put(FleetPublisher[] publishers, FleetTracks tracks, long number)
    {
        var vehicle = (int)(number % Vehicles);
        var ping = tracks.At(vehicle, (int)(number / Vehicles));
        publishers[vehicle % Connections].Put(
            $"sanitation/vehicles/{FleetCity.IdOf(vehicle)}/position",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"ts\":{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()},\"lat\":{ping.Lat:0.00000},"
                + $"\"lon\":{ping.Lon:0.00000},\"speed_kmh\":{ping.SpeedKmh:0.0},\"accuracy_m\":{ping.AccuracyM:0},"
                + $"\"ignition\":{Word(ping.Ignition)},\"working\":{Word(ping.Working)}}}"));
    }

    private static string Word(bool? truth) => truth is true ? "true" : "false";
}

/// <param name="Acknowledged">Of all pings.</param>
/// <param name="Late">From the last ping put to the last acknowledgement.</param>
/// <param name="P50">Put to PUBACK, milliseconds; so are the others.</param>
internal sealed record FeedResult(long Acknowledged, TimeSpan Late, double P50, double P99, double Most);
