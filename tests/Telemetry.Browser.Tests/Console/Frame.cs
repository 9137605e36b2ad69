using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Console;

/// <summary>The frame around every screen.</summary>
public sealed class Frame(Stage stage)
{
    [Fact]
    public async Task The_language_changes_without_a_reload_and_stays_for_the_next_page()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city);
        await screen.Page.EvaluateAsync("window.sameDocument = true");

        await screen.At("t-header button[lang=zh-CN]").ClickAsync();

        await Expect(screen.Heading).ToHaveTextAsync("总览");
        await Expect(screen.At("html")).ToHaveAttributeAsync("lang", "zh-CN");
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded again");
        await screen.Page.ReloadAsync();
        await Expect(screen.Heading).ToHaveTextAsync("总览");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task The_theme_is_chosen_over_the_system_s()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city, theme: ColorScheme.Light);
        const string Ground = "getComputedStyle(document.body).backgroundColor";
        var light = await screen.Page.EvaluateAsync<string>(Ground);

        await screen.PressAsync("d");

        await Expect(screen.At("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.NotEqual(light, await screen.Page.EvaluateAsync<string>(Ground));
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task The_help_names_the_keys_and_gives_the_focus_back()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city);
        var button = screen.At("t-header button").Last;
        await button.FocusAsync();

        await screen.PressAsync("?");

        await Expect(screen.At("dialog[open]")).ToBeVisibleAsync();
        await Expect(screen.At("t-help dl").Last).ToContainTextAsync("Overview");
        Assert.Empty(await screen.BarriersAsync());
        await screen.PressAsync("Escape");
        await Expect(screen.At("dialog[open]")).ToHaveCountAsync(0);
        await Expect(button).ToBeFocusedAsync();
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task The_first_stop_of_the_keyboard_leads_past_the_navigation()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city);

        await screen.PressAsync("Tab");
        await Expect(screen.At("a.skip")).ToBeFocusedAsync();
        await screen.PressAsync("Enter");

        await Expect(screen.At("main")).ToBeFocusedAsync();
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_screen_whose_code_does_not_come_says_so_and_the_frame_goes_on()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(
            city, prepare: page => page.RouteAsync("**/app/overview-*.js", route => route.AbortAsync()));

        await Expect(screen.At("main [role=alert]")).ToContainTextAsync("could not be loaded");
        await Expect(screen.At("main a[href='/status']")).ToBeVisibleAsync();
        await Expect(screen.LinkWord).ToHaveTextAsync("Live");
    }

    [Fact]
    public async Task A_browser_with_several_pages_has_one_stream()
    {
        Servers.Require("chromium");
        await using var city = await City.StartAsync();
        await using var first = await stage.OpenConsoleAsync(city);
        await using var second = await ConsolePage.OpenAsync(first.Page.Context, city.Url);

        await Expect(first.LinkWord).ToHaveTextAsync("Live");
        await Expect(second.LinkWord).ToHaveTextAsync("Live");
        await city.FlowAsync("outlet", 812);
        await Expect(first.At("t-plant-rows")).ToContainTextAsync("812");
        await Expect(second.At("t-plant-rows")).ToContainTextAsync("812");
        // In a shared worker, so that no page has one of its own.
        Assert.DoesNotContain(
            first.Requests.Concat(second.Requests), request => request.AbsolutePath == "/api/live");
    }

    [Fact]
    public async Task Without_shared_workers_the_page_holds_the_stream_itself()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(
            city, prepare: page => page.AddInitScriptAsync("delete window.SharedWorker"));

        await Expect(screen.LinkWord).ToHaveTextAsync("Live");

        Assert.Contains(screen.Requests, request => request.AbsolutePath == "/api/live");
        Assert.Empty(screen.Complaints);
    }
}
