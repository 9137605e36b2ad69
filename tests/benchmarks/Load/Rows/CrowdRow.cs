using System.Globalization;
using Telemetry.Benchmarks.Peers;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>
/// CPU of the whole host, embedded broker and live topics with it, for 100,000 devices against 100, its store away.
/// </summary>
internal static class CrowdRow
{
    private const string Prefix = "crowd";
    private const int Few = 100;
    private const int Many = 100_000;

    public static async Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        var row = new Row(
            "cost a message, whole host, 100,000 devices", "CPU s per 100,000", "100 devices", 1.3, AtLeast: false);
        for (var pair = 1; pair <= settings.Pairs; pair++)
        {
            var many = await MeasureAsync(Many, settings);
            var few = await MeasureAsync(Few, settings);
            row.Add(many, few);
            output.WriteLine($"  {pair}: 100,000 devices {Figures.Text(many)} s, 100 devices {Figures.Text(few)} s");
        }
        return [row];
    }

    private static async Task<double> MeasureAsync(int devices, LoadSettings settings)
    {
        var port = FreePort.Next();
        var away = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        using var folder = new TempFolder("crowd");
        var registry = folder.File("city.json");
        BenchRegistry.Write(registry, Prefix, devices);
        await using var host = await BenchHost.StartAsync(
            null,
            [
                string.Create(CultureInfo.InvariantCulture, $"--Telemetry:Broker:Port={port}"),
                $"--Telemetry:Registry:Path={registry}", .. BenchHost.Into(away),
            ]);
        // Over the same connections, each of which knows its devices, and has met them often enough for what is kept of
        // them to have aged and for the code to be warm, before it counts.
        var (used, messages) = (0.0, settings.Messages);
        await PeerProcess.PublishAsync(
            port, messages, settings.Connections, devices, settings.Window, Prefix,
            before: Math.Max(Many * 8, messages * 2),
            onBegan: () => used = -ProcessMeter.CpuSeconds(host.ProcessId));
        used += ProcessMeter.CpuSeconds(host.ProcessId);
        return used / messages * 100_000;
    }
}
