using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

public sealed class EveryoneCanUseIt(Stage stage)
{
    /// <summary>What can be reached with a mouse.</summary>
    private const string Reachable =
        "[...document.querySelectorAll('a[href], button, input, select, summary')].filter(n => "
        + "n.checkVisibility()).length";

    /// <summary>Marks what has the focus, and says whether the mark of the focus is seen.</summary>
    private const string Focused =
        """
        () => {
          const n = document.activeElement;
          if (!n || n === document.body) return '';
          const style = getComputedStyle(n), box = n.getBoundingClientRect();
          const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.top < innerHeight && box.bottom > 0;
          const known = n.dataset.reached === 'yes';
          n.dataset.reached = 'yes';
          return known ? 'again' : seen ? 'seen' : 'unseen: ' + n.outerHTML.slice(0, 120);
        }
        """;

    [Theory]
    [InlineData("en-GB", "/status", "en", "Meters", "Vehicles", "Testholm", "中文")]
    [InlineData("zh-CN", "/status", "zh-CN", "流量计", "车辆", "测试市", "English")]
    [InlineData("en-GB", "/status?lang=zh", "zh-CN", "流量计", "车辆", "测试市", "English")]
    [InlineData("zh-CN", "/status?lang=en", "en", "Meters", "Vehicles", "Testholm", "中文")]
    public async Task The_page_speaks_the_reader_s_language_and_offers_the_other(
        string locale, string path, string language, string meters, string vehicles, string name, string other)
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city, locale, path: path);

        await Expect(screen.At("html")).ToHaveAttributeAsync("lang", language);
        await Expect(screen.At("[data-t=meters]")).ToHaveTextAsync(meters);
        await Expect(screen.At("[data-t=vehicles]")).ToHaveTextAsync(vehicles);
        await Expect(screen.At("#city")).ToHaveTextAsync(name);
        await Expect(screen.At("#lang")).ToHaveTextAsync(other);
        await Expect(screen.At("#health li")).Not.ToHaveCountAsync(0);
        var all = await screen.TextAsync("body");
        Assert.DoesNotContain("undefined", all, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", all, StringComparison.Ordinal);
        Assert.DoesNotContain("{0}", all, StringComparison.Ordinal);

        await screen.At("#lang").ClickAsync();

        await Expect(screen.At("html")).Not.ToHaveAttributeAsync("lang", language);
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_shows_where_it_is()
    {
        var city = await stage.CityAsync();
        await city.PublishAsync("vehicles/truck-1/position", """{"lat":30.1,"lon":122.1}""");
        await using var screen = await stage.OpenAsync(city);
        await Expect(screen.At("#letters a")).Not.ToHaveCountAsync(0);
        var expected = await screen.Page.EvaluateAsync<int>(Reachable);
        var reached = 0;

        for (var step = 0; step < 100; step++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            var focused = await screen.Page.EvaluateAsync<string>(Focused);
            if (focused is "" or "again") break;
            Assert.Equal("seen", focused);
            reached++;
        }

        Assert.True(reached >= expected && expected > 5, $"{reached} of {expected} were reached");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task Space_shows_only_what_needs_a_look()
    {
        var city = await stage.CityAsync();
        await city.FlowAsync("steady", 5);
        await using var screen = await stage.OpenAsync(city);
        await Expect(screen.Row("Steady")).ToHaveCountAsync(1);

        await screen.At("#meters-only").FocusAsync();
        await screen.Page.Keyboard.PressAsync("Space");

        await Expect(screen.Row("Silent")).ToHaveCountAsync(1);
        await Expect(screen.Row("Steady")).ToHaveCountAsync(0);
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_has_contrast_enough(ColorScheme theme)
    {
        var city = await stage.CityAsync();
        await city.FlowAsync("steady", 5);
        // Of every state one: stale, doubtful, a quality letter, never heard, a dead letter.
        await city.FlowAsync("brief", -3, ",\"q\":\"M\"");
        await city.PublishAsync("plants/harbour/flow/inlet", "{");
        await using var screen = await stage.OpenAsync(city, theme: theme);
        await Expect(screen.Row("Brief")).ToContainTextAsync("stale");
        await Expect(screen.Row("Brief")).ToContainTextAsync("negative flow");

        Assert.Empty(await Contrast.TooFaintAsync(screen.Page));
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [InlineData(390, "en-GB")]
    [InlineData(390, "zh-CN")]
    [InlineData(1366, "en-GB")]
    [InlineData(1920, "zh-CN")]
    public async Task Nothing_is_wider_than_the_screen(int width, string locale)
    {
        var city = await stage.CityAsync();
        await city.FlowAsync("steady", 5);
        await using var screen = await stage.OpenAsync(city, locale, width: width, height: 844);
        await Expect(screen.At("#meters")).ToContainTextAsync("5.0");

        Assert.Equal(0, await screen.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(screen.Complaints);
    }
}
