using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Telemetry.Rig;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

public sealed class AlarmScreen(Stage stage)
{
    private const string Rows = "t-alarm-row";

    /// <summary>Counts the tones that the page plays.</summary>
    private const string CountTones =
        """
        () => {
          window.tones = 0;
          const create = AudioContext.prototype.createOscillator;
          AudioContext.prototype.createOscillator = function () { window.tones++; return create.call(this); };
        }
        """;

    private static readonly HttpClient Client = new(
        new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) });

    [Fact]
    public async Task Alarms_are_acknowledged_and_shelved_with_the_keyboard_alone()
    {
        Servers.Require("chromium");
        await using var city = await StartAsync();
        await FaultAsync(city, 1, 2, 3);
        await using var screen = await stage.OpenAsync(city, path: "/", ready: "t-alarm-strip");
        await Expect(screen.At("t-alarm-strip")).ToContainTextAsync("3 unacknowledged");
        var keys = screen.Page.Keyboard;

        await keys.PressAsync("g");
        await keys.PressAsync("a");
        await Expect(screen.At(Rows)).ToHaveCountAsync(3);
        // The newest stands first.
        await Expect(screen.At(Rows).First).ToContainTextAsync("Works 3");
        await keys.PressAsync("j");
        await keys.PressAsync("a");

        await Expect(Row(screen, "Works 3")).ToContainTextAsync("acknowledged");
        await Expect(Row(screen, "Works 3").GetByRole(AriaRole.Button, new() { Name = "Acknowledge: " }))
            .ToHaveCountAsync(0);
        await Expect(screen.At("t-alarm-strip")).ToContainTextAsync("2 unacknowledged");
        Assert.Equal(("acknowledged", "local"), await StateAsync(city, 3, "acknowledgement"));

        // What is known goes behind what is not; the focus goes with it, and one step up is the other plant.
        await Expect(screen.At(Rows).Nth(2)).ToContainTextAsync("Works 3");
        await keys.PressAsync("k");
        await keys.PressAsync("s");
        await Expect(screen.At("textarea")).ToBeFocusedAsync();
        await keys.TypeAsync("pump is being changed");
        await keys.PressAsync("Tab");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");

        await Expect(screen.At(Rows)).ToHaveCountAsync(2);
        await Expect(screen.At("nav.views")).ToContainTextAsync("Shelved (1)");
        Assert.Equal(("shelved", "local"), await StateAsync(city, 1, "shelf"));
        var shelf = (await AlarmAsync(city, 1)).GetProperty("shelf");
        Assert.Equal("pump is being changed", shelf.GetProperty("reason").GetString());
        // Four hours were chosen before the arrow: eight are now.
        Assert.Equal(
            8,
            (shelf.GetProperty("until").GetDateTimeOffset() - shelf.GetProperty("at").GetDateTimeOffset()).TotalHours,
            0.01);
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task Sound_is_said_to_be_off_and_once_armed_goes_on_until_all_is_acknowledged()
    {
        Servers.Require("chromium");
        await using var city = await StartAsync();
        await FaultAsync(city, 1);
        await using var screen = await stage.OpenAsync(city, path: "/alarms", ready: Rows);
        await screen.Page.EvaluateAsync(CountTones);
        var sound = screen.At("t-alarm-strip button.sound");
        await Expect(sound).ToContainTextAsync("Sound off");
        Assert.Equal(0, await TonesAsync(screen));

        await sound.ClickAsync();

        await Expect(sound).ToContainTextAsync("Sound on");
        await Eventually.TrueAsync(
            async () => await TonesAsync(screen) >= 4, TimeSpan.FromSeconds(20), "the call to be repeated");
        await Row(screen, "Works 1").GetByRole(AriaRole.Button, new() { Name = "Acknowledge: " }).ClickAsync();
        await Expect(screen.At("t-alarm-strip")).ToContainTextAsync("No unacknowledged alarm");
        var heard = await TonesAsync(screen);
        await screen.Page.WaitForTimeoutAsync(5_000);
        Assert.Equal(heard, await TonesAsync(screen));
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_flood_is_grouped_by_plant_and_a_plant_is_acknowledged_at_once()
    {
        Servers.Require("chromium");
        await using var city = await StartAsync();
        await city.PublishAsync("plants/works-1/flow/bypass", $$"""{"ts":{{City.NowMs}},"flow_m3h":50}""");
        await FaultAsync(city, [.. Enumerable.Range(1, 11)]);
        await using var screen = await stage.OpenAsync(city, path: "/alarms?view=unacknowledged", ready: "details");

        await Expect(screen.At(".flood")).ToContainTextAsync("Many at once: 12");
        await Expect(screen.At("details")).ToHaveCountAsync(11);
        var plant = screen.At("details").Filter(new() { HasText = "Works 1" }).First;
        await Expect(screen.At("summary").Filter(new() { HasText = "2 alarms, 2 unacknowledged" })).ToHaveCountAsync(1);
        await screen.At("summary").Filter(new() { HasText = "2 alarms" })
            .GetByRole(AriaRole.Button, new() { Name = "Acknowledge all 2" }).ClickAsync();

        await Expect(screen.At("details")).ToHaveCountAsync(10);
        Assert.Equal(("acknowledged", "local"), await StateAsync(city, 1, "acknowledgement"));
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1366)]
    [InlineData("zh-CN", ColorScheme.Dark, 1366)]
    [InlineData("zh-CN", ColorScheme.Light, 390)]
    public async Task Everyone_can_read_it_and_history_tells_who_knew(string locale, ColorScheme theme, int width)
    {
        Servers.Require("chromium");
        await using var city = await StartAsync();
        await FaultAsync(city, 1, 2);
        await city.PublishAsync("plants/works-2/status", $$"""{"ts":{{City.NowMs + 1}},"state":"running"}""");
        await Eventually.TrueAsync(
            async () => (await AlarmAsync(city, 2)).GetProperty("state").GetString() == "cleared_unacknowledged",
            TimeSpan.FromSeconds(30), "the second to be gone");
        await using var screen = await stage.OpenAsync(
            city, locale, theme, width, 844, "/alarms?view=unacknowledged", Rows);
        await Expect(screen.At(Rows)).ToHaveCountAsync(2);
        await screen.At($"{Rows} .what button").First.ClickAsync();
        await Expect(screen.At("t-alarm-life ol li")).Not.ToHaveCountAsync(0);
        Assert.Empty(await Axe.SeriousAsync(screen.Page));
        Assert.False(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        if (Environment.GetEnvironmentVariable("TELEMETRY_SHOTS") is { } shots)
            await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"alarms-{locale}-{width}.png") });

        await screen.At(Rows).Filter(new() { HasText = "2" }).Locator(".acts button").First.ClickAsync();
        await Expect(screen.At(Rows)).ToHaveCountAsync(1);
        await screen.At("nav.views a").Last.ClickAsync();

        await Expect(screen.At("t-alarm-history tbody tr")).ToHaveCountAsync(1);
        await screen.At("t-alarm-history tbody tr").ClickAsync();
        await Expect(screen.At("t-alarm-life ol li")).ToHaveCountAsync(3);
        Assert.Empty(await Axe.SeriousAsync(screen.Page));
        Assert.Empty(screen.Complaints);
    }

    private static Task<City> StartAsync() => City.StartAsync(
        "alarms.json", "--Telemetry:Alarms:Period=00:00:01", "--Telemetry:Derive:Lease=00:00:05");

    /// <summary>Returns once each is an alarm, so that a later one is newer.</summary>
    private static async Task FaultAsync(City city, params int[] works)
    {
        foreach (var one in works)
        {
            await city.PublishAsync(
                string.Create(CultureInfo.InvariantCulture, $"plants/works-{one}/status"),
                $$"""{"ts":{{City.NowMs}},"state":"fault","code":"E12"}""");
            if (works.Length <= 3) await IsRaisedAsync(city, one);
        }
        foreach (var one in works) await IsRaisedAsync(city, one);
    }

    private static Task IsRaisedAsync(City city, int works) => Eventually.TrueAsync(
        async () => (await AlarmAsync(city, works)).ValueKind == JsonValueKind.Object, TimeSpan.FromSeconds(30),
        "the fault to be an alarm");

    private static async Task<JsonElement> AlarmAsync(City city, int works)
    {
        var asset = string.Create(CultureInfo.InvariantCulture, $"plant:works-{works}");
        var page = await Client.GetFromJsonAsync<JsonElement>(
            new Uri(city.Url, $"/api/alarms?rule=state_fault&asset={asset}"));
        return page.GetProperty("alarms").EnumerateArray().FirstOrDefault();
    }

    private static async Task<(string? State, string? By)> StateAsync(City city, int works, string action)
    {
        var alarm = await AlarmAsync(city, works);
        return (alarm.GetProperty("state").GetString(), alarm.GetProperty(action).GetProperty("by").GetString());
    }

    private static ILocator Row(Screen screen, string name) => screen.At(Rows).Filter(new() { HasText = name });

    private static Task<int> TonesAsync(Screen screen) => screen.Page.EvaluateAsync<int>("window.tones");
}
