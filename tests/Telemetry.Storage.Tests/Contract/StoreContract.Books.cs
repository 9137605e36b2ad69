using Telemetry.Domain.Readings;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task LoadCursor_before_the_first_batch_is_null()
    {
        await using var sut = await CreateSut();

        Assert.Null(await sut.Store.LoadCursorAsync(CancellationToken.None));
    }

    [Fact]
    public async Task LoadCursor_after_a_restart_stands_where_the_last_batch_ended()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0), Flow(1), Flow(2));
        await Write(sut, Flow(3));

        await sut.RestartAsync();

        Assert.Equal(
            new SpoolCursor(Book.Spool, Book.Position, Stored: 4, Rejected: 0),
            await sut.Store.LoadCursorAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_batch_written_again_stands_in_the_books_once()
    {
        await using var sut = await CreateSut();
        var batch = Book.Next(Flow(0), Flow(1));
        await sut.Store.WriteAsync(batch, Rejected, CancellationToken.None);

        await sut.Store.WriteAsync(batch, Rejected, CancellationToken.None);

        Assert.Equal(2, (await All(sut, Influent)).Count);
        Assert.Equal(
            new SpoolCursor(Book.Spool, batch.End, Stored: 2, Rejected: 0),
            await sut.Store.LoadCursorAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_older_batch_written_again_does_not_take_the_cursor_back()
    {
        await using var sut = await CreateSut();
        var older = Book.Next(Flow(0));
        await sut.Store.WriteAsync(older, Rejected, CancellationToken.None);
        await Write(sut, Flow(1));

        await sut.Store.WriteAsync(older, Rejected, CancellationToken.None);

        Assert.Equal(
            new SpoolCursor(Book.Spool, Book.Position, Stored: 2, Rejected: 0),
            await sut.Store.LoadCursorAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_resent_batch_is_stored_and_leaves_the_books_alone()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0));
        var resent = new ContractBook(Book.Spool).Next(Flow(1), Flow(2)) with { Again = true };

        var receipt = await sut.Store.WriteAsync(resent, Rejected, CancellationToken.None);

        Assert.Equal((2, 0), (receipt.Stored, receipt.Rejected));
        Assert.Equal(3, (await All(sut, Influent)).Count);
        Assert.Equal(
            new SpoolCursor(Book.Spool, Book.Position, Stored: 1, Rejected: 0),
            await sut.Store.LoadCursorAsync(CancellationToken.None));
        var changes = await All(sut, new Series(Measurements.Changes, "influent/sewage-1", Host, "plant_flow"));
        Assert.Equal(
            [(T0, T0), (T0 + 1, T0 + 2)], changes.Select(c => ((long)c.Values["first_ms"], (long)c.Values["last_ms"])));
    }

    [Fact]
    public async Task A_fresh_spool_starts_its_own_books()
    {
        await using var sut = await CreateSut();
        await Write(sut, Flow(0), Flow(1));
        var fresh = new ContractBook(new Guid("00000000-0000-0000-0000-000000000002"));

        await sut.Store.WriteAsync(fresh.Next(Flow(2)), Rejected, CancellationToken.None);

        Assert.Equal(
            new SpoolCursor(fresh.Spool, fresh.Position, Stored: 1, Rejected: 0),
            await sut.Store.LoadCursorAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("flow_m3h=\"fast\"")]
    [InlineData("flow_m3h=7i")]
    [InlineData("flow_m3h=true")]
    [InlineData("q=1.5")]
    [InlineData("flags=1.5")]
    public async Task A_field_of_another_type_rejects_its_line_and_no_other(string field)
    {
        var bad = $"{Influent.Key} {field} {T0 + 1}";
        await using var sut = await CreateSut();
        await Write(sut, Line.Of(Influent, T0, ("flow_m3h", 1.0), ("q", "N"), ("flags", 0L)));

        var receipt = await Write(sut, Flow(2), bad, Flow(3));

        Assert.Equal((2, 1), (receipt.Stored, receipt.Rejected));
        var rejected = Assert.Single(Rejected.Lines);
        Assert.Equal(bad, rejected.Line);
        Assert.NotEmpty(rejected.Detail);
        Assert.Equal([At(T0), At(T0 + 2), At(T0 + 3)], (await All(sut, Influent)).Select(p => p.Time));
        Assert.Equal(
            new SpoolCursor(Book.Spool, Book.Position, Stored: 3, Rejected: 1),
            await sut.Store.LoadCursorAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("plant_flow,meter=influent,plant=sewage-1 flow_m3h= 1235836800005")]
    [InlineData("plant_flow,meter=influent,plant=sewage-1 flow_m3h=1.5 soon")]
    [InlineData("plant_flow,meter=influent,plant=sewage-1 q=\"N 1235836800005")]
    [InlineData("plant_flow,meter=influent,plant=sewage-1")]
    [InlineData("没有")]
    public async Task A_line_that_is_none_is_rejected_and_no_other(string bad)
    {
        await using var sut = await CreateSut();

        var receipt = await Write(sut, Flow(0), bad, Flow(1));

        Assert.Equal((2, 1), (receipt.Stored, receipt.Rejected));
        Assert.Equal(bad, Assert.Single(Rejected.Lines).Line);
        Assert.Equal(2, (await All(sut, Influent)).Count);
    }

    [Fact]
    public async Task Changes_name_each_asset_of_a_batch_with_its_earliest_and_latest_time()
    {
        var truck = new Series(Measurements.VehiclePosition, "truck-7");
        await using var sut = await CreateSut();

        await Write(
            sut, Flow(500), Flow(-3), Flow(20), Line.Of(truck, T0 + 9, ("lat", 30.0), ("lon", 122.0), ("flags", 0L)));

        var changes = await sut.Reader.LatestAsync(Measurements.Changes, AnyTags, CancellationToken.None);
        Assert.Equal(
            [
                ("influent/sewage-1", Host, "plant_flow", T0 - 3, T0 + 500),
                ("truck-7", Host, "vehicle_position", T0 + 9, T0 + 9),
            ],
            changes.Select(c => (
                c.Series["asset"], c.Series["host"], c.Series["kind"],
                (long)c.Values["first_ms"], (long)c.Values["last_ms"])).Order());
        // By the store's clock, or by that of a server that is ahead of it.
        var stamp = changes.Min(c => c.Time.ToUnixTimeMilliseconds());
        Assert.InRange(stamp, T0, long.MaxValue);
        Assert.All(changes, c => Assert.InRange(c.Time.ToUnixTimeMilliseconds(), stamp, stamp + 100));
    }

    [Fact]
    public async Task Changes_of_two_batches_in_one_millisecond_are_both_kept_in_order()
    {
        await using var sut = await CreateSut();

        await Write(sut, Flow(0));
        await Write(sut, Flow(1));
        Clock.AdjustTime(Clock.GetUtcNow() - TimeSpan.FromMinutes(10));
        await Write(sut, Flow(2));

        var changes = await All(sut, new Series(Measurements.Changes, "influent/sewage-1", Host, "plant_flow"));
        Assert.Equal([T0, T0 + 1, T0 + 2], changes.Select(c => (long)c.Values["first_ms"]));
        Assert.Equal(3, changes.Select(c => c.Time).Distinct().Count());
    }

    /// <summary>A flow reading of the influent, so many milliseconds after <see cref="T0"/>.</summary>
    private protected static string Flow(long afterMs) =>
        Line.Of(Influent, T0 + afterMs, ("flow_m3h", 100.0), ("q", "N"), ("flags", 0L));
}
