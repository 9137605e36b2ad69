using Microsoft.Extensions.Time.Testing;
using Telemetry.Storage.Files;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.Spooling;

public sealed class SpoolFullTests
{
    private readonly PowerCutFiles _disk = new();
    private readonly FakeTimeProvider _time = new(Lines.Start);

    [Fact]
    public void Append_beyond_the_size_limit_is_refused_until_the_store_has_taken_some()
    {
        var options = Lines.Options();
        options.MaxSize = 65536;
        using var spool = Lines.Open(_disk, options, _time);
        var next = 0;
        while (!spool.IsFull)
        {
            Lines.Commit(spool, next, 10);
            next += 10;
        }
        Assert.InRange(spool.PendingBytes, options.MaxSize, options.MaxSize + 4096);
        Assert.Throws<DiskFullException>(() => spool.Append(Lines.Numbered(next, 1), 1));

        using var reader = spool.OpenReader(spool.Oldest);
        spool.Delivered(reader.TryRead(100, 1 << 20)!.End);
        Assert.False(spool.IsFull);
        Lines.Commit(spool, next, 1);
        Assert.Equal(Enumerable.Range(0, next + 1), Lines.ReadAll(spool));
    }

    [Fact]
    public void A_write_that_finds_no_room_leaves_no_trace_and_succeeds_once_there_is_some()
    {
        using var spool = Lines.Open(_disk, time: _time);
        Lines.Commit(spool, 0, 10);
        var length = _disk.Content("/spool/spool-0000000001.lp").Length;
        // Room is reported but runs out in the middle of the write.
        _time.Advance(TimeSpan.FromMilliseconds(10));
        _disk.Capacity = _disk.Content("/spool/spool.id").Length + length + 100;
        Assert.Throws<DiskFullException>(() => spool.Append(Lines.Numbered(10, 10), 10));
        Assert.True(spool.IsFull);
        Assert.Equal(length, _disk.Content("/spool/spool-0000000001.lp").Length);

        _disk.Capacity = long.MaxValue;
        Lines.Commit(spool, 10, 10);
        Assert.False(spool.IsFull);
        Assert.Equal(Enumerable.Range(0, 20), Lines.ReadAll(spool));
    }

    [Fact]
    public void A_new_segment_that_finds_no_room_is_made_later()
    {
        using var spool = Lines.Open(_disk, time: _time);
        var next = 0;
        while (spool.End.Offset < 3900)
        {
            Lines.Commit(spool, next, 1);
            next++;
        }
        _disk.RefusesWrites = true;
        Assert.Throws<DiskFullException>(() => spool.Append(Lines.Numbered(next, 20), 20));
        Assert.Equal(1, spool.SegmentCount);
        _disk.RefusesWrites = false;
        Lines.Commit(spool, next, 20);
        Assert.Equal(2, spool.SegmentCount);
        Assert.Equal(Enumerable.Range(0, next + 20), Lines.ReadAll(spool));
    }

    [Fact]
    public void Delivered_segments_make_way_early_where_the_disk_is_short()
    {
        var options = Lines.Options();
        options.MinFreeDisk = 200_000;
        using var spool = Lines.Open(_disk, options, _time);
        for (var i = 0; i < 200; i++) Lines.Commit(spool, i * 10, 10);
        spool.Delivered(spool.End);
        var before = spool.TotalBytes;
        _disk.Capacity = spool.TotalBytes + 200_000;
        _time.Advance(TimeSpan.FromSeconds(2));
        Lines.Commit(spool, 2000, 10);
        Assert.True(spool.TotalBytes < before / 2);
        Assert.False(spool.IsFull);
    }

    [Fact]
    public void The_segment_in_use_makes_way_too_once_all_of_it_is_delivered()
    {
        var options = Lines.Options();
        options.MinFreeDisk = 200_000;
        using var spool = Lines.Open(_disk, options, _time);
        Lines.Commit(spool, 0, 20);
        using var reader = spool.OpenReader(spool.Oldest);
        spool.Delivered(reader.TryRead(100, 1 << 20)!.End);
        _disk.Capacity = spool.TotalBytes + 199_000;
        _time.Advance(TimeSpan.FromSeconds(2));

        Lines.Commit(spool, 20, 10);

        Assert.False(spool.IsFull);
        Assert.Equal((1, 10L, 0L), (spool.SegmentCount, spool.PendingLines, spool.MissingLines));
        Assert.Equal(10, reader.TryRead(100, 1 << 20)!.Count);
        Assert.Equal(0, spool.MissingLines);
    }

    [Fact]
    public void A_segment_that_makes_way_between_look_up_and_opening_is_passed_over()
    {
        var options = Lines.Options();
        options.MinFreeDisk = 200_000;
        using var spool = Lines.Open(_disk, options, _time);
        for (var i = 0; i < 200; i++) Lines.Commit(spool, i * 10, 10);
        spool.Delivered(spool.End);
        using var reader = spool.OpenReader(spool.Oldest);
        _disk.BeforeOpenRead = () =>
        {
            _disk.BeforeOpenRead = null;
            ShortOfRoom(spool, next: 2000);
        };

        var first = Lines.Numbers(reader.TryRead(10, 1 << 20)!.Lines.Span)[0];

        Assert.InRange(first, 10, 2000);
        Assert.Equal(0, spool.MissingLines);
    }

    [Fact]
    public void A_segment_that_makes_way_while_an_instant_is_looked_for_is_no_answer()
    {
        var options = Lines.Options();
        options.MinFreeDisk = 200_000;
        using var spool = Lines.Open(_disk, options, _time);
        for (var i = 0; i < 200; i++) Lines.Commit(spool, i * 10, 10);
        spool.Delivered(spool.End);
        _disk.BeforeOpenRead = () =>
        {
            _disk.BeforeOpenRead = null;
            ShortOfRoom(spool, next: 2000);
        };

        // Before all there is, so the oldest segment is the one.
        var found = spool.FindFirst(Lines.Start - TimeSpan.FromSeconds(1));

        Assert.Equal(spool.Oldest, found);
        Assert.InRange(Assert.Single(Lines.ReadAll(spool, found).Take(1)), 10, 2000);
    }

    [Fact]
    public void A_segment_that_someone_else_took_is_no_room_made()
    {
        using var spool = Lines.Open(_disk, time: _time);
        Lines.Commit(spool, 0, 10);
        _disk.Delete("/spool/spool-0000000001.lp");
        using var reader = spool.OpenReader(spool.Oldest);

        Assert.Throws<FileNotFoundException>(() => reader.TryRead(10, 1 << 20));
    }

    [Fact]
    public void Undelivered_segments_never_make_way()
    {
        var options = Lines.Options();
        options.MinFreeDisk = 200_000;
        using var spool = Lines.Open(_disk, options, _time);
        for (var i = 0; i < 200; i++) Lines.Commit(spool, i * 10, 10);
        _disk.Capacity = spool.TotalBytes + 200_000;
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Throws<DiskFullException>(() => spool.Append(Lines.Numbered(2000, 1), 1));
        Assert.True(spool.IsFull);
        Assert.Equal(2000, Lines.ReadAll(spool).Count);
    }

    [Fact]
    public void Damage_on_a_full_disk_is_no_refusal_to_start()
    {
        using (var spool = Lines.Open(_disk, time: _time))
        {
            for (var i = 0; i < 3; i++) Lines.Commit(spool, i * 10, 10);
        }
        var content = _disk.Content("/spool/spool-0000000001.lp");
        content[400] ^= 1;
        content[^10] ^= 1;
        _disk.Overwrite("/spool/spool-0000000001.lp", content);
        _disk.RefusesWrites = true;
        using var again = Lines.Open(_disk, time: _time);
        Assert.Equal(Enumerable.Range(10, 10), Lines.ReadAll(again));
        Assert.Equal(20, again.SetAsideLines);
    }

    /// <summary>Everything delivered makes way, and ten lines more are written.</summary>
    private void ShortOfRoom(ReadingSpool spool, int next)
    {
        _disk.Capacity = spool.TotalBytes + 100_000;
        _time.Advance(TimeSpan.FromSeconds(2));
        Lines.Commit(spool, next, 10);
    }
}
