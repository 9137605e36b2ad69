using System.Diagnostics;
using System.Globalization;
using Telemetry.Benchmarks.Load;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Fleet;

/// <summary>
/// The built host as a user runs it (embedded broker, SQLite, all roles) while registered vehicles report at the pace
/// of vehicles: not how much it can take, but what it costs, and whether anything falls behind.
/// </summary>
internal static class FleetHost
{
    /// <summary>Stored so long after it was sent, all along and at the end.</summary>
    private static readonly TimeSpan MostStoreLag = TimeSpan.FromSeconds(10);

    /// <summary>What changed is looked at every five seconds.</summary>
    private static readonly TimeSpan MostDeriveLag = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    public static async Task<bool> RunAsync(FleetFeed feed, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"host: {feed.Vehicles:#,0} vehicles, {feed.Rate:#,0} pings/s for {feed.Seconds} s over {feed.Connections} "
            + $"connections, QoS 1"));
        var port = FreePort.Next();
        using var folder = new TempFolder("fleet");
        var registry = folder.File("city.json");
        await File.WriteAllTextAsync(registry, FleetCity.Text(feed.Vehicles, feed.Zone));
        await using var host = await BenchHost.StartAsync(
            null, string.Create(CultureInfo.InvariantCulture, $"--Telemetry:Broker:Port={port}"),
            $"--Telemetry:Registry:Path={registry}");
        await using var live = await LiveCount.StartAsync(port);
        var run = new FleetRun(host, feed, live);
        var result = await run.RunAsync(port, Look);
        await run.SayAsync(result, output);
        return Judge(run, result, feed, live, output);
    }

    private static bool Judge(FleetRun run, FeedResult result, FleetFeed feed, LiveCount live, TextWriter output)
    {
        var lags = run.Signs.Where(static one => !double.IsNaN(one.DeriveLag)).ToArray();
        var derive = lags.Length == 0 ? double.NaN : lags.Max(static one => one.DeriveLag);
        string?[] reasons =
        [
            result.Acknowledged < feed.Pings
                ? $"{feed.Pings - result.Acknowledged} of {feed.Pings} pings were not acknowledged" : null,
            run.Stored < feed.Pings ? $"{feed.Pings - run.Stored} of {feed.Pings} pings were not stored in time" : null,
            run.Signs.Max(static one => one.PendingSeconds) > MostStoreLag.TotalSeconds
                ? "the store fell behind" : null,
            !(derive <= MostDeriveLag.TotalSeconds) ? "the derivation fell behind, or does not say" : null,
            live.Topics < Math.Min(feed.Vehicles, feed.Pings) ? $"live topics: {live}" : null,
        ];
        var why = string.Join("; ", reasons.OfType<string>());
        output.WriteLine(why.Length == 0 ? "  keeps up" : $"  DOES NOT KEEP UP: {why}");
        return why.Length == 0;
    }

    /// <summary>Until everything is stored, at most so long.</summary>
    public static async Task<(long Stored, TimeSpan After)> WhenStoredAsync(BenchHost host, long pings)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var stored = await host.ReadAsync("stored", "stored");
            var after = Stopwatch.GetElapsedTime(began);
            if (stored >= pings || after > MostStoreLag) return (stored, after);
            await Task.Delay(50);
        }
    }
}
