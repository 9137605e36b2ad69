using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

public sealed partial class LostHost(Stage stage)
{
    /// <summary>In both themes and languages at once: the host is started and killed but once.</summary>
    [Fact]
    public async Task A_host_that_is_killed_is_said_to_be_gone_and_comes_back_without_a_reload()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync();
        await using var english = await stage.OpenAsync(city, "en-GB", ColorScheme.Light);
        await using var chinese = await stage.OpenAsync(city, "zh-CN", ColorScheme.Dark);
        (Screen Screen, Words Words)[] both =
        [
            (english, new("Live", "Connection lost", "No live data")), (chinese, new("实时", "连接中断", "没有实时数据")),
        ];
        await city.FlowAsync("inlet", 321.5);
        foreach (var (screen, words) in both) await SeesTheCityAsync(screen, words);

        await city.Host.KillAsync();

        foreach (var (screen, words) in both) await SaysThatItIsGoneAsync(screen, words);

        await city.Host.StartAgainAsync();

        foreach (var (screen, words) in both) await IsBackAsync(screen, words);
    }

    private static async Task SeesTheCityAsync(Screen screen, Words words)
    {
        await Expect(screen.At("#meters")).ToContainTextAsync("321.5");
        await Expect(screen.At("#link-word")).ToHaveTextAsync(words.Live);
        await screen.Page.EvaluateAsync("window.sameDocument = true");
        Assert.Empty(screen.Complaints);
    }

    private static async Task SaysThatItIsGoneAsync(Screen screen, Words words)
    {
        await Expect(screen.At("#link-word")).ToContainTextAsync(words.Lost);
        await Expect(screen.At("#verdict-title")).ToContainTextAsync(words.NoData);
        await Expect(screen.Page).ToHaveTitleAsync(Broken);
        // Of now nothing is known.
        foreach (var figure in new[] { "#rate-received", "#spool-pending", "#lag", "#reporting" })
            await Expect(screen.At(figure)).ToHaveTextAsync("—");
        // What was last heard stays, and visibly so: its age goes on.
        await Expect(screen.At("#meters")).ToContainTextAsync("321.5");
        var age = await screen.TextAsync("#link-age");
        await Expect(screen.At("#link-age")).Not.ToHaveTextAsync(age);
        Assert.Empty(await Contrast.TooFaintAsync(screen.Page));
    }

    private static async Task IsBackAsync(Screen screen, Words words)
    {
        await Expect(screen.At("#link-word")).ToHaveTextAsync(
            words.Live, new LocatorAssertionsToHaveTextOptions { Timeout = 25_000 });
        await Expect(screen.At("#verdict-title")).Not.ToContainTextAsync(words.NoData);
        await Expect(screen.Page).Not.ToHaveTitleAsync(Broken);
        await Expect(screen.At("#meters")).ToContainTextAsync("321.5");
        await Expect(screen.At("#spool-pending")).ToHaveTextAsync("0");
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded again");
        // The browser itself writes that it could not connect, and nothing else is wrong.
        Assert.All(screen.Complaints, complaint => Assert.Contains("net::ERR_", complaint, StringComparison.Ordinal));
    }

    private sealed record Words(string Live, string Lost, string NoData);

    [GeneratedRegex("^✕")]
    private static partial Regex Broken { get; }
}
