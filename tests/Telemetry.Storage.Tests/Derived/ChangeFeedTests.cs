using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Tests.Derived;

public sealed class ChangeFeedTests
{
    private static readonly DateTimeOffset T0 = new(2009, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _clock = new(T0);
    private readonly ChangesInMemory _store = new();

    [Fact]
    public async Task A_row_that_shows_itself_late_within_the_overlap_is_given()
    {
        var sut = CreateSut();
        _store.Add(0, "a");
        Assert.Equal(["a"], await Given(sut));

        _store.Add(-299, "late");

        Assert.Equal(["late"], await Given(sut));
        Assert.Empty(await Given(sut));
        Assert.Equal(T0, sut.Cursor);
    }

    [Fact]
    public async Task A_row_written_again_with_other_bounds_is_given_again()
    {
        var sut = CreateSut();
        _store.Add(0, "a", firstMs: 10);
        await Given(sut);

        _store.Replace(0, "a", firstMs: 5);

        Assert.Equal(["a"], await Given(sut));
    }

    [Fact]
    public async Task A_stamp_from_a_clock_that_is_ahead_holds_up_nobody()
    {
        var sut = CreateSut();
        _store.Add(86_400, "ahead");
        Assert.Equal(["ahead"], await Given(sut));
        Assert.Equal(T0, sut.Cursor);

        _clock.Advance(TimeSpan.FromMinutes(20));
        _store.Add(600, "right");

        Assert.Equal(["right"], await Given(sut));
        Assert.Equal(T0 + TimeSpan.FromMinutes(20), sut.Cursor);
        Assert.Empty(await Given(sut));
    }

    [Fact]
    public async Task A_feed_that_begins_at_the_cursor_of_any_page_misses_nothing()
    {
        for (var second = 0; second < 40; second++) _store.Add(second * 60, $"a{second}");
        _clock.Advance(TimeSpan.FromHours(1));
        var stopped = CreateSut();
        var given = new List<string>();
        for (var page = 0; page < 3; page++)
            given.AddRange((await stopped.NextAsync(5, CancellationToken.None)).Select(row => row.Asset));

        given.AddRange(await Given(CreateSut(stopped.Cursor)));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"a{i}").Order(), given.Distinct().Order());
    }

    [Fact]
    public async Task What_lies_before_the_overlap_is_forgotten()
    {
        var sut = CreateSut();
        _clock.Advance(TimeSpan.FromDays(1));
        for (var minute = 0; minute < 600; minute++) _store.Add(minute * 60, $"a{minute % 7}");

        Assert.Equal(600, (await Given(sut)).Count);

        // The newest stands at 599 min: 595 to 599 lie within the last 5 min, 594 at its border.
        Assert.Equal(5, sut.Remembered);
    }

    private ChangeFeed CreateSut(DateTimeOffset? cursor = null) =>
        new(_store, cursor ?? DateTimeOffset.UnixEpoch, Overlap, _clock);

    private static async Task<List<string>> Given(ChangeFeed feed)
    {
        var assets = new List<string>();
        while (await feed.NextAsync(4, CancellationToken.None) is { Count: > 0 } rows)
            assets.AddRange(rows.Select(row => row.Asset));
        return assets;
    }

    /// <summary>Changes alone; a feed asks for nothing else.</summary>
    private sealed class ChangesInMemory : IDerivedStore
    {
        private readonly List<Change> _rows = [];

        public StoreCondition Condition => throw new NotSupportedException();

        public StoreTraffic Traffic => default;

        public TimeSpan ChangesOverlap => Overlap;

        public void Add(int seconds, string asset, long firstMs = 1) => _rows.Add(
            new Change(T0 + TimeSpan.FromSeconds(seconds), "plant_flow", asset, "h1", firstMs, 100));

        public void Replace(int seconds, string asset, long firstMs)
        {
            _rows.RemoveAll(row => row.Stamp == T0 + TimeSpan.FromSeconds(seconds) && row.Asset == asset);
            Add(seconds, asset, firstMs);
        }

        public Task<ChangesPage> ChangesAsync(DateTimeOffset afterStamp, int limit, CancellationToken cancellationToken)
        {
            var rows = _rows.Where(row => row.Stamp > afterStamp).OrderBy(row => row.Stamp).ToList();
            var page = rows.TakeWhile((row, i) => i < limit || row.Stamp == rows[limit - 1].Stamp).ToList();
            return Task.FromResult(new ChangesPage(page, IsLast: rows.Count < limit));
        }

        public Task WriteAsync(IReadOnlyList<DerivedPoint> points, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<IReadOnlyList<FlowSample>>> SamplesAsync(
            IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<IReadOnlyList<Ping>>> PingsAsync(
            IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<IReadOnlyList<TotaliserEvent>>> EventsAsync(
            IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<IReadOnlyList<StoredPoint>>> ReadAsync(
            IReadOnlyList<SeriesSpan> spans, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredPoint>> ReadAsync(
            Measurement measurement, IReadOnlyDictionary<string, string> tags, DateTimeOffset from, DateTimeOffset to,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredPoint?> BeforeAsync(
            Series series, DateTimeOffset instant, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<StoredPoint?> AfterAsync(
            Series series, DateTimeOffset instant, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
