using Microsoft.Playwright;

namespace Telemetry.Browser.Tests.Console;

internal static class ConsoleStage
{
    /// <summary>A browser without cookies or cache of another test, on a screen of the console.</summary>
    public static async Task<ConsolePage> OpenConsoleAsync(
        this Stage stage, City city, string path = "/", string locale = "en-GB", ColorScheme theme = ColorScheme.Light,
        int width = 1366, int height = 768, Func<IPage, Task>? prepare = null) => await ConsolePage.OpenAsync(
        await stage.ContextAsync(locale, theme, width, height), new Uri(city.Url, path), prepare);
}
