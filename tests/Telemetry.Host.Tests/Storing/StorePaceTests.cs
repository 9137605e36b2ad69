using Microsoft.Extensions.Time.Testing;
using Telemetry.Host.Storing;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Storing;

public sealed class StorePaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StorePace _sut = new(MaxLines: 100, MaxBytes: 4096, FlushInterval: TimeSpan.FromMilliseconds(250));

    [Fact]
    public void A_full_batch_goes_at_once() =>
        Assert.True(_sut.GatherAsync(100, TimeSpan.Zero, _time, CancellationToken.None).IsCompleted);

    [Fact]
    public void After_a_slow_write_nothing_waits_longer() =>
        Assert.True(_sut.GatherAsync(1, TimeSpan.FromMilliseconds(250), _time, CancellationToken.None).IsCompleted);

    [Fact]
    public async Task A_small_batch_waits_for_the_rest_of_the_interval()
    {
        var gathered = _sut.GatherAsync(99, TimeSpan.FromMilliseconds(50), _time, CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.False(gathered.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await gathered.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_tally_goes_on_from_the_cursor_and_tells_each_batch()
    {
        var sut = new StoreTally();
        var told = new List<TimeSpan>();
        sut.Written += told.Add;

        sut.Open(new SpoolCursor(Guid.Empty, default, Stored: 100, Rejected: 7));
        sut.Count(new StoreReceipt(8, 2), TimeSpan.FromSeconds(1));
        sut.Count(new StoreReceipt(1, 0), TimeSpan.FromSeconds(2));

        Assert.Equal((109, 9, 2), (sut.Stored, sut.Rejected, sut.Batches));
        Assert.Equal(TimeSpan.FromSeconds(2), sut.LastWrite);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], told);
    }

    [Fact]
    public void Without_a_cursor_the_tally_begins_at_nothing()
    {
        var sut = new StoreTally();
        sut.Open(null);

        Assert.Equal((0, 0, 0), (sut.Stored, sut.Rejected, sut.Batches));
    }
}
