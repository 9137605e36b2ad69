using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests;

public sealed class LiveValues(Stage stage)
{
    private const int Flow = 2;
    private const int Total = 3;
    private const int State = 1;
    private const int Last = 6;

    [Fact]
    public async Task A_reading_is_on_the_open_page_within_two_seconds_of_its_acknowledgement()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city);
        await screen.Page.EvaluateAsync("window.sameDocument = true");
        var fastest = TimeSpan.MaxValue;

        // On a busy machine one may be late; the page itself may not.
        for (var attempt = 1; attempt <= 3 && fastest > TimeSpan.FromSeconds(2); attempt++)
        {
            var flow = 1000.5 + attempt;
            await city.FlowAsync("inlet", flow);
            var acknowledged = Stopwatch.GetTimestamp();
            await Expect(screen.Cell("Inlet", Flow)).ToHaveTextAsync(flow.ToString("N1", CultureInfo.InvariantCulture));
            fastest = TimeSpan.FromTicks(Math.Min(fastest.Ticks, Stopwatch.GetElapsedTime(acknowledged).Ticks));
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.True(await screen.Page.EvaluateAsync<bool>("window.sameDocument === true"), "the page was loaded again");
        await Expect(screen.Cell("Inlet", State)).ToContainTextAsync("current");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task An_age_counts_up_while_nothing_comes()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city);
        await city.FlowAsync("ageing", 7);
        await Expect(screen.Cell("Ageing", Flow)).ToHaveTextAsync("7.0");
        var began = Stopwatch.GetTimestamp();
        var first = await AgeAsync(screen);

        await Expect(screen.Cell("Ageing", Last)).ToContainTextAsync($"{first + 3} s ago");

        // What it counts is time, not events.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1.5, 9);
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task What_is_not_heard_in_time_is_called_stale_and_keeps_its_age()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city);

        // It reports every second, so three seconds make it stale.
        await city.FlowAsync("hasty", 3.5);

        await Expect(screen.Cell("Hasty", Flow)).ToHaveTextAsync("3.5");
        await Expect(screen.Cell("Hasty", State)).ToHaveTextAsync("◆ stale");
        await Expect(screen.Cell("Hasty", Last)).ToContainTextAsync("s ago");
        await Expect(screen.At("#verdict-list")).ToContainTextAsync("are stale");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task What_was_never_sent_is_a_dash_and_never_zero()
    {
        var city = await stage.CityAsync();
        await city.FlowAsync("inlet", 5);
        await using var screen = await stage.OpenAsync(city);

        await Expect(screen.Cell("Silent", State)).ToHaveTextAsync("○ no reading");
        await Expect(screen.Cell("Silent", Flow)).ToHaveTextAsync("—");
        await Expect(screen.Cell("Silent", Last)).ToHaveTextAsync("—");
        await Expect(screen.Cell("Inlet", Total)).ToHaveTextAsync("—");
        Assert.Empty(screen.Complaints);
    }

    /// <summary>24,000 m³/d are 1,000 m³/h.</summary>
    [Fact]
    public async Task A_plant_shows_what_it_treats_against_its_capacity()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city);

        await city.FlowAsync("outlet", 850);

        await Expect(screen.At("#meters .group")).ToContainTextAsync(
            "treats 850 m³/h now, 85 % of its capacity of 24,000 m³/d");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_truck_with_its_engine_off_is_not_stale_and_one_that_drove_is()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city);
        var ts = City.NowMs - 60_000;

        await city.PublishAsync(
            "vehicles/parked/position", $$"""{"ts":{{ts}},"lat":30.01,"lon":122.1,"speed_kmh":0,"ignition":false}""");
        await city.PublishAsync(
            "vehicles/driven/position", $$"""{"ts":{{ts}},"lat":30.02,"lon":122.1,"speed_kmh":31,"ignition":true}""");

        await Expect(screen.Cell("L 1003", 1)).ToHaveTextAsync("✓ current");
        await Expect(screen.Cell("L 1003", 2)).ToHaveTextAsync("engine off");
        await Expect(screen.Cell("L 1004", 1)).ToHaveTextAsync("◆ stale");
        await Expect(screen.Cell("L 1004", 2)).ToHaveTextAsync("—");
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_wrong_message_is_counted_by_its_reason_with_a_way_to_its_bytes()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenAsync(city);

        await city.PublishAsync("vehicles/truck-1/position", """{"ts":1780271700000,"lat":122.1,"lon":30.1}""");

        var link = screen.At("#letters a").Filter(new LocatorFilterOptions { HasText = "out_of_range" });
        await Expect(link).ToBeVisibleAsync();
        await Expect(screen.At("#book-intake .balance")).ToHaveTextAsync("✓ balances");
        var answer = await screen.Page.APIRequest.GetAsync(
            new Uri(city.Url, await link.GetAttributeAsync("href")).ToString());
        Assert.Contains("'lat' is 122.1", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(screen.Complaints);
    }

    private static async Task<int> AgeAsync(Screen screen)
    {
        var words = await screen.Cell("Ageing", Last).Locator("span").First.InnerTextAsync();
        return int.Parse(words.Split([' ', '\u00a0', '\u202f'])[0], CultureInfo.InvariantCulture);
    }
}
