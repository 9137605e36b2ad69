using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.Spooling;

public sealed class CursorTests
{
    private readonly PowerCutFiles _disk = new();
    private readonly FakeTimeProvider _time = new(Lines.Start);

    [Fact]
    public void No_cursor_starts_at_the_oldest_line()
    {
        using var spool = WithLines(30);
        Assert.Equal(spool.Oldest, spool.ResolveCursor(null));
    }

    [Fact]
    public void Every_place_between_two_batches_is_taken_as_it_is()
    {
        using var spool = WithLines(30);
        using var reader = spool.OpenReader(spool.Oldest);
        while (reader.TryRead(1, 1) is { } batch)
            Assert.Equal(
                Enumerable.Range((int)batch.End.Line, 300 - (int)batch.End.Line),
                Lines.ReadAll(spool, spool.ResolveCursor(At(spool, batch.End))));
        Assert.Equal(0, spool.PendingLines);
    }

    [Fact]
    public void A_cursor_of_another_spool_starts_at_the_oldest_line()
    {
        using var spool = WithLines(30);
        Assert.Equal(spool.Oldest, spool.ResolveCursor(new SpoolCursor(Guid.NewGuid(), spool.End, 300, 0)));
    }

    [Fact]
    public void A_cursor_ahead_of_the_data_loses_no_line_that_comes_later()
    {
        using var spool = WithLines(3);
        var end = spool.End;
        var ahead = new SpoolPosition(end.Segment, end.Offset + 500, end.Line + 7);
        var start = spool.ResolveCursor(At(spool, ahead));
        for (var i = 0; i < 60; i++) Lines.Commit(spool, 1000 + i, 1);
        Assert.True(start > ahead);
        Assert.Equal(37, start.Line);
        Assert.Equal(Enumerable.Range(1000, 60), Lines.ReadAll(spool, start));
        Assert.Equal(60, spool.PendingLines);
    }

    [Fact]
    public void A_cursor_several_segments_ahead_loses_no_line_that_comes_later()
    {
        using (var spool = WithLines(3))
        {
            var start = spool.ResolveCursor(At(spool, new SpoolPosition(9, 300, 5000)));
            Lines.Commit(spool, 1000, 1);
            Assert.Equal([1000], Lines.ReadAll(spool, start));
        }
        using var again = Lines.Open(_disk, time: _time);
        Assert.Equal(5001, again.End.Line);
        Assert.Equal([1000], Lines.ReadAll(again, again.ResolveCursor(At(again, new SpoolPosition(9, 300, 5000)))));
    }

    [Fact]
    public void A_cursor_behind_the_data_starts_at_the_oldest_and_counts_what_is_missing()
    {
        SpoolPosition early;
        using (var spool = WithLines(30))
        {
            using var reader = spool.OpenReader(spool.Oldest);
            early = reader.TryRead(20, 1 << 20)!.End;
        }
        _disk.Delete("/spool/spool-0000000001.lp");
        using var again = Lines.Open(_disk, time: _time);
        Assert.Equal(again.Oldest, again.ResolveCursor(At(again, early)));
        Assert.Equal(again.Oldest.Line - 20, again.MissingLines);
        Assert.True(again.MissingLines > 0);
    }

    [Fact]
    public void A_cursor_inside_a_block_starts_at_its_segment()
    {
        using var spool = WithLines(30);
        var start = spool.ResolveCursor(At(spool, new SpoolPosition(2, 777, 100)));
        Assert.Equal(2, start.Segment);
        Assert.Equal(138, start.Offset);
    }

    [Fact]
    public void CursorFile_gives_back_what_it_was_given()
    {
        var file = new CursorFile("/store/cursor", _disk, NullLogger.Instance);
        Assert.Null(file.Load());
        var cursor = new SpoolCursor(Guid.NewGuid(), new SpoolPosition(3, 4711, 99), 90, 9);
        file.Save(cursor);
        Assert.Equal(cursor, file.Load());
        Assert.Equal(["cursor"], _disk.List("/store"));
    }

    [Fact]
    public void CursorFile_damaged_in_any_bit_is_no_cursor()
    {
        var file = new CursorFile("/store/cursor", _disk, NullLogger.Instance);
        file.Save(new SpoolCursor(Guid.NewGuid(), new SpoolPosition(3, 4711, 99), 90, 9));
        var whole = _disk.Content("/store/cursor");
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _disk.Overwrite("/store/cursor", changed);
            Assert.Null(file.Load());
        }
        _disk.Overwrite("/store/cursor", Encoding.ASCII.GetBytes("telemetry-cursor v1 "));
        Assert.Null(file.Load());
    }

    private ReadingSpool WithLines(int blocksOfTen)
    {
        using (var spool = Lines.Open(_disk, time: _time))
        {
            for (var i = 0; i < blocksOfTen; i++) Lines.Commit(spool, i * 10, 10);
        }
        return Lines.Open(_disk, time: _time);
    }

    private static SpoolCursor At(ReadingSpool spool, SpoolPosition position) =>
        new(spool.Id, position, position.Line, 0);
}
