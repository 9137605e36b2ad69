using System.Globalization;
using Telemetry.Benchmarks.Peers;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>
/// Memory of a host whose store is away and that takes the same stream: with a large backlog before it, and with none.
/// </summary>
internal static class MemoryRow
{
    private const long FullBacklog = 20_000_000;
    private const long ScaledBacklog = 2_000_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        var backlog = settings.Long ? FullBacklog : ScaledBacklog;
        var row = new Row(
            string.Create(CultureInfo.InvariantCulture, $"resident memory, {backlog / 1e6:0.#} million points behind"),
            "MB",
            "with none", 1.2, AtLeast: false);
        using var folder = new TempFolder("memory");
        var spool = Path.Combine(folder.Path, "data", "host", "spool");
        using (var filling = Backlog.Open(spool)) Backlog.Fill(filling, backlog);
        for (var pair = 1; pair <= settings.Pairs; pair++)
        {
            using var empty = new TempFolder("memory-none");
            var ours = await MeasureAsync(settings, folder.Path, pair);
            var none = await MeasureAsync(settings, empty.Path, pair);
            row.Add(ours, none);
            output.WriteLine($"  {pair}: behind {Figures.Text(ours)} MB, none {Figures.Text(none)} MB");
        }
        return [row];
    }

    private static async Task<double> MeasureAsync(LoadSettings settings, string folder, int round)
    {
        var port = FreePort.Next();
        // Nobody listens there: the store is away.
        var away = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var host = await BenchHost.StartAsync(
            folder, [$"--Telemetry:Broker:Port={port}", "--Telemetry:Spool:MaxSize=1000000000000", .. BenchHost.Into(
                away)]);
        await PeerProcess.PublishAsync(
            port, settings.Messages, settings.Connections, settings.Devices, settings.Window, $"r{round}");
        await Task.Delay(Settle);
        return ProcessMeter.ResidentMegabytes(host.ProcessId);
    }
}
