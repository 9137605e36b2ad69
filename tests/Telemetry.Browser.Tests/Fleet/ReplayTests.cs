using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Telemetry.Browser.Tests.Fleet;

[Collection(FleetStages.Name)]
public sealed class ReplayTests(FleetStage stage)
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    [Fact]
    public async Task A_day_is_chosen_stepped_through_and_played_by_keys_alone()
    {
        await DriveYesterdayAsync();
        await using var screen = await stage.OpenAsync($"/replay?day={Yesterday:yyyy-MM-dd}");

        await screen.TabToAsync("t-replay-chooser input[name=vehicle]");
        await screen.Page.Keyboard.TypeAsync("L 1003");
        await screen.PressAsync("Enter");
        await Expect(screen.At("#clock")).ToHaveTextAsync("09:00:00");
        await screen.PressAsync("Tab");
        await screen.PressAsync("ArrowRight");
        await Expect(screen.At("#clock")).ToHaveTextAsync("09:01:00");
        await screen.PressAsync("End");
        await Expect(screen.At("#clock")).ToHaveTextAsync("13:01:00");
        await screen.PressAsync("ArrowLeft");
        await Expect(screen.At("#clock")).ToHaveTextAsync("13:00:00");
        await screen.PressAsync("ArrowLeft");
        await Expect(screen.At("#clock")).ToHaveTextAsync("09:10:00");

        // Into the silence of almost four hours, which is no line.
        await screen.PressAsync("+");
        await screen.PressAsync("+");
        await screen.PressAsync("+");
        await Expect(screen.At("t-replay-controls select")).ToHaveValueAsync("64");
        await screen.PressAsync("p");
        await Expect(screen.At(".whereabouts")).ToContainTextAsync("no signal since 09:10");
        await screen.PressAsync("p");
        await Expect(screen.At("t-replay-controls .play")).ToContainTextAsync("Play");
        await Expect(screen.At("t-time-line rect.gap[x]").First).ToBeVisibleAsync();
        Assert.Contains("vehicles=truck-3", screen.Page.Url, StringComparison.Ordinal);
        Assert.Empty(screen.Complaints);
    }

    [Fact]
    public async Task The_track_is_handed_out_as_GPX_with_its_gap()
    {
        await DriveYesterdayAsync();
        await using var screen = await stage.OpenAsync(
            $"/replay?vehicles=truck-3&day={Yesterday:yyyy-MM-dd}");

        var download = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Page.GetByRole(
            AriaRole.Link, new PageGetByRoleOptions { Name = "GPX" }).ClickAsync());

        Assert.Equal("track-truck-3.gpx", download.SuggestedFilename);
        var gpx = File.ReadAllText(await download.PathAsync());
        Assert.Equal(2, gpx.Split("<trkseg>").Length - 1);
        Assert.Equal(13, gpx.Split("<trkpt ").Length - 1);
        Assert.Empty(screen.Complaints);
    }

    private static DateOnly Yesterday =>
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(Zone).Date).AddDays(-1);

    /// <summary>Ten minutes from nine in the city's time, a ping a minute; then at one, elsewhere, two more.</summary>
    private async Task DriveYesterdayAsync()
    {
        var city = await stage.CityAsync();
        var nine = new DateTimeOffset(Yesterday.ToDateTime(new TimeOnly(9, 0)), Zone);
        for (var minute = 0; minute <= 10; minute++)
            await city.PingAsync("truck-3", 30.02, 122.1 + (minute * 0.004), 23, nine.AddMinutes(minute));
        await city.PingAsync("truck-3", 30.06, 122.12, 20, nine.AddHours(4));
        await city.PingAsync("truck-3", 30.06, 122.123, 20, nine.AddHours(4).AddMinutes(1));
    }
}
