using System.Globalization;
using Telemetry.Dashboards.Status;

namespace Telemetry.Dashboards.Tests;

public sealed class LiveApi
{
    private const string Influent = "plants/sewage-1/flow/influent";
    private static readonly DateTimeOffset Start = DashboardsApp.Start;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Live_AtFirst_IsASnapshotOfStatusAndBoard()
    {
        await using var app = await DashboardsApp.StartAsync();
        app.Post(Influent, Start, """ "flow_m3h":812.5 """);

        await using var sut = await EventStream.OpenAsync(app);
        var (type, data) = await sut.NextAsync();

        Assert.Equal("snapshot", type);
        Assert.Equal("gateway-1", data.GetProperty("status").GetProperty("host").GetString());
        Assert.Equal(812.5, data.GetProperty("live").GetProperty(Influent).GetProperty("flow_m3h").GetDouble());
        Assert.Equal(Start, data.GetProperty("now").GetDateTimeOffset());
    }

    [Fact]
    public async Task Live_ManyChangesWithinASecond_AreOneDeltaWithTheNewestValue()
    {
        await using var app = await DashboardsApp.StartAsync();
        await using var sut = await EventStream.OpenAsync(app);
        await sut.NextAsync();

        for (var i = 1; i <= 50; i++)
            app.Post(
                Influent, Start.AddMilliseconds(i), string.Create(CultureInfo.InvariantCulture, $"\"flow_m3h\":{i}"));
        app.Post("vehicles/v-01", Start, """ "lat":30,"lon":122 """);
        app.Time.Advance(Pace);
        var (type, data) = await sut.NextAsync();

        Assert.Equal("delta", type);
        Assert.Equal(
            [Influent, "vehicles/v-01"], data.GetProperty("live").EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(50, data.GetProperty("live").GetProperty(Influent).GetProperty("flow_m3h").GetDouble());
        Assert.False(data.TryGetProperty("status", out _));
    }

    [Fact]
    public async Task Live_AStatusThatChanged_ComesWithTheNextDelta()
    {
        await using var app = await DashboardsApp.StartAsync();
        await using var sut = await EventStream.OpenAsync(app);
        await sut.NextAsync();

        app.Status.Next = app.Status.Next with { Rates = new HostRates(7, 7, 7) };
        app.Time.Advance(Pace);
        var (type, data) = await sut.NextAsync();

        Assert.Equal("delta", type);
        Assert.Equal(7, data.GetProperty("status").GetProperty("rates").GetProperty("received").GetDouble());
        Assert.Empty(data.GetProperty("live").EnumerateObject());
    }

    [Fact]
    public async Task Live_ATopicThatWentAway_IsNull()
    {
        await using var app = await DashboardsApp.StartAsync();
        app.Post(Influent, Start, """ "flow_m3h":1 """);
        await using var sut = await EventStream.OpenAsync(app);
        await sut.NextAsync();

        app.Board.Post(new(Influent, Start.ToUnixTimeMilliseconds(), ReadOnlyMemory<byte>.Empty));
        app.Time.Advance(Pace);
        var (_, data) = await sut.NextAsync();

        Assert.Equal(System.Text.Json.JsonValueKind.Null, data.GetProperty("live").GetProperty(Influent).ValueKind);
    }

    [Fact]
    public async Task Live_NothingChanges_SendsAHeartbeatAfterFifteenSeconds()
    {
        await using var app = await DashboardsApp.StartAsync();
        await using var sut = await EventStream.OpenAsync(app);
        await sut.NextAsync();

        app.Time.Advance(TimeSpan.FromSeconds(15));
        var (type, data) = await sut.NextAsync();

        Assert.Equal("heartbeat", type);
        Assert.Equal(Start.AddSeconds(15), data.GetProperty("now").GetDateTimeOffset());
    }

    [Fact]
    public async Task Live_AReaderThatComesBack_GoesOnFromWhereItWas()
    {
        await using var app = await DashboardsApp.StartAsync();
        app.Post(Influent, Start, """ "flow_m3h":1 """);
        string? id;
        await using (var first = await EventStream.OpenAsync(app))
        {
            await first.NextAsync();
            id = first.Last.EventId;
        }

        app.Post("vehicles/v-01", Start, """ "lat":30,"lon":122 """);
        await using var sut = await EventStream.OpenAsync(app, id);
        var (type, data) = await sut.NextAsync();

        Assert.Equal("delta", type);
        Assert.Equal("vehicles/v-01", Assert.Single(data.GetProperty("live").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("9000000000000000000")]
    [InlineData("not a number")]
    public async Task Live_AnIdOfAnotherProcess_GivesASnapshot(string id)
    {
        await using var app = await DashboardsApp.StartAsync();

        await using var sut = await EventStream.OpenAsync(app, id);

        Assert.Equal("snapshot", (await sut.NextAsync()).Type);
    }

    [Fact]
    public async Task Live_AMessageThatIsNoJson_DoesNotEndTheStream()
    {
        await using var app = await DashboardsApp.StartAsync();
        app.Board.Post(new("plants/sewage-1", 0, "{oops"u8.ToArray()));

        await using var sut = await EventStream.OpenAsync(app);

        Assert.Equal("snapshot", (await sut.NextAsync()).Type);
    }

    [Fact]
    public async Task Live_MoreStreamsThanTheLimit_IsRefusedInWords()
    {
        await using var app = await DashboardsApp.StartAsync(options => options.MaxLiveStreams = 1);
        await using var first = await EventStream.OpenAsync(app);
        await first.NextAsync();

        var detail = await app.GetProblemAsync("/api/live", 503);

        Assert.Contains("live streams are taken", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_TheHostStops_TheStreamEnds()
    {
        await using var app = await DashboardsApp.StartAsync();
        await using var sut = await EventStream.OpenAsync(app);
        await sut.NextAsync();

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(await sut.EndsAsync());
    }
}
