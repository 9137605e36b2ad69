using Microsoft.Playwright;
using Telemetry.Browser.Tests;
using Telemetry.Rig;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Telemetry.Browser.Tests;

/// <summary>One browser and one running city for every test; each test has a page and assets of its own.</summary>
public sealed class Stage : IAsyncDisposable
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private City? _city;

    /// <summary>Started by the first who asks: a test that is skipped for want of a browser starts nothing.</summary>
    internal async Task<City> CityAsync()
    {
        Servers.Require("chromium");
        await _gate.WaitAsync();
        try
        {
            return _city ??= await City.StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// A browser without cookies or cache of another test, on the status page where nothing else is said.
    /// </summary>
    /// <param name="ready">What is there once the page can be used.</param>
    internal async Task<Screen> OpenAsync(
        City city, string locale = "en-GB", ColorScheme theme = ColorScheme.Light, int width = 1366, int height = 768,
        string path = "/status", string ready = "#meters tr") =>
        await Screen.OpenAsync(await ContextAsync(locale, theme, width, height), new Uri(city.Url, path), ready);

    /// <summary>A browser without cookies or cache of another test, with no page yet.</summary>
    internal async Task<IBrowserContext> ContextAsync(string locale, ColorScheme theme, int width, int height)
    {
        var browser = await BrowserAsync();
        return await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = theme, ViewportSize = new ViewportSize { Width = width, Height = height },
        });
    }

    /// <summary>A browser of somebody's own, on any page.</summary>
    internal async Task<IPage> PageAsync(
        Uri url, string locale = "en-GB", ColorScheme theme = ColorScheme.Light, int width = 1366)
    {
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = theme, ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(url.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_city is not null) await _city.DisposeAsync();
        _gate.Dispose();
    }

    internal async Task<IBrowser> BrowserAsync()
    {
        var chromium = Servers.Require("chromium");
        await _gate.WaitAsync();
        try
        {
            // Longer than anything takes on a busy machine; what must be faster is timed by its test.
            Assertions.SetDefaultExpectTimeout(15_000);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = chromium, Headless = true, Args = Quiet,
            });
        }
        finally
        {
            _gate.Release();
        }
    }
}
