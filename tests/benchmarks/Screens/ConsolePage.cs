using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Screens;

/// <summary>A screen of the console in headless Chromium, and what it costs.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    /// <summary>Counts tasks longer than 50 ms, as browsers define a long one, and frames.</summary>
    private const string Observer = """
        globalThis.long = { count: 0, total: 0, most: 0 };
        globalThis.frames = 0;
        new PerformanceObserver(list => {
          for (const one of list.getEntries()) {
            long.count++;
            long.total += one.duration;
            long.most = Math.max(long.most, one.duration);
          }
        }).observe({ entryTypes: ['longtask'] });
        (function frame() { frames++; requestAnimationFrame(frame); })();
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ICDPSession _session;
    private readonly List<string> _complaints;

    private ConsolePage(
        IPlaywright playwright, IBrowser browser, IPage page, ICDPSession session, List<string> complaints) =>
        (_playwright, _browser, Page, _session, _complaints) = (playwright, browser, page, session, complaints);

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    /// <param name="url">Of the screen.</param>
    /// <param name="isAlone">
    /// Without a shared worker: the stream is read, parsed and kept by the page itself, and stands in its heap.
    /// </param>
    public static async Task<ConsolePage> OpenAsync(Uri url, bool isAlone)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Servers.Require("chromium"), Headless = true,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--enable-precise-memory-info"],
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = 1920, Height = 1080 }, Locale = "en-GB",
        });
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400) complaints.Add($"{answer.Status} {answer.Url}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        if (isAlone) await page.AddInitScriptAsync("delete globalThis.SharedWorker;");
        await page.AddInitScriptAsync(Observer);
        await page.GotoAsync(url.ToString());
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.enable");
        return new ConsolePage(playwright, browser, page, session, complaints);
    }

    /// <summary>After a collection, megabytes.</summary>
    public async Task<double> HeapAsync()
    {
        await _session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await _session.SendAsync("Runtime.getHeapUsage");
        return usage!.Value.GetProperty("usedSize").GetDouble() / 1e6;
    }

    /// <summary>Since the last look.</summary>
    public async Task<Tasks> TasksAsync()
    {
        var said = await Page.EvaluateAsync<JsonElement>(
            "() => { const all = { ...long, frames }; long.count = long.total = long.most = frames = 0; "
            + "return all; }");
        return new Tasks(
            said.GetProperty("count").GetInt32(), said.GetProperty("total").GetDouble(),
            said.GetProperty("most").GetDouble(), said.GetProperty("frames").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <param name="Count">Tasks longer than 50 ms.</param>
/// <param name="TotalMs">Of these together.</param>
internal sealed record Tasks(int Count, double TotalMs, double MostMs, int Frames)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} tasks over 50 ms, {TotalMs:0} ms together, the longest {MostMs:0} ms; {Frames} frames");
}
