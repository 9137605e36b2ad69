using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

public sealed partial class LostHost(Stage stage)
{
    [Theory]
    [InlineData(ColorScheme.Light, "en-GB", "Connection lost", "No live data", "Live")]
    [InlineData(ColorScheme.Dark, "zh-CN", "连接中断", "没有实时数据", "实时")]
    public async Task A_host_that_is_killed_is_said_to_be_gone_and_comes_back_without_a_reload(
        ColorScheme theme, string locale, string lost, string noData, string live)
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync();
        await using var screen = await stage.OpenAsync(city, locale, theme);
        await city.FlowAsync("inlet", 321.5);
        await Expect(screen.At("#meters")).ToContainTextAsync("321.5");
        await Expect(screen.At("#link-word")).ToHaveTextAsync(live);
        await screen.Page.EvaluateAsync("window.sameDocument = true");
        Assert.Empty(screen.Complaints);

        await city.Host.KillAsync();

        await Expect(screen.At("#link-word")).ToContainTextAsync(lost);
        await Expect(screen.At("#verdict-title")).ToContainTextAsync(noData);
        await Expect(screen.Page).ToHaveTitleAsync(Broken);
        // Of now nothing is known.
        foreach (var figure in new[] { "#rate-received", "#spool-pending", "#lag", "#reporting" })
            await Expect(screen.At(figure)).ToHaveTextAsync("—");
        // What was last heard stays, and visibly so: its age goes on.
        await Expect(screen.At("#meters")).ToContainTextAsync("321.5");
        var age = await screen.TextAsync("#link-age");
        await Expect(screen.At("#link-age")).Not.ToHaveTextAsync(age);
        Assert.Empty(await Contrast.TooFaintAsync(screen.Page));

        await city.Host.StartAgainAsync();

        await Expect(screen.At("#link-word")).ToHaveTextAsync(live, new LocatorAssertionsToHaveTextOptions { Timeout = 25_000 });
        await Expect(screen.At("#verdict-title")).Not.ToContainTextAsync(noData);
        await Expect(screen.Page).Not.ToHaveTitleAsync(Broken);
        await Expect(screen.At("#meters")).ToContainTextAsync("321.5");
        await Expect(screen.At("#spool-pending")).ToHaveTextAsync("0");
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded again");
        // The browser itself writes that it could not connect, and nothing else is wrong.
        Assert.All(screen.Complaints, complaint => Assert.Contains("net::ERR_", complaint, StringComparison.Ordinal));
    }

    [GeneratedRegex("^✕")]
    private static partial Regex Broken { get; }
}
