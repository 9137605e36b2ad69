using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

/// <summary>The same screens for everybody: both languages, both themes, a phone, no mouse, no internet.</summary>
public sealed class BookScreens(Stage stage, BooksCity books)
{
    public static TheoryData<string, string, string, ColorScheme> All
    {
        get
        {
            var all = new TheoryData<string, string, string, ColorScheme>();
            foreach (var (path, ready) in Screens)
            {
                all.Add(path, ready, "en-GB", ColorScheme.Light);
                all.Add(path, ready, "zh-CN", ColorScheme.Dark);
            }
            return all;
        }
    }

    private static (string Path, string Ready)[] Screens =>
    [
        ("/plants/harbour?range=7d", "t-plant t-trend canvas"),
        ($"/indicators?to={BooksCity.Month}-28", "t-rate-calendar td button"),
        ($"/reports?month={BooksCity.Month}", "t-report-preview tbody tr"),
        ("/ledger", "t-ledger t-table"),
        ("/declared?kind=weighing", "#one input"),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_screen_can_be_used_by_everybody(string path, string ready, string locale, ColorScheme theme)
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(city, locale, theme, path: "/status");
        var elsewhere = new List<string>();
        screen.Page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is "http" or "https" && url.Authority != city.Url.Authority) elsewhere.Add(request.Url);
        };

        await screen.Page.GotoAsync(new Uri(city.Url, path).ToString());
        await screen.At(ready).First.WaitForAsync();

        await Expect(screen.At("html")).ToHaveAttributeAsync("lang", locale == "zh-CN" ? "zh-CN" : "en");
        var text = await screen.TextAsync("t-shell");
        foreach (var slip in (string[])["undefined", "NaN", "{0}", "[object"])
            Assert.DoesNotContain(slip, text, StringComparison.Ordinal);
        Assert.Empty(await Axe.SeriousAsync(screen.Page));
        Assert.Empty(elsewhere);
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_is_wider_than_a_phone(string path, string ready, string locale, ColorScheme theme)
    {
        var city = await books.CityAsync();
        await using var screen = await stage.OpenAsync(city, locale, theme, width: 390, height: 844, path, ready);

        // A scroll bar has its place kept, also where there is none.
        Assert.True(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }
}
