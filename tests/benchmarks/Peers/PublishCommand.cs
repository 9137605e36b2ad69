using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using HdrHistogram;

namespace Telemetry.Benchmarks.Peers;

/// <summary><c>publish</c>: the publishers of a row, in a process of their own.</summary>
internal static class PublishCommand
{
    /// <summary>What it says when the messages that count begin.</summary>
    public const string BeganLine = "began";

    public static Command Create()
    {
        var port = new Option<int>("--port") { Required = true };
        var before = new Option<long>("--before")
        {
            Description = "Messages over the same connections before those that count", DefaultValueFactory = _ => 0,
        };
        var messages = new Option<long>("--messages") { Required = true };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 50 };
        var devices = new Option<int>("--devices") { DefaultValueFactory = _ => 50 };
        var window = new Option<int>("--window") { DefaultValueFactory = _ => 20 };
        var prefix = new Option<string>("--prefix") { DefaultValueFactory = _ => "bench" };
        var command = new Command(
            "publish", "Publishers of preencoded readings, QoS 1, as fast as acknowledged (used by load)")
        {
            port, before, messages, connections, devices, window, prefix,
        };
        command.SetAction(async (parsed, _) =>
        {
            var result = await RunAsync(
                parsed.GetValue(port), parsed.GetValue(before), parsed.GetValue(messages), parsed.GetValue(connections),
                Math.Max(parsed.GetValue(devices), parsed.GetValue(connections)), parsed.GetValue(window),
                parsed.GetValue(prefix)!);
            Console.WriteLine(result.ToLine());
            return result.Acknowledged == parsed.GetValue(messages) ? 0 : 1;
        });
        return command;
    }

    private static async Task<PublishResult> RunAsync(
        int port, long before, long messages, int connections, int devices, int window, string prefix)
    {
        var firstMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var all = Enumerable.Range(0, connections).Select(number => new PublisherConnection(
            port, string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}"),
            [
                .. Enumerable.Range(0, devices).Where(device => device % connections == number)
                    .Select(device => DevicePacket.Of(prefix, device, firstMs)),
            ],
            window)).ToArray();
        try
        {
            foreach (var one in all) one.Connect();
            var taken = 0L;
            if (before > 0)
            {
                await SweepAsync(all, () => ++taken <= before);
                foreach (var one in all) one.Restart();
                taken = 0;
                Console.WriteLine(BeganLine);
            }
            var began = Stopwatch.GetTimestamp();
            await SweepAsync(all, () => ++taken <= messages);
            var ended = Stopwatch.GetTimestamp();
            var latency = new LongHistogram(1, 60_000_000, 3);
            foreach (var one in all) latency.Add(one.Microseconds);
            return new PublishResult(
                all.Sum(static one => one.Acknowledged), began, ended, At(50), At(99), At(99.9),
                Environment.CpuUsage.TotalTime.TotalSeconds);

            double At(double percentile) => latency.GetValueAtPercentile(percentile) / 1000.0;
        }
        finally
        {
            foreach (var one in all) one.Dispose();
        }
    }

    /// <summary>
    /// All connections in turn, then a pause: a publisher that is woken by each acknowledgement took more of the two
    /// cores than what is measured.
    /// </summary>
    private static async Task SweepAsync(PublisherConnection[] all, Func<bool> take)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (true)
        {
            var busy = false;
            foreach (var one in all) busy |= one.Sweep(take);
            if (!busy) return;
            await pause.WaitForNextTickAsync();
        }
    }
}
