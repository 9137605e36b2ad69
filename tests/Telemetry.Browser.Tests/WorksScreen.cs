using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

public sealed class WorksScreen(Stage stage)
{
    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1366)]
    [InlineData("zh-CN", ColorScheme.Dark, 1366)]
    [InlineData("en-GB", ColorScheme.Light, 390)]
    public async Task What_was_rejected_is_seen_registered_with_the_entry_shown_and_offered_again(
        string locale, ColorScheme theme, int width)
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync("city.json", "--Telemetry:Ingest:UnknownAssets=Quarantine");
        var body = $$"""{"ts":{{City.NowMs}},"lat":30.1,"lon":122.1}""";
        await city.PublishAsync("vehicles/truck-9/position", body);
        await city.FlowAsync("inlet", 5);
        await city.PublishAsync(
            "plants/harbour/flow/inlet", $$"""{"ts":{{City.NowMs + 3_600_000}},"flow_m3h":5}""");
        await using var screen = await stage.OpenAsync(
            city, locale, theme, width, 844, "/works", "t-works-letters tbody tr");

        // Both letters, the device whose clock is an hour ahead, and the truck that nobody registered.
        await Expect(screen.At("t-works-letters tbody tr")).ToHaveCountAsync(2);
        var devices = screen.At("t-works-devices");
        await Expect(devices).ToContainTextAsync("sanitation/plants/harbour/flow/inlet");
        await Expect(devices).ToContainTextAsync("truck-9");
        // 3 received: 1 spooled, 2 dead letters.
        await Expect(screen.At("t-works-numbers .equation").First).ToContainTextAsync("3");
        await Expect(screen.At("t-works-numbers t-state[tone=bad]")).ToHaveCountAsync(0);
        await screen.At("t-works-letters tbody tr").Filter(new() { HasText = "truck-9" }).ClickAsync();
        await Expect(screen.At("t-works-letters pre")).ToHaveTextAsync(body);
        Assert.Empty(await Axe.SeriousAsync(screen.Page));
        Assert.False(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        if (Environment.GetEnvironmentVariable("TELEMETRY_SHOTS") is { } shots)
        {
            await screen.Page.ScreenshotAsync(
                new() { Path = Path.Combine(shots, $"works-{locale}-{width}.png"), FullPage = true });
        }

        await devices.Locator("td button").ClickAsync();
        await Expect(devices.Locator("t-dialog pre")).ToContainTextAsync("\"id\": \"truck-9\"");
        Assert.Empty(await Axe.SeriousAsync(screen.Page));
        await screen.Page.Keyboard.PressAsync("Escape");

        // Offered again before it is registered, it is rejected again: one letter more, and one done with.
        await screen.At("t-works-letters .one button").Last.ClickAsync();
        await Expect(screen.At("t-works-letters tbody tr")).ToHaveCountAsync(3);
        await Expect(screen.At("t-toasts li")).ToContainTextAsync("1");
        await Expect(screen.At("t-works-letters tbody tr").Filter(new() { HasText = "✓" })).ToHaveCountAsync(1);
        Assert.Empty(screen.Complaints);
    }
}
