using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Console;

public sealed class LostConsole(Stage stage)
{
    [Fact]
    public async Task A_host_that_is_killed_is_said_to_be_gone_and_comes_back_without_a_reload()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync();
        await using var screen = await stage.OpenConsoleAsync(city);
        await city.FlowAsync("outlet", 861);
        var row = screen.At("t-plant-rows tbody tr");
        await Expect(row).ToContainTextAsync("861");
        await Expect(screen.LinkWord).ToHaveTextAsync("Live");
        await screen.Page.EvaluateAsync("window.sameDocument = true");
        Assert.Empty(screen.Complaints);

        await city.Host.KillAsync();

        await Expect(screen.LinkWord).ToContainTextAsync("Connection lost");
        // Then what is shown is stale, whatever its own patience, and says how old it is.
        await Expect(screen.At("main > [role=alert]")).ToContainTextAsync("No live data");
        await Expect(row).ToContainTextAsync("1 of 1 meters stale");
        await Expect(row).Not.ToContainTextAsync("861");
        await Expect(screen.Page).ToHaveTitleAsync("✕ Overview · Testholm");
        Assert.Empty(await screen.BarriersAsync());

        await city.Host.StartAgainAsync();

        await Expect(screen.LinkWord).ToHaveTextAsync("Live");
        await Expect(screen.At("main > [role=alert]")).ToHaveCountAsync(0);
        await Expect(row).ToContainTextAsync("861");
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded again");
        // The browser itself writes that it could not connect, and nothing else is wrong.
        Assert.All(screen.Complaints, complaint => Assert.Contains("net::ERR_", complaint, StringComparison.Ordinal));
    }
}
