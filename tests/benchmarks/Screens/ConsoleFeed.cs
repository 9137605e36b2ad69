using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Fleet;

namespace Telemetry.Benchmarks.Screens;

/// <summary>
/// Vehicles that each send a ping a second while they drive in circles of 300 m at 36 km/h, and meters that each send
/// a reading a second: what a wide-awake console has to show.
/// </summary>
internal sealed class ConsoleFeed(int vehicles, int plants, int port) : IDisposable
{
    private const int Connections = 20;

    /// <summary>Shorter ones have a head that the publisher does not write; blanks at the end are JSON.</summary>
    private const int LeastPayload = 110;

    private const double MetresPerDegree = 111_195;
    private const double RadiusM = 300;
    private const double MetresPerSecond = 10;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly FleetPublisher[] _publishers = [.. Enumerable.Range(0, Connections)
        .Select(number => new FleetPublisher(port, string.Create(CultureInfo.InvariantCulture, $"feed-{number}")))];

    public long Sent { get; private set; }

    public long Acknowledged => Sent - _publishers.Sum(static one => one.Outstanding);

    /// <summary>Until it is told to end; each sender is due once a second, spread evenly over it.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        foreach (var one in _publishers) one.Connect();
        var senders = vehicles + plants;
        using var timer = new PeriodicTimer(Tick);
        var began = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * senders);
                for (; Sent < due; Sent++) Put((int)(Sent % senders), Sent / (double)senders);
                foreach (var one in _publishers) one.Sweep();
                await timer.WaitForNextTickAsync(end);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever measures has seen enough.
        }
    }

    public void Dispose()
    {
        foreach (var one in _publishers) one.Dispose();
    }

    private void Put(int sender, double second)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var publisher = _publishers[sender % Connections];
        if (sender >= vehicles)
        {
            var plant = sender - vehicles;
            publisher.Put(
                string.Create(CultureInfo.InvariantCulture, $"sanitation/plants/p{plant}/flow/out"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"ts\":{now},\"flow_m3h\":{900 + 100 * Math.Sin(second / 30 + plant):0.000},"
                    + $"\"total_m3\":{1_000_000 + second * 0.25:0.000},"
                    + $"\"level_m\":{2 + Math.Sin(second / 60):0.000}}}").PadRight(LeastPayload));
            return;
        }
        var angle = second * MetresPerSecond / RadiusM + sender;
        var north = RadiusM / MetresPerDegree * Math.Cos(angle);
        var east = RadiusM / MetresPerDegree * Math.Sin(angle) / Math.Cos(FleetCity.Lat * Math.PI / 180);
        var heading = (angle * 180 / Math.PI + 90) % 360;
        publisher.Put(
            $"sanitation/vehicles/{FleetCity.IdOf(sender)}/position",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"ts\":{now},\"lat\":{FleetCity.Lat + sender % 50 * 0.005 + north:0.000000},"
                + $"\"lon\":{FleetCity.Lon + sender / 50 * 0.006 + east:0.000000},\"speed_kmh\":36.0,"
                + $"\"heading_deg\":{heading:0.0},\"accuracy_m\":5,\"ignition\":true,\"working\":false}}"));
    }
}
