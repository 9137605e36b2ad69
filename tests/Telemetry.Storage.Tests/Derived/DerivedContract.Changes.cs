using CsCheck;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Derived;

public abstract partial class DerivedContract
{
    [Fact]
    public async Task Changes_are_what_the_batches_touched_by_stamp()
    {
        await using var sut = await CreateSut();
        await WriteLines(
            sut, Line.Of(Flow, T0 + 9, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)),
            Line.Of(Flow, T0 + 2, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));
        await WriteLines(
            sut, Line.Of(Flow, T0 - 5, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)),
            Line.Of(Resets, T0, ("last_m3", 1.0), ("first_m3", 0.0), ("flags", 0L)));

        var page = await sut.Derived.ChangesAsync(At(0), 100, Ct);

        Assert.True(page.IsLast);
        Assert.Equal(
            [("plant_flow", T0 + 2, T0 + 9), ("meter_event", T0, T0), ("plant_flow", T0 - 5, T0 - 5)],
            page.Rows.Select(row => (row.Kind, row.FirstMs, row.LastMs)));
        Assert.All(page.Rows, row => Assert.Equal("effluent/sewage-1", row.Asset));
        Assert.True(page.Rows[0].Stamp < page.Rows[1].Stamp);
        Assert.Equal(page.Rows[1].Stamp, page.Rows[2].Stamp);
        Assert.True(page.Rows[0].TryGetSeries(out var series));
        Assert.Equal(Flow, series);
    }

    [Fact]
    public async Task Changes_begin_after_the_stamp_given()
    {
        await using var sut = await CreateSut();
        await WriteChanges(sut, (T0, "a", "h1"), (T0 + 1, "b", "h1"), (T0 + 2, "c", "h1"));

        Assert.Equal(["b", "c"], await Assets(T0));
        Assert.Equal(["c"], await Assets(T0 + 1));
        Assert.Empty(await Assets(T0 + 2));

        async Task<IEnumerable<string>> Assets(long after) =>
            (await sut.Derived.ChangesAsync(At(after), 100, Ct)).Rows.Select(row => row.Asset);
    }

    [Fact]
    public async Task A_page_never_cuts_the_rows_of_a_millisecond_apart()
    {
        await using var sut = await CreateSut();
        await WriteChanges(
            sut, (T0, "a", "h1"), (T0 + 7, "a", "h1"), (T0 + 7, "a", "h2"), (T0 + 7, "b", "h1"), (T0 + 7, "c", "h1"),
            (T0 + 7, "d", "h1"), (T0 + 8, "a", "h1"));
        await WriteLines(sut, $"changes,asset=a,host=h1,kind=plant_status first_ms=1i,last_ms=2i {T0 + 7}");

        var first = await sut.Derived.ChangesAsync(At(T0 - 1), 2, Ct);
        var second = await sut.Derived.ChangesAsync(first.Rows[^1].Stamp, 2, Ct);

        Assert.Equal(
            [(T0, "plant_flow", "a", "h1"), (T0 + 7, "plant_flow", "a", "h1"), (T0 + 7, "plant_flow", "a", "h2"),
                (T0 + 7, "plant_flow", "b", "h1"), (T0 + 7, "plant_flow", "c", "h1"), (T0 + 7, "plant_flow", "d", "h1"),
                (T0 + 7, "plant_status", "a", "h1")],
            first.Rows.Select(row => (row.Stamp.ToUnixTimeMilliseconds(), row.Kind, row.Asset, row.Host)));
        Assert.False(first.IsLast);
        Assert.Equal(At(T0 + 8), Assert.Single(second.Rows).Stamp);
        Assert.True(second.IsLast);
    }

    [Fact]
    public async Task Any_rows_paged_by_any_limit_come_once_each_in_order()
    {
        await using var sut = await CreateSut();
        var round = 0;
        // Few stamps, so that most have several rows.
        var row = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 1]);

        await Gen.Select(row.List[1, 40], Gen.Int[1, 12]).SampleAsync(
            async given =>
            {
                var (rows, limit) = given;
                // Each round has a stretch of time to itself.
                var start = T0 + (Interlocked.Increment(ref round) * Hour);
                var all = rows.Distinct()
                    .Select(r => (Stamp: start + r.Item1, Asset: $"a{r.Item2}", Host: $"h{r.Item3}")).ToArray();
                await WriteChanges(sut, all);

                var paged = new List<(long, string, string)>();
                for (var after = At(start - 1); ;)
                {
                    var page = await sut.Derived.ChangesAsync(after, limit, Ct);
                    paged.AddRange(page.Rows.Select(r => (r.Stamp.ToUnixTimeMilliseconds(), r.Asset, r.Host)));
                    if (page.IsLast) break;
                    after = page.Rows[^1].Stamp;
                }

                Assert.Equal(all.Order(), paged);
                return true;
            },
            iter: 15, threads: 1);
    }

    [Fact]
    public async Task A_feed_over_the_store_gives_each_row_once_and_goes_on_from_its_cursor()
    {
        await using var sut = await CreateSut();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(At(T0 + Hour));
        var feed = new ChangeFeed(sut.Derived, At(T0 - 1), TimeSpan.FromMinutes(1), clock);
        await WriteChanges(sut, (T0, "a", "h1"), (T0 + 1, "b", "h1"), (T0 + 2, "c", "h1"));
        Assert.Equal(["a", "b", "c"], await All(feed));
        await WriteChanges(sut, (T0 + 1, "late", "h2"), (T0 + 3, "d", "h1"));

        Assert.Equal(["late", "d"], await All(feed));
        Assert.Equal(At(T0 + 3), feed.Cursor);
        var next = new ChangeFeed(sut.Derived, feed.Cursor, TimeSpan.Zero, clock);
        Assert.Empty(await All(next));
        await WriteChanges(sut, (T0 + 4, "e", "h1"));
        Assert.Equal(["e"], await All(next));

        static async Task<List<string>> All(ChangeFeed feed)
        {
            var assets = new List<string>();
            while (await feed.NextAsync(2, Ct) is { Count: > 0 } rows) assets.AddRange(rows.Select(row => row.Asset));
            return assets;
        }
    }

    /// <summary>Lines of changes as hosts write them; the store passes them over when it collects its own.</summary>
    private async Task WriteChanges(IContractStore sut, params (long Stamp, string Asset, string Host)[] rows) =>
        await WriteLines(sut, [.. rows.Select(row =>
            $"changes,asset={row.Asset},host={row.Host},kind=plant_flow first_ms=1i,last_ms=2i {row.Stamp}")]);
}
