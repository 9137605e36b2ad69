using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Console;

/// <summary>What holds for every screen of the console.</summary>
public sealed class EveryScreen(Stage stage)
{
    public static TheoryData<string, string, string, ColorScheme> InBothLanguagesAndThemes { get; } =
    [
        .. from screen in Screens.All
        from locale in new[] { "en-GB", "zh-CN" }
        from theme in new[] { ColorScheme.Light, ColorScheme.Dark }
        select new TheoryDataRow<string, string, string, ColorScheme>(
            screen.Path, locale == "zh-CN" ? screen.Chinese : screen.English, locale, theme),
    ];

    public static TheoryData<string> Paths { get; } = [.. Screens.All.Select(screen => screen.Path)];

    [Theory]
    [MemberData(nameof(InBothLanguagesAndThemes))]
    public async Task A_screen_speaks_one_language_asks_nobody_else_and_stands_in_nobody_s_way(
        string path, string heading, string locale, ColorScheme theme)
    {
        var city = await CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city, path, locale, theme);

        await Expect(screen.Heading).ToHaveTextAsync(heading);
        await Expect(screen.LinkWord).ToHaveTextAsync(locale == "zh-CN" ? "实时" : "Live");
        await Expect(screen.At("html")).ToHaveAttributeAsync("lang", locale == "zh-CN" ? "zh-CN" : "en");
        await Expect(screen.Page).ToHaveTitleAsync($"{heading} · {(locale == "zh-CN" ? "测试市" : "Testholm")}");
        var text = await screen.At("main").InnerTextAsync();
        foreach (var wrong in new[] { "undefined", "NaN", "{0}", "[object" })
            Assert.DoesNotContain(wrong, text, StringComparison.Ordinal);
        Assert.Empty(await screen.BarriersAsync());
        Assert.All(screen.Requests, request => Assert.Equal(city.Url.Authority, request.Authority));
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_screen_is_no_wider_than_a_phone(string path)
    {
        var city = await CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city, path, width: 390, height: 844);
        await Expect(screen.LinkWord).ToHaveTextAsync("Live");

        Assert.InRange(
            await screen.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"), -30, 0);
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_screen_has_one_first_heading_and_the_landmarks(string path)
    {
        var city = await CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city, path);

        await Expect(screen.At("h1")).ToHaveCountAsync(1);
        await Expect(screen.At("main")).ToHaveCountAsync(1);
        await Expect(screen.At("nav")).Not.ToHaveCountAsync(0);
        await Expect(screen.At("header").First).ToBeVisibleAsync();
        await Expect(screen.At("#link-age")).ToContainTextAsync("ago");
    }

    private async Task<City> CityAsync()
    {
        var city = await stage.CityAsync();
        await city.FlowAsync("outlet", 850);
        await city.PublishAsync(
            "vehicles/truck-1/position", $$"""{"ts":{{City.NowMs}},"lat":30.01,"lon":122.1,"speed_kmh":12}""");
        return city;
    }
}
