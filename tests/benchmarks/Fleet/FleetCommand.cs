using System.CommandLine;
using System.Globalization;
using Telemetry.Benchmarks.Load;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Fleet;

/// <summary><c>fleet</c>: whether 20,000 vehicles of one ping each ten seconds keep up, and cost what 100 do.</summary>
internal static class FleetCommand
{
    private static readonly string[] Parts = ["live", "hour", "host"];

    public static Command Create()
    {
        var part = new Option<string[]>("--part")
        {
            Description = $"Only these: {string.Join(", ", Parts)}; may be repeated",
        };
        var vehicles = new Option<int>("--vehicles") { Description = "Many", DefaultValueFactory = _ => 20_000 };
        var pairs = new Option<int>("--pairs")
        {
            Description = "How often many and 100 take turns", DefaultValueFactory = _ => 5,
        };
        var pings = new Option<int>("--pings")
        {
            Description = "Pings in each measured part of live", DefaultValueFactory = _ => 2_000_000,
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long the host is fed", DefaultValueFactory = _ => 120,
        };
        var connections = new Option<int>("--connections")
        {
            Description = "That the vehicles of the host share", DefaultValueFactory = _ => 50,
        };
        var zone = new Option<string>("--zone")
        {
            Description = "The city's time zone: in Asia/Kolkata hours end at half past, amid a run begun before",
            DefaultValueFactory = _ => FleetCity.UsualZone,
        };
        var folder = new Option<string?>("--folder") { Description = "Where the host's data lie: on a real disk" };
        var command = new Command(
            "fleet", "Vehicles: the live fold, their hours, the built host; exits with 1 where it does not keep up")
        {
            part, vehicles, pairs, pings, seconds, connections, zone, folder,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(folder) is { } place)
                Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(place).FullName);
            var names = parsed.GetValue(part) is { Length: > 0 } asked ? asked : Parts;
            if (names.FirstOrDefault(static name => !Parts.Contains(name)) is { } unknown)
            {
                Console.Error.WriteLine($"no part is called {unknown}: {string.Join(", ", Parts)}");
                return 2;
            }
            var many = Math.Max(FleetRow.Few, parsed.GetValue(vehicles));
            return await RunAsync(
                names, new FleetSettings(Math.Max(1, parsed.GetValue(pairs)), parsed.GetValue(pings), many),
                new FleetFeed(
                    many, parsed.GetValue(connections), Math.Max(1, parsed.GetValue(seconds)), parsed.GetValue(zone)!),
                Console.Out);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<string> names, FleetSettings settings, FleetFeed feed, TextWriter output)
    {
        using var folder = new TempFolder("bench");
        if (Disk.Refusal(folder.Path) is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }
        output.WriteLine($"machine: {Machine.Line()}");
        output.WriteLine($"disk: {Disk.Line(folder.Path)}");
        output.WriteLine($"load average at start: {Machine.LoadAverage()}");
        var rows = new List<FleetRow>();
        if (names.Contains("live")) rows.Add(LiveRow.Run(settings, output));
        if (names.Contains("hour")) rows.Add(HourRow.Run(settings, output));
        var keepsUp = !names.Contains("host") || await FleetHost.RunAsync(feed, output);
        output.WriteLine($"load average at end: {Machine.LoadAverage()}");
        if (rows.Count == 0) return keepsUp ? 0 : 1;
        output.WriteLine();
        Table.Print([.. rows.Select(static row => row.Cost)], output);
        output.WriteLine();
        foreach (var row in rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Cost.Name}: {row.BytesOfMany:0.##} B allocated a ping, of {row.Cost.Limit} "
                + $"{row.BytesOfFew:0.##} B"));
        }
        return keepsUp && rows.TrueForAll(static row => row.Cost.Holds) ? 0 : 1;
    }
}
