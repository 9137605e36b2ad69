using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Telemetry.Dashboards.Works;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Tests;

public sealed class WorksApi
{
    private static readonly long Now = DashboardsApp.Start.ToUnixTimeMilliseconds();

    [Fact]
    public async Task Unregistered_LastHeardFirst_WithAnEntryForTheRegistry()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Works.Assets.Meet(AssetKind.Meter, "new-plant/in", Now - 60_000)!.Note(Now - 30_000);
        sut.Works.Assets.Meet(AssetKind.Vehicle, "v-99", Now - 50_000)!.Note(Now);

        var list = (await sut.GetAsync("/api/unregistered")).GetProperty("unregistered");

        Assert.Equal(
            ["v-99", "new-plant/in"], list.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        var vehicle = list[0];
        Assert.Equal(("vehicle", "vehicles", 1), (
            vehicle.GetProperty("kind").GetString(), vehicle.GetProperty("path").GetString(),
            vehicle.GetProperty("objects").GetInt32()));
        Assert.Equal("2026-03-01T12:00:00+08:00", vehicle.GetProperty("last_seen").GetString());
        using var entry = JsonDocument.Parse(vehicle.GetProperty("entry").GetString()!);
        Assert.Equal("v-99", entry.RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Clocks_TellHowFarOffAndWhatWasRejected()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Works.Clocks.Note("sanitation/vehicles/v-1/position", -600_000, Now, isRejected: true);

        var clock = (await sut.GetAsync("/api/clocks")).GetProperty("clocks")[0];

        Assert.Equal(-600, clock.GetProperty("behind_seconds").GetDouble());
        Assert.Equal((1, 1), (clock.GetProperty("readings").GetInt32(), clock.GetProperty("rejected").GetInt32()));
    }

    [Fact]
    public async Task Replay_AsksForEachIdOnceAndTellsWhatCameOfIt()
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await PostAsync(sut, ["1-0", "1-2", "1-0"]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["1-0", "1-2"], sut.Works.Asked);
        Assert.Equal(
            new LettersReplayed(2, 1, 0, 0),
            await answer.Content.ReadFromJsonAsync<LettersReplayed>(
                new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }));
    }

    [Fact]
    public async Task Replay_NotDoneYet_IsAccepted()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Works.Answer = null;

        using var answer = await PostAsync(sut, ["1-0"]);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task Replay_NoneOrTooMany_IsRefusedAndAsksNothing(int count)
    {
        await using var sut = await DashboardsApp.StartAsync();

        using var answer = await PostAsync(sut, [.. Enumerable.Range(0, count).Select(static i => $"1-{i}")]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(sut.Works.Asked);
    }

    private static Task<HttpResponseMessage> PostAsync(DashboardsApp sut, string[] ids) =>
        sut.Client.PostAsJsonAsync(new Uri("/api/dead-letters/replay", UriKind.Relative), new { ids });
}
