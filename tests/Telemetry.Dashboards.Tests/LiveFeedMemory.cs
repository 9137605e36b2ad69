using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Live;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Live;

namespace Telemetry.Dashboards.Tests;

public sealed class LiveFeedMemory
{
    private readonly FakeTimeProvider _time = new(DashboardsApp.Start);
    private readonly LiveBoard _board = new();

    [Fact]
    public void ChangesSince_AReaderThatSleptThroughThousandsOfChanges_GetsEachTopicOnceAndNewest()
    {
        using var sut = CreateSut();
        var asleepSince = sut.TakeSnapshot().Sequence;

        for (var i = 1; i <= 10_000; i++) Post($"vehicles/v-{i % 3}", i);
        var frame = sut.ChangesSince(asleepSince);

        Assert.NotNull(frame);
        using var data = JsonDocument.Parse(frame.Data);
        var live = data.RootElement.GetProperty("live").EnumerateObject().ToDictionary(
            p => p.Name, p => p.Value.GetProperty("n").GetInt32());
        Assert.Equal(
            new Dictionary<string, int> { ["vehicles/v-0"] = 9_999, ["vehicles/v-1"] = 10_000,
            ["vehicles/v-2"] = 9_998 }, live);
    }

    [Fact]
    public void ChangesSince_NothingChanged_IsNull()
    {
        using var sut = CreateSut();
        var sequence = sut.TakeSnapshot().Sequence;

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(sut.ChangesSince(sequence));
    }

    [Fact]
    public void ChangesSince_MoreTopicsWentAwayThanAreRemembered_GivesASnapshot()
    {
        using var sut = CreateSut();
        var sequence = sut.TakeSnapshot().Sequence;

        for (var i = 0; i <= 10_001; i++)
        {
            Post($"vehicles/v-{i}", i);
            _board.Post(new LiveMessage($"vehicles/v-{i}", i, ReadOnlyMemory<byte>.Empty));
        }

        Assert.Equal(LiveFeed.Snapshot, sut.ChangesSince(sequence)?.Event);
    }

    [Fact]
    public void Dispose_AfterIt_TheBoardNoLongerHoldsTheFeed()
    {
        var sut = CreateSut();
        var sequence = sut.TakeSnapshot().Sequence;

        sut.Dispose();
        Post("vehicles/v-1", 1);

        Assert.Null(sut.ChangesSince(sequence));
    }

    private LiveFeed CreateSut()
    {
        var json = new JsonOptions();
        DashboardsServices.Apply(json.SerializerOptions);
        return new LiveFeed(
            _board, new TestStatus(_time), _time, Options.Create(json), Options.Create(new DashboardsOptions()));
    }

    private void Post(string topic, int n) => _board.Post(new LiveMessage(
        topic, n, System.Text.Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}}}"""))));
}
