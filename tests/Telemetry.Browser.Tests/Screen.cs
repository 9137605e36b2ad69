using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Telemetry.Browser.Tests;

/// <summary>A page as a person sees it; ends with nothing said on the console.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Screen(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>
    /// Errors and warnings of the console, uncaught exceptions, and what the content security policy refused.
    /// </summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Screen> OpenAsync(IBrowserContext context, Uri url, string ready)
    {
        var page = await context.NewPageAsync();
        var screen = new Screen(context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") screen._complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => screen._complaints.Enqueue($"exception: {error}");
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + "
            + "e.blockedURI))");
        await page.GotoAsync(url.ToString());
        await page.Locator(ready).First.WaitForAsync();
        return screen;
    }

    public ILocator Row(string name) =>
        Page.Locator("#meters tr:not(.group), #vehicles tr").Filter(new LocatorFilterOptions { HasText = name });

    /// <param name="index">From 0: name, state, flow, totaliser, level, quality, last reading.</param>
    public ILocator Cell(string name, int index) => Row(name).Locator("td").Nth(index);

    public ILocator At(string selector) => Page.Locator(selector);

    public Task<string> TextAsync(string selector) => Page.Locator(selector).InnerTextAsync();

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
