using System.Collections.Concurrent;
using Microsoft.Playwright;
using Telemetry.Rig;

namespace Telemetry.Browser.Tests.Fleet;

/// <summary>A screen of the console, with what the browser complained of and what it asked of other hosts.</summary>
internal sealed class FleetPage : IAsyncDisposable
{
    private static readonly string Axe = File.ReadAllText(
        Repository.File("dashboards", "console", "node_modules", "axe-core", "axe.min.js"));

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private FleetPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Errors and warnings, exceptions, refusals of the policy, and requests to other hosts.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<FleetPage> OpenAsync(
        IBrowser browser, City city, string path, string locale = "en-GB", ColorScheme theme = ColorScheme.Light,
        int width = 1366, int height = 900, Func<IPage, Task>? before = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = theme, ViewportSize = new ViewportSize { Width = width, Height = height },
            AcceptDownloads = true,
        });
        var screen = new FleetPage(context, await context.NewPageAsync());
        screen.Listen(city);
        if (before is not null) await before(screen.Page);
        await screen.Page.GotoAsync(new Uri(city.Url, path).ToString());
        await screen.Page.Locator("t-shell h1").WaitForAsync();
        return screen;
    }

    public ILocator At(string selector) => Page.Locator(selector);

    public Task PressAsync(string keys) => Page.Keyboard.PressAsync(keys);

    /// <summary>Presses Tab until something has the focus, as somebody without a mouse would.</summary>
    public async Task TabToAsync(string selector)
    {
        for (var step = 0; step < 80; step++)
        {
            await PressAsync("Tab");
            if (await At(selector).First.EvaluateAsync<bool>("n => n.matches(':focus')")) return;
        }
        Assert.Fail($"Tab never reached {selector}");
    }

    /// <summary>What axe-core finds serious or critical, in words.</summary>
    public async Task<IReadOnlyList<string>> SeriousAsync()
    {
        await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => `${one.id}: ${one.nodes.map(node => node.target.flat().join(' ')).join('; ')}`)
            """);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Listen(City city)
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Enqueue($"exception: {error}");
        Page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } url && url.Authority != city.Url.Authority)
                _complaints.Enqueue($"asked another host: {request.Url}");
        };
    }
}
