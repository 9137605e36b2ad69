using System.CommandLine;
using System.Globalization;
using Telemetry.Benchmarks.Load.Rows;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load;

/// <summary><c>load</c>: the speeds that are promised, each side by side with its limit.</summary>
internal static class LoadCommand
{
    private static readonly Dictionary<string, Func<LoadSettings, TextWriter, Task<IReadOnlyList<Row>>>> Known =
        new(StringComparer.Ordinal)
        {
            ["decode"] = DecodeRow.RunAsync,
            ["stream"] = StreamRows.StreamAsync,
            ["nodered"] = NodeRedRows.RunAsync,
            ["queue"] = StreamRows.QueueAsync,
            ["embedded"] = StreamRows.EmbeddedAsync,
            ["backlog"] = BacklogRow.RunAsync,
            ["memory"] = MemoryRow.RunAsync,
            ["devices"] = DevicesRow.RunAsync,
            ["crowd"] = CrowdRow.RunAsync,
        };

    public static Command Create()
    {
        var row =
            new Option<string[]>("--row") { Description =
            $"Only these: {string.Join(", ", Known.Keys)}; may be repeated" };
        var pairs =
            new Option<int>("--pairs") { Description = "How often ours and the limit take turns",
            DefaultValueFactory = _ => 5 };
        var messages =
            new Option<long>("--messages") { Description = "Messages in each round",
            DefaultValueFactory = _ => 300_000 };
        var connections =
            new Option<int>("--connections") { Description = "Publishers", DefaultValueFactory = _ => 50 };
        var window =
            new Option<int>("--window") { Description = "Unacknowledged messages of each",
            DefaultValueFactory = _ => 20 };
        var folder =
            new Option<string?>("--folder") { Description = "Where spools and stores lie: a folder on a real disk" };
        var full =
            new Option<bool>("--long") { Description = "Rows that are scaled down otherwise in their full size" };
        var command = new Command(
            "load",
            "Ours against the limit, alternating; exits with 1 where a ratio falls short or could not be measured")
        {
            row, pairs, messages, connections, window, folder, full,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(folder) is { } place)
                Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(place).FullName);
            var names = parsed.GetValue(row) is { Length: > 0 } asked ? asked : [.. Known.Keys];
            if (names.FirstOrDefault(static name => !Known.ContainsKey(name)) is { } unknown)
            {
                Console.Error.WriteLine($"no row is called {unknown}: {string.Join(", ", Known.Keys)}");
                return 2;
            }
            return await RunAsync(names, new LoadSettings(
                Math.Max(1, parsed.GetValue(pairs)), parsed.GetValue(messages), parsed.GetValue(connections),
                parsed.GetValue(window), parsed.GetValue(full)));
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> names, LoadSettings settings)
    {
        var output = Console.Out;
        using var folder = new TempFolder("bench");
        if (Disk.Refusal(folder.Path) is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }
        output.WriteLine($"machine: {Machine.Line()}");
        output.WriteLine($"disk: {Disk.Line(folder.Path)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{settings.Connections} connections, window {settings.Window} each, {settings.Messages} messages a round, "
            + $"{settings.Pairs} pairs, QoS 1"));
        output.WriteLine($"load average at start: {Machine.LoadAverage()}");
        var rows = new List<Row>();
        var missed = new List<string>();
        foreach (var name in names)
        {
            output.WriteLine($"{name}:");
            try
            {
                rows.AddRange(await Known[name](settings, output));
            }
            catch (SkippedException missing)
            {
                missed.Add($"{name}: not measured, {missing.Why}");
                output.WriteLine($"  {missing.Why}");
            }
        }
        output.WriteLine($"load average at end: {Machine.LoadAverage()}");
        output.WriteLine();
        Table.Print(rows, output);
        foreach (var one in missed) output.WriteLine(one);
        return missed.Count == 0 && rows.All(static one => one.Holds) ? 0 : 1;
    }
}
