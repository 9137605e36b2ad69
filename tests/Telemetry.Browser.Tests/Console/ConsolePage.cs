using System.Collections.Concurrent;
using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Console;

/// <summary>
/// A screen of the console as a person sees it. Selectors reach into the shadow roots of its elements by themselves.
/// </summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Uri> _requests = new();

    private ConsolePage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>
    /// Errors and warnings of the console, uncaught exceptions, and what the content security policy refused.
    /// </summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Whatever it asked anybody for.</summary>
    public IReadOnlyCollection<Uri> Requests => _requests;

    public ILocator Heading => At("t-shell h1");

    public ILocator LinkWord => At("#link-word");

    /// <summary>Returns once the frame and the screen's own code are there.</summary>
    /// <param name="prepare">Before the page is asked for.</param>
    public static async Task<ConsolePage> OpenAsync(
        IBrowserContext context, Uri url, Func<IPage, Task>? prepare = null)
    {
        var page = await context.NewPageAsync();
        var screen = new ConsolePage(context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                screen._complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => screen._complaints.Enqueue($"exception: {error}");
        page.Request += (_, request) => screen._requests.Enqueue(new Uri(request.Url));
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + "
            + "e.blockedURI))");
        if (prepare is not null) await prepare(page);
        await page.GotoAsync(url.ToString());
        if (await page.Locator("script[src^='/app/']").CountAsync() == 0)
            Servers.Unavailable("the console is not part of this build (Node 20.19 or later is not on the PATH)");
        await Expect(screen.Heading).Not.ToBeEmptyAsync();
        await Expect(screen.At(".outlet > :not(.note)").First).ToBeVisibleAsync();
        return screen;
    }

    public ILocator At(string selector) => Page.Locator(selector);

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>What axe-core finds wrong of serious or critical impact, each in words.</summary>
    public Task<string[]> BarriersAsync() => Axe.SeriousAsync(Page);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
