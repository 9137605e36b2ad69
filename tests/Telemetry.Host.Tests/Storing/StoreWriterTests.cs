using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Host.Storing;
using Telemetry.Rig;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Storing;

public sealed class StoreWriterTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly SpoolBench _bench = new();
    private readonly FakeStore _store = new();
    private readonly ResendQueue _resends = new();
    private StoreTally _books = new();

    public void Dispose()
    {
        _resends.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Lines_arrive_in_their_order_and_are_counted()
    {
        for (var block = 0; block < 7; block++) _bench.Append(10);
        using var sut = await StartAsync();

        await DrainedAsync();

        Assert.Equal(Enumerable.Range(0, 70), _store.Lines().Select(Value));
        Assert.Equal(70, _books.Stored);
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_undecided_batch_goes_out_again_with_what_has_come_since()
    {
        _store.Doubts = 12;
        _bench.Append(10);
        using var sut = await StartAsync();
        Assert.Equal(0, _books.Stored);
        _bench.Append(10);

        await DrainedAsync();

        Assert.Equal(Enumerable.Range(0, 20), _store.Lines().Select(Value));
        Assert.Equal((20, 0), (_books.Stored, _books.Rejected));
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_crash_before_the_cursor_repeats_the_batch_and_counts_it_once()
    {
        _bench.Append(10);
        _store.DiesBeforeCursor = true;
        using (var first = await StartAsync())
            await Assert.ThrowsAsync<IOException>(() => first.ExecuteTask!.WaitAsync(Soon));
        Assert.Equal(0, _books.Stored);
        _store.DiesBeforeCursor = false;
        _bench.Reopen();
        _bench.Append(10);
        _books = new StoreTally();

        using var sut = await StartAsync();
        await DrainedAsync();

        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(0, 20)), _store.Lines().Select(Value));
        Assert.Equal(20, _books.Stored);
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_restart_goes_on_behind_the_cursor_with_the_books_as_they_were()
    {
        _bench.Append(10);
        _store.Refuses = " 3";
        using (var first = await StartAsync())
        {
            await DrainedAsync();
            await first.StopAsync(CancellationToken.None);
        }
        _bench.Reopen();
        _bench.Append(5);
        _books = new StoreTally();

        using var sut = await StartAsync();
        await DrainedAsync();

        Assert.Equal(14, _store.Lines().Count);
        Assert.Equal((14, 1), (_books.Stored, _books.Rejected));
        Assert.Equal("refused", Assert.Single(_bench.Letters.Read(new DeadLetterFilter())).Detail);
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_wish_to_resend_wakes_an_idle_writer_and_leaves_the_books_alone()
    {
        _bench.Append(10);
        using var sut = await StartAsync();
        await DrainedAsync();
        var wish = new Resend(DateTimeOffset.UnixEpoch);

        _resends.Add(wish);

        Assert.Equal(new Resent(10, Skipped: 0), await wish.Done.WaitAsync(Soon));
        Assert.Equal(Enumerable.Range(0, 10), _store.Lines(again: true).Select(Value));
        Assert.Equal(10, _books.Stored);
        _bench.Append(1);
        await DrainedAsync();
        Assert.Equal(11, _books.Stored);
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_resend_from_later_than_everything_writes_nothing()
    {
        _bench.Append(10);
        using var sut = await StartAsync();
        await DrainedAsync();
        var wish = new Resend(DateTimeOffset.MaxValue);

        _resends.Add(wish);

        // A segment is the smallest step back: its lines may be older, never younger, than was asked for.
        Assert.InRange((await wish.Done.WaitAsync(Soon)).Lines, 0, 10);
        Assert.Equal(10, _books.Stored);
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Segments_that_make_way_in_the_middle_of_a_resend_are_passed_over_and_counted()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var bench = new SpoolBench(segmentSize: 4096, time);
        for (var block = 0; block < 12; block++) bench.Append(20);
        using var sut = await StartAsync(bench);
        await Eventually.TrueAsync(() => bench.Spool.PendingLines == 0, Soon, "the spool to drain");
        var segments = bench.Spool.SegmentCount;
        _store.Writing = batch =>
        {
            if (!batch.Again || bench.Spool.SegmentCount == 1) return;
            time.Advance(TimeSpan.FromHours(25));
            bench.Spool.Delivered(bench.Spool.End);
        };
        var wish = new Resend(DateTimeOffset.UnixEpoch);

        _resends.Add(wish);

        var resent = await wish.Done.WaitAsync(Soon);
        Assert.InRange(segments, 3, 12);
        Assert.InRange(resent.Skipped, 20, 200);
        Assert.Equal(240, resent.Lines + resent.Skipped);
        Assert.Equal(resent.Lines, _store.Lines(again: true).Distinct().Count());
        Assert.Equal((240, 0L), (_books.Stored, bench.Spool.MissingLines));
        Assert.False(sut.ExecuteTask!.IsCompleted);
        await sut.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_stop_writes_what_still_waits()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Held = held.Task;
        _bench.Append(10);
        using var sut = await StartAsync();

        var stop = sut.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        held.SetResult();
        await stop.WaitAsync(Soon);

        Assert.Equal(10, _store.Lines().Count);
        Assert.Equal(0, _bench.Spool.PendingLines);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_store_in_trouble()
    {
        _store.Held = new TaskCompletionSource().Task;
        _store.Condition = new StoreCondition(StoreTrouble.Unreachable, "connection refused", DateTimeOffset.UnixEpoch);
        _bench.Append(10);
        using var sut = await StartAsync();

        await sut.StopAsync(CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(10, _bench.Spool.PendingLines);
    }

    [Fact]
    public async Task A_stop_waits_for_a_silent_store_no_longer_than_it_may()
    {
        _store.Held = new TaskCompletionSource().Task;
        _bench.Append(10);
        using var sut = await StartAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await sut.StopAsync(deadline.Token).WaitAsync(Soon);

        Assert.Equal(10, _bench.Spool.PendingLines);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_writer_that_has_ended()
    {
        _store.DiesBeforeCursor = true;
        _bench.Append(10);
        using var sut = await StartAsync();
        await Assert.ThrowsAsync<IOException>(() => sut.ExecuteTask!.WaitAsync(Soon));

        await sut.StopAsync(CancellationToken.None).WaitAsync(Soon);

        Assert.Equal(10, _bench.Spool.PendingLines);
    }

    private static int Value(string line) =>
        int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private Task DrainedAsync() =>
        Eventually.TrueAsync(() => _bench.Spool.PendingLines == 0, Soon, "the spool to drain");

    private Task<StoreWriter> StartAsync() => StartAsync(_bench);

    private async Task<StoreWriter> StartAsync(SpoolBench bench)
    {
        var sut = new StoreWriter(
            bench.Spool, _store, bench.Letters, _books, new StorePace(20, 1 << 20, TimeSpan.Zero), _resends,
            TimeProvider.System,
            NullLogger<StoreWriter>.Instance);
        await sut.StartAsync(CancellationToken.None);
        return sut;
    }
}
