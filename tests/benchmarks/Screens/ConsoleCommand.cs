using System.CommandLine;
using System.Globalization;
using Telemetry.Benchmarks.Load;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Screens;

/// <summary><c>console</c>: the fleet's screen while 2,000 vehicles and 20 plants report each second.</summary>
internal static class ConsoleCommand
{
    /// <summary>The heap at the end, of that after the first minute.</summary>
    private const double MostGrowth = 1.2;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var vehicles = new Option<int>("--vehicles") { DefaultValueFactory = _ => 2_000 };
        var plants = new Option<int>("--plants") { DefaultValueFactory = _ => 20 };
        var minutes = new Option<int>("--minutes") { DefaultValueFactory = _ => 3 };
        var path = new Option<string>("--path")
        {
            Description = "The screen", DefaultValueFactory = _ => "/fleet?lang=en",
        };
        var alone = new Option<bool>("--alone") { Description = "Without a shared worker: all in the page's heap" };
        var command = new Command(
            "console", "A screen in headless Chromium at 1 Hz; exits with 1 where its heap grows beyond 1.2 times")
        {
            vehicles, plants, minutes, path, alone,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(vehicles), parsed.GetValue(plants), Math.Max(2, parsed.GetValue(minutes)),
            parsed.GetValue(path)!, parsed.GetValue(alone), Console.Out));
        return command;
    }

    private static async Task<int> RunAsync(
        int vehicles, int plants, int minutes, string path, bool isAlone, TextWriter output)
    {
        output.WriteLine($"machine: {Machine.Line()}");
        output.WriteLine($"load average at start: {Machine.LoadAverage()}");
        using var folder = new TempFolder("console");
        var registry = folder.File("city.json");
        await File.WriteAllTextAsync(registry, ConsoleCity.Text(vehicles, plants));
        var (url, port) = (new Uri($"http://127.0.0.1:{FreePort.Next()}"), FreePort.Next());
        await using var host = await HostProcess.StartAsync(
            [
                $"--Telemetry:Web:Url={url.GetLeftPart(UriPartial.Authority)}", $"--Telemetry:Broker:Port={port}",
                $"--Telemetry:Registry:Path={registry}", "--Telemetry:Broker:QueuePerSubscriber=10000",
            ],
            ready: new Uri(url, "/health/live"));
        using var end = new CancellationTokenSource();
        using var feed = new ConsoleFeed(vehicles, plants, port);
        using var stream = new StreamCount(url);
        var feeding = Task.Run(() => feed.RunAsync(end.Token));
        // Every vehicle is known before anybody looks.
        await Task.Delay(TimeSpan.FromSeconds(5));
        await using var page = await ConsolePage.OpenAsync(new Uri(url, path), isAlone);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var reading = Task.Run(() => stream.RunAsync(end.Token));
        var holds = await WatchAsync(page, stream, feeding, minutes, output);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"fed {feed.Sent:#,0} messages, {feed.Acknowledged:#,0} acknowledged"));
        foreach (var complaint in page.Complaints.Distinct()) output.WriteLine($"the page complained: {complaint}");
        await end.CancelAsync();
        await Task.WhenAll(feeding, reading);
        output.WriteLine($"load average at end: {Machine.LoadAverage()}");
        return holds && page.Complaints.Count == 0 ? 0 : 1;
    }

    private static async Task<bool> WatchAsync(
        ConsolePage page, StreamCount stream, Task feeding, int minutes, TextWriter output)
    {
        double first = 0, last = 0;
        output.WriteLine($"opening: {await page.TasksAsync()}");
        for (var minute = 1; minute <= minutes; minute++)
        {
            var bytes = stream.Bytes;
            // A feed that ended has failed: what follows would measure silence.
            await await Task.WhenAny(Task.Delay(Minute), feeding);
            var (tasks, rate) = (await page.TasksAsync(), (stream.Bytes - bytes) / Minute.TotalSeconds / 1_000);
            last = await page.HeapAsync();
            if (minute == 1) first = last;
            // The collection itself is no work of the page.
            await page.TasksAsync();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"minute {minute}: heap after collection {last:0.0} MB; {tasks}; stream {rate:0} kB/s"));
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"heap at the end: {last / first:0.00} times that of the first minute (limit {MostGrowth})"));
        return last <= first * MostGrowth;
    }
}
