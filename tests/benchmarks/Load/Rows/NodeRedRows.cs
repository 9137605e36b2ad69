using System.Globalization;
using Telemetry.Benchmarks.Load.NodeRed;

namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>
/// The same stream through a Node-RED bridge: with batches made by hand, in turn with ours, and as it is usually drawn.
/// </summary>
internal static class NodeRedRows
{
    /// <summary>
    /// About a minute of it: longer than its InfluxDB client waits for an answer, which is where it loses.
    /// </summary>
    private const long Unbatched = 60_000;

    private const int UnbatchedRounds = 3;

    public static async Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        List<double> ours;
        var batched = new Row(
            "stream vs Node-RED with batches of 1,000", "msg/s", "Node-RED, by hand in memory", 2, AtLeast: true);
        await using (var bridge = await NodeRedBridge.StartAsync(settings, batched: true, output))
        await using (var host = await HostBehindBroker.StartAsync(settings))
        {
            var samples = await Rounds.RunAsync(settings, output, [host, bridge]);
            for (var i = 0; i < settings.Pairs; i++) batched.Add(samples[0][i].Rate, samples[1][i].Rate);
            ours = batched.Ours;
        }
        return [batched, await UnbatchedAsync(settings, ours, output)];
    }

    /// <summary>A Node-RED of its own each round, as what it could not write weighs on what comes after.</summary>
    private static async Task<Row> UnbatchedAsync(LoadSettings settings, List<double> ours, TextWriter output)
    {
        var messages = Math.Min(settings.Messages, Unbatched);
        var samples = new List<Sample>();
        var name = "";
        for (var round = 1; round <= Math.Min(settings.Pairs, UnbatchedRounds); round++)
        {
            await using var bridge = await NodeRedBridge.StartAsync(settings, batched: false, output);
            samples.Add(await bridge.RunAsync(round, messages));
            name = bridge.Name;
            output.WriteLine(Table.Line(round, bridge, samples[^1]));
        }
        Table.Print(name, samples, output);
        var row = new Row(
            string.Create(
                CultureInfo.InvariantCulture,
                $"stream vs Node-RED unbatched, of which "
                + $"{Figures.Spread([.. samples.Select(static one => (double)one.Messages)])} of "
                + $"{messages:#,0} arrived"),
            "msg/s", "Node-RED, a request a message", double.NaN, AtLeast: true);
        for (var i = 0; i < samples.Count; i++) row.Add(ours[i], samples[i].Rate);
        return row;
    }
}
