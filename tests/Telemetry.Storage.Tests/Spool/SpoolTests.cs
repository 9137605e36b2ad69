using System.Text;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.Spooling;

public sealed class SpoolTests
{
    private readonly PowerCutFiles _disk = new();

    [Fact]
    public void Read_gives_what_was_committed_in_order_over_segments()
    {
        using var spool = Lines.Open(_disk);
        for (var i = 0; i < 40; i++) Lines.Commit(spool, i * 10, 10);
        Assert.True(spool.SegmentCount > 5);
        Assert.Equal(400, spool.End.Line);
        Assert.Equal(Enumerable.Range(0, 400), Lines.ReadAll(spool));
    }

    [Fact]
    public void Read_does_not_see_what_is_not_synced()
    {
        using var spool = Lines.Open(_disk);
        spool.Append(Lines.Numbered(0, 3), 3);
        Assert.Empty(Lines.ReadAll(spool));
        spool.Sync();
        Assert.Equal([0, 1, 2], Lines.ReadAll(spool));
    }

    [Fact]
    public void A_restart_finds_the_same_id_and_goes_on_behind_the_last_block()
    {
        Guid id;
        using (var spool = Lines.Open(_disk))
        {
            id = spool.Id;
            Lines.Commit(spool, 0, 5);
        }
        using var again = Lines.Open(_disk);
        Lines.Commit(again, 5, 5);
        Assert.Equal(id, again.Id);
        Assert.Equal(Enumerable.Range(0, 10), Lines.ReadAll(again));
    }

    [Fact]
    public void Open_refuses_a_folder_that_another_host_has_open()
    {
        using var spool = Lines.Open(_disk);
        Assert.Throws<SpoolInUseException>(() => Lines.Open(_disk));
    }

    [Fact]
    public void A_batch_ends_at_the_limit_of_lines_and_a_larger_block_comes_alone()
    {
        using var spool = Lines.Open(_disk);
        Lines.Commit(spool, 0, 4);
        Lines.Commit(spool, 4, 4);
        Lines.Commit(spool, 8, 20);
        using var reader = spool.OpenReader(spool.Oldest);
        Assert.Equal(8, reader.TryRead(10, 1 << 20)!.Count);
        Assert.Equal(20, reader.TryRead(10, 1 << 20)!.Count);
        Assert.Null(reader.TryRead(10, 1 << 20));
    }

    [Fact]
    public async Task ReadAsync_waits_for_the_next_commit()
    {
        using var spool = Lines.Open(_disk);
        using var reader = spool.OpenReader(spool.Oldest);
        var waiting = reader.ReadAsync(10, 1 << 20, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        Lines.Commit(spool, 0, 2);
        Assert.Equal(2, (await waiting)!.Count);
    }

    [Fact]
    public async Task ReadAsync_ends_when_the_spool_is_closed()
    {
        var spool = Lines.Open(_disk);
        using var reader = spool.OpenReader(spool.Oldest);
        var waiting = reader.ReadAsync(10, 1 << 20, CancellationToken.None).AsTask();
        spool.Dispose();
        Assert.Null(await waiting);
    }

    [Theory]
    [InlineData("plant_flow flow_m3h=1 1", 1)]
    [InlineData("plant_flow flow_m3h=1 1\n", 2)]
    [InlineData("", 0)]
    public void Append_refuses_what_is_not_that_many_lines(string lines, int count)
    {
        using var spool = Lines.Open(_disk);
        Assert.Throws<ArgumentException>(() => spool.Append(Encoding.UTF8.GetBytes(lines), count));
    }

    [Fact]
    public void A_large_append_is_cut_into_blocks_between_lines()
    {
        using var spool = Lines.Open(_disk);
        const int Count = 50_000; // about 3 MB
        Lines.Commit(spool, 0, Count);
        using var reader = spool.OpenReader(spool.Oldest);
        Assert.InRange(reader.TryRead(1, 1)!.Lines.Length, 1, 1 << 20);
        Assert.Equal(Enumerable.Range(0, Count), Lines.ReadAll(spool));
    }

    [Fact]
    public void Every_line_of_a_segment_that_is_no_reading_is_a_comment()
    {
        using var spool = Lines.Open(_disk);
        Lines.Commit(spool, 0, 3);
        Lines.Commit(spool, 3, 2);
        var text = Encoding.UTF8.GetString(_disk.Content("/spool/spool-0000000001.lp"));
        var lines = text.Split('\n')[..^1];
        Assert.Equal(3, lines.Count(line => line.StartsWith('#')));
        Assert.Equal(
            Encoding.UTF8.GetString(Lines.Numbered(0, 5)),
            string.Concat(lines.Where(line => !line.StartsWith('#')).Select(line => line + "\n")));
    }

    [Fact]
    public void Pending_falls_as_the_store_delivers_and_delivered_segments_are_kept_for_a_day()
    {
        var time = new FakeTimeProvider(Lines.Start);
        using var spool = Lines.Open(_disk, time: time);
        for (var i = 0; i < 40; i++) Lines.Commit(spool, i * 10, 10);
        var segments = spool.SegmentCount;
        Assert.Equal(400, spool.PendingLines);
        Assert.True(spool.PendingBytes > 0);

        spool.Delivered(spool.End);
        Assert.Equal(0, spool.PendingLines);
        Assert.Equal(0, spool.PendingBytes);
        Assert.Equal(segments, spool.SegmentCount);

        time.Advance(TimeSpan.FromHours(24));
        spool.Delivered(spool.End);
        Assert.Equal(1, spool.SegmentCount);
    }

    [Fact]
    public void FindFirst_gives_the_first_block_of_an_instant()
    {
        var time = new FakeTimeProvider(Lines.Start);
        using var spool = Lines.Open(_disk, time: time);
        for (var i = 0; i < 40; i++)
        {
            Lines.Commit(spool, i * 10, 10);
            time.Advance(TimeSpan.FromMinutes(1));
        }
        var from = spool.FindFirst(Lines.Start.AddMinutes(17));
        Assert.Equal(Enumerable.Range(170, 230), Lines.ReadAll(spool, from));
        Assert.Equal(400, Lines.ReadAll(spool, spool.FindFirst(Lines.Start.AddDays(-1))).Count);
        Assert.Empty(Lines.ReadAll(spool, spool.FindFirst(Lines.Start.AddDays(1))));
    }

    [Fact]
    public void Blocks_on_a_real_disk_are_read_back()
    {
        var folder = Directory.CreateTempSubdirectory("spool-").FullName;
        try
        {
            var options = Lines.Options();
            options.Folder = folder;
            using (var spool = Lines.Open(DiskFiles.Instance, options))
            {
                for (var i = 0; i < 40; i++) Lines.Commit(spool, i * 10, 10);
                Assert.Throws<SpoolInUseException>(() => Lines.Open(DiskFiles.Instance, options));
            }
            using var again = Lines.Open(DiskFiles.Instance, options);
            Assert.Equal(Enumerable.Range(0, 400), Lines.ReadAll(again));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
