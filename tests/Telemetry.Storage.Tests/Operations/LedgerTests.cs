using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Storage.Tests.Operations;

public sealed class LedgerTests : IDisposable
{
    private static readonly PlantId Plant = new("sewage-1");

    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Read_gives_the_newest_first()
    {
        await Reviews(3);

        Assert.Equal([3L, 2L, 1L], (await Read(new())).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_rows_are_added()
    {
        await Reviews(5);
        var first = await Read(new() { Limit = 2 });
        await Reviews(1, revision: 1);

        var second = await Read(new() { Limit = 2, Before = first.Next });
        var third = await Read(new() { Limit = 2, Before = second.Next });

        Assert.Equal(
            [5L, 4L, 3L, 2L, 1L], first.Rows.Concat(second.Rows).Concat(third.Rows).Select(row => row.Id));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task A_page_that_is_exactly_full_is_the_last()
    {
        await Reviews(2);

        Assert.Null((await Read(new() { Limit = 2 })).Next);
    }

    [Fact]
    public async Task Each_filter_lets_pass_what_fits()
    {
        await Filled.WithOneOfEach(_rig.Store);
        _rig.Clock.Advance(TimeSpan.FromHours(1));
        var later = _rig.Clock.GetUtcNow();
        await _rig.Store.Reviews.ReviewAsync(Plant, new(2009, 8, 1), 0, "", Actor.Local, default);

        await AssertIds(new() { From = later }, 4);
        await AssertIds(new() { To = later }, 3, 2, 1);
        await AssertIds(new() { Kind = LedgerKind.Review }, 4, 2);
        await AssertIds(new() { Actor = Actor.Local }, 4);
        await AssertIds(new() { Actor = OperationsRig.Wang }, 3, 2, 1);
        await AssertIds(new() { Subject = "meter:sewage-1/influent" }, 1);
        await AssertIds(new() { Subject = "city" }, 3);
        await AssertIds(new() { Kind = LedgerKind.Review, Actor = OperationsRig.Wang, To = later }, 2);
        Assert.Empty(await Ids(new() { Kind = LedgerKind.Revision }));
    }

    // Rows 1 and 2 concern 2009-07-03, row 3 the month 2009-07, row 4 2009-08-01.
    [Theory]
    [InlineData("2009-07-01", "2009-08-01", new[] { 3L, 2L, 1L })]
    [InlineData("2009-07-02", null, new[] { 4L, 2L, 1L })]
    [InlineData("2009-07-03", null, new[] { 4L, 2L, 1L })]
    [InlineData("2009-07-04", null, new[] { 4L })]
    [InlineData(null, "2009-07-01", new long[0])]
    [InlineData(null, "2009-07-02", new[] { 3L })]
    [InlineData(null, "2009-07-03", new[] { 3L })]
    [InlineData(null, "2009-07-04", new[] { 3L, 2L, 1L })]
    [InlineData("2009-06-30", "2009-07-02", new[] { 3L })]
    public async Task A_month_counts_as_its_first_day(string? from, string? to, long[] ids)
    {
        await Filled.WithOneOfEach(_rig.Store);
        await _rig.Store.Reviews.ReviewAsync(Plant, new(2009, 8, 1), 0, "", Actor.Local, default);

        Assert.Equal(ids, await Ids(new() { FromDay = DayOf(from), ToDay = DayOf(to) }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_limit_out_of_range_is_our_bug(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Read(new() { Limit = limit }));

    [Fact]
    public async Task Review_is_kept_with_its_revision_and_in_the_ledger()
    {
        var review = await _rig.Store.Reviews.ReviewAsync(
            Plant, new(2009, 7, 3), 2, "checked", OperationsRig.Wang, default);

        var listed = await _rig.Store.Reviews.ListAsync(Plant, new(2009, 7, 1), new(2009, 8, 1), default);
        Assert.Equal(review, Assert.Single(listed));
        var row = Assert.Single((await Read(new())).Rows);
        Assert.Equal(("plant:sewage-1", "checked", """{"revision":2}"""), (row.Subject, row.Why, row.After));
        Assert.Equal(new DateOnly(2009, 7, 3), row.Day);
    }

    [Fact]
    public async Task The_same_review_once_more_adds_nothing_and_one_of_a_new_revision_does()
    {
        var first = await _rig.Store.Reviews.ReviewAsync(Plant, new(2009, 7, 3), 0, "", OperationsRig.Wang, default);

        var again = await _rig.Store.Reviews.ReviewAsync(Plant, new(2009, 7, 3), 0, "x", OperationsRig.Wang, default);
        await _rig.Store.Reviews.ReviewAsync(Plant, new(2009, 7, 3), 1, "", OperationsRig.Wang, default);

        Assert.Equal(first, again);
        Assert.Equal(2, (await Read(new())).Rows.Count);
    }

    [Fact]
    public async Task Reviews_are_listed_by_plant_and_day()
    {
        await Reviews(3);
        await _rig.Store.Reviews.ReviewAsync(new("other"), new(2009, 7, 2), 0, "", Actor.Local, default);

        Assert.Equal(2, (await _rig.Store.Reviews.ListAsync(Plant, new(2009, 7, 1), new(2009, 7, 3), default)).Count);
        Assert.Equal(2, (await _rig.Store.Reviews.ListAsync(null, new(2009, 7, 2), new(2009, 7, 3), default)).Count);
    }

    private async Task Reviews(int count, int revision = 0)
    {
        for (var i = 0; i < count; i++)
        {
            await _rig.Store.Reviews.ReviewAsync(
                Plant, new DateOnly(2009, 7, 1).AddDays(i), revision, "", OperationsRig.Wang, default);
        }
    }

    private Task<LedgerPage> Read(LedgerQuery query) => _rig.Store.Ledger.ReadAsync(query, default);

    private async Task<long[]> Ids(LedgerQuery query) => [.. (await Read(query)).Rows.Select(row => row.Id)];

    private async Task AssertIds(LedgerQuery query, params long[] expected) => Assert.Equal(expected, await Ids(query));

    private static DateOnly? DayOf(string? text) =>
        text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
