using System.CommandLine;
using System.Globalization;
using Telemetry.Benchmarks.Load;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Derive;

/// <summary><c>derive</c>: days, plants' days and rates of a year of readings, from scratch, on both stores.</summary>
internal static class DeriveCommand
{
    private static readonly string[] Stores = ["sqlite", "influxdb"];

    public static Command Create()
    {
        var days = new Option<int>("--days") { Description = "Days of readings", DefaultValueFactory = _ => 365 };
        var plants = new Option<int>("--plants") { Description = "Plants", DefaultValueFactory = _ => 20 };
        var meters = new Option<int>("--meters") { Description = "Meters a plant", DefaultValueFactory = _ => 3 };
        var store = new Option<string[]>("--store") { Description = "Only sqlite or influxdb; may be repeated" };
        var folder = new Option<string?>("--folder") { Description = "Where the stores lie: a folder on a real disk" };
        var command = new Command(
            "derive", "A year of readings every five minutes derived from scratch: time, CPU, memory, questions asked")
        {
            days, plants, meters, store, folder,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(folder) is { } place)
                Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(place).FullName);
            var names = parsed.GetValue(store) is { Length: > 0 } asked ? asked : Stores;
            if (names.FirstOrDefault(static name => !Stores.Contains(name)) is { } unknown)
            {
                Console.Error.WriteLine($"no store is called {unknown}: {string.Join(", ", Stores)}");
                return 2;
            }
            var size = new DeriveSize(
                Math.Max(1, parsed.GetValue(days)), Math.Max(1, parsed.GetValue(plants)),
                Math.Max(1, parsed.GetValue(meters)));
            return await RunAsync(names, size, Console.Out);
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> names, DeriveSize size, TextWriter output)
    {
        using var folder = new TempFolder("bench");
        if (Disk.Refusal(folder.Path) is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 2;
        }
        output.WriteLine($"machine: {Machine.Line()}");
        output.WriteLine($"disk: {Disk.Line(folder.Path)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{size.Days} days, {size.Plants} plants, {size.Meters} meters each, a reading every 5 min: "
            + $"{size.Points:#,0} points"));
        output.WriteLine($"load average at start: {Machine.LoadAverage()}");
        var results = new List<DeriveResult>();
        var missed = 0;
        foreach (var name in names)
        {
            try
            {
                await using var store = await DeriveStore.OpenAsync(name);
                results.Add(await new DeriveRun(store, size, output).RunAsync());
            }
            catch (SkippedException missing)
            {
                missed++;
                output.WriteLine($"{name}: not measured, {missing.Why}");
            }
        }
        output.WriteLine($"load average at end: {Machine.LoadAverage()}");
        output.WriteLine();
        DeriveResult.Print(results, output);
        return missed == 0 && results.TrueForAll(static one => one.IsRight) ? 0 : 1;
    }
}
