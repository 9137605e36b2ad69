using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Console;

public sealed class Overview(Stage stage)
{
    [Fact]
    public async Task A_plant_shows_what_it_treats_now_and_a_truck_is_counted()
    {
        var city = await stage.CityAsync();
        await city.PublishAsync(
            "vehicles/truck-2/position",
            $$"""{"ts":{{City.NowMs}},"lat":30.01,"lon":122.1,"speed_kmh":0,"ignition":false}""");
        await using var screen = await stage.OpenConsoleAsync(city);

        // As every test says of it that shares the city.
        await city.FlowAsync("outlet", 850);

        await Expect(screen.At("t-plant-rows tbody tr")).ToContainTextAsync("850");
        await Expect(screen.At("t-plant-rows tbody tr")).ToContainTextAsync("of 24,000");
        await Expect(screen.At("t-fleet-counts")).ToContainTextAsync("4 vehicles");
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?kiosk=1")]
    public async Task Twelve_plants_fit_on_a_wall_without_scrolling(string path)
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(
            city, path, width: 1920, height: 1080, prepare: page => page.RouteAsync("**/api/plants", TwelveAsync));

        await Expect(screen.At("t-plant-rows tbody tr")).ToHaveCountAsync(12);
        await Expect(screen.LinkWord).ToHaveTextAsync("Live");

        Assert.InRange(
            await screen.Page.EvaluateAsync<int>("document.documentElement.scrollHeight - innerHeight"), -10_000, 0);
    }

    [Fact]
    public async Task On_a_wall_there_is_nothing_to_press_and_the_age_of_the_last_event_stays()
    {
        var city = await stage.CityAsync();
        await using var screen = await stage.OpenConsoleAsync(city, "/?kiosk=1", width: 1920, height: 1080);

        await Expect(screen.At("nav")).ToHaveCountAsync(0);
        await Expect(screen.At("t-header button, t-header select")).ToHaveCountAsync(0);
        await Expect(screen.At("#link-age")).ToContainTextAsync("ago");
        Assert.Equal("none", await screen.Page.EvaluateAsync<string>("getComputedStyle(document.body).cursor"));
        Assert.Empty(screen.Complaints);
    }

    private static async Task TwelveAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var list = JsonNode.Parse(await answer.TextAsync())!;
        var plants = list["plants"]!.AsArray();
        var one = plants[0]!.ToJsonString();
        for (var i = plants.Count; i < 12; i++)
        {
            var other = JsonNode.Parse(one)!;
            other["id"] = $"plant-{i}";
            plants.Add(other);
        }
        await route.FulfillAsync(new RouteFulfillOptions { Json = list });
    }
}
