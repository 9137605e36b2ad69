using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Fleet;

[Collection(FleetStages.Name)]
public sealed class FleetTests(FleetStage stage)
{
    [Fact]
    public async Task The_list_works_while_the_map_cant_be_loaded()
    {
        var city = await stage.CityAsync();
        await city.PingAsync("truck-1", 30.0285, 122.1042, 32);
        var isBlocked = true;
        await using var screen = await stage.OpenAsync("/fleet", before: page => page.RouteAsync(
            "**/app/surface-*.js", route => isBlocked ? route.AbortAsync() : route.ContinueAsync()));

        await Expect(screen.At("t-map")).ToContainTextAsync("could not be loaded");
        var row = screen.At("t-vehicle-list .row1").Filter(new LocatorFilterOptions { HasText = "L 1001" });
        await Expect(row).ToContainTextAsync("driving");
        await Expect(row).ToContainTextAsync("32 km/h");

        await city.PingAsync("truck-1", 30.03, 122.105, 48);
        await Expect(row).ToContainTextAsync("48 km/h");
        await screen.At("t-fleet-filters input").FillAsync("1002");
        await Expect(screen.At("t-vehicle-list .row1")).ToHaveCountAsync(1);
        await Expect(screen.At("t-fleet-filters")).ToContainTextAsync("1 of 3 vehicles");

        isBlocked = false;
        await screen.At("t-map button").First.ClickAsync();
        await Expect(screen.At("t-map .source")).ToContainTextAsync("OpenStreetMap");
        // The browser itself says what was blocked, and nothing else is wrong.
        Assert.All(
            screen.Complaints, one => Assert.Contains("net::ERR_FAILED", one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vehicle_is_found_chosen_and_followed_by_keys_alone()
    {
        var city = await stage.CityAsync();
        await city.PingAsync("truck-1", 30.0285, 122.1042, 32);
        await city.PingAsync("truck-2", 30.02, 122.11);
        await using var screen = await stage.OpenAsync("/fleet");
        await Expect(screen.At("t-vehicle-list .row1")).ToHaveCountAsync(3);

        await screen.PressAsync("/");
        await screen.Page.Keyboard.TypeAsync("sweep");
        await Expect(screen.At("t-fleet-filters")).ToContainTextAsync("0 of 3");
        await screen.PressAsync("Control+a");
        await screen.Page.Keyboard.TypeAsync("100");
        await screen.TabToAsync("t-vehicle-list .grid");
        await screen.PressAsync("ArrowDown");
        await screen.PressAsync("Enter");

        await Expect(screen.At("t-vehicle-panel h2")).ToHaveTextAsync("L 1002");
        await screen.PressAsync("f");
        await Expect(screen.At("t-vehicle-panel [aria-pressed=true]")).ToContainTextAsync("Following");
        Assert.Contains("vehicle=truck-2", screen.Page.Url, StringComparison.Ordinal);
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task A_place_is_drawn_changed_and_taken_out_and_the_ledger_has_it()
    {
        await using var screen = await stage.OpenAsync("/fleet");
        await Expect(screen.At("t-map .source")).ToBeVisibleAsync();
        var editor = screen.At("t-place-editor");

        // Drawn with the mouse.
        await screen.PressAsync("e");
        await editor.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Draw it" }).ClickAsync();
        var box = (await screen.At("t-map .surface").BoundingBoxAsync())!;
        await screen.Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await Expect(editor.Locator("[name=lat]")).Not.ToHaveValueAsync("");
        await editor.Locator("[name=id]").FillAsync("bin-2");
        await editor.Locator("[name=nameEn]").FillAsync("Bin 2");
        await editor.Locator("[name=nameZh]").FillAsync("二号桶");
        await editor.Locator("[name=why]").FillAsync("new street");
        await editor.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();
        await Expect(screen.At("t-toasts")).ToContainTextAsync("“Bin 2” is saved");

        // Changed by typing.
        await editor.Locator("select").First.SelectOptionAsync("collection_point/bin-2");
        await editor.Locator("[name=lat]").FillAsync("30.05");
        await editor.Locator("[name=why]").FillAsync("other side of the road");
        await editor.Locator("[name=why]").PressAsync("Enter");
        await Expect(editor.Locator("form")).ToHaveCountAsync(0);

        // Taken out, which wants to be said twice.
        await editor.Locator("select").First.SelectOptionAsync("collection_point/bin-2");
        await Expect(editor.Locator("[name=lat]")).ToHaveValueAsync("30.05");
        await editor.Locator("[name=why]").FillAsync("gone again");
        await editor.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Take out" }).ClickAsync();
        await editor.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Really" }).ClickAsync();
        await Expect(screen.At("t-toasts")).ToContainTextAsync("is taken out");

        var ledger = await screen.Page.EvaluateAsync<string[]>(
            "async () => (await (await fetch('/api/ledger?kind=place')).json()).rows"
            + ".map(row => `${row.subject} ${row.why}`)");
        Assert.Equal(
            [
                "place:collection_point/bin-2 gone again", "place:collection_point/bin-2 other side of the road",
                "place:collection_point/bin-2 new street",
            ],
            ledger);
        Assert.Contains("// by the gate", File.ReadAllText(stage.Registry), StringComparison.Ordinal);
        Assert.Empty(screen.Complaints);
    }

    [Theory]
    [InlineData("/fleet", "en-GB", ColorScheme.Light, 1920)]
    [InlineData("/fleet", "zh-CN", ColorScheme.Dark, 390)]
    [InlineData("/replay?vehicles=truck-1", "zh-CN", ColorScheme.Light, 1366)]
    [InlineData("/replay?vehicles=truck-1", "en-GB", ColorScheme.Dark, 390)]
    public async Task Everybody_can_use_it_and_nothing_is_asked_of_other_hosts(
        string path, string locale, ColorScheme theme, int width)
    {
        var city = await stage.CityAsync();
        await city.PingAsync("truck-1", 30.0285, 122.1042, 32, TimeProvider.System.GetUtcNow().AddMinutes(-1));
        await city.PingAsync("truck-1", 30.03, 122.11, 32);
        await using var screen = await stage.OpenAsync(path, locale, theme, width);
        if (width > 1000 || path.StartsWith("/replay", StringComparison.Ordinal))
            await Expect(screen.At("t-map .source")).ToContainTextAsync("OpenStreetMap");
        await Expect(screen.At("t-shell")).ToContainTextAsync("L 1001");

        Assert.Empty(await screen.SeriousAsync());
        Assert.True(await screen.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(screen.Complaints);
    }
}
