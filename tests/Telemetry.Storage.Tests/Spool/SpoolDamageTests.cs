using System.Text;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.Spooling;

public sealed class SpoolDamageTests
{
    private const string First = "/spool/spool-0000000001.lp";
    private const string Second = "/spool/spool-0000000002.lp";

    private readonly PowerCutFiles _disk = new();

    [Fact]
    public void A_tail_torn_at_any_byte_costs_only_the_unfinished_block()
    {
        var ends = new List<int>();
        using (var spool = Lines.Open(_disk))
        {
            for (var i = 0; i < 4; i++)
            {
                ends.Add((int)spool.End.Offset);
                Lines.Commit(spool, i * 3, 3);
            }
            ends.Add((int)spool.End.Offset);
        }
        var whole = _disk.Content(First);
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            _disk.Overwrite(First, whole[..cut]);
            var intact = Math.Max(0, ends.FindLastIndex(end => end <= cut));
            using var spool = Lines.Open(_disk);
            Assert.Equal(Enumerable.Range(0, intact * 3), Lines.ReadAll(spool));
            Assert.Equal(cut - (cut >= ends[0] ? ends[intact] : 0), spool.TornBytes);
            Lines.Commit(spool, 900, 2);
            Assert.Equal([900, 901], Lines.ReadAll(spool).Skip(intact * 3));
        }
    }

    [Fact]
    public void A_bit_flipped_anywhere_leaves_every_other_block_readable_and_is_counted()
    {
        using (var spool = Lines.Open(_disk))
        {
            for (var i = 0; i < 3; i++) Lines.Commit(spool, i * 2, 2);
        }
        var whole = _disk.Content(First);
        for (var bit = 0; bit < whole.Length * 8; bit += 7)
        {
            var disk = new PowerCutFiles();
            Copy(_disk, disk, "/spool/spool.id", First);
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            disk.Overwrite(First, changed);
            using var spool = Lines.Open(disk);
            var found = Lines.ReadAll(spool);
            var lost = Enumerable.Range(0, 6).Except(found).ToList();
            Assert.Equal(found.Order(), found);
            if (bit / 8 < 138)
            {
                Assert.Empty(lost); // only the head: a comment
                continue;
            }
            // An upper-case hexadecimal digit says the same as a lower-case one.
            if (char.ToLowerInvariant((char)changed[bit / 8]) == whole[bit / 8] && lost.Count == 0) continue;
            Assert.Equal(2, lost.Count);
            Assert.Equal(0, lost[0] % 2);
            // Behind the last block nothing tells how many lines it had, if a line end in it is what flipped.
            var exact = lost[0] < 4;
            Assert.True(
                spool.SetAsideLines == 2 || (!exact && (spool.TornBytes > 0 || spool.SetAsideLines is 1 or 3)),
                $"bit {bit}: {spool.SetAsideLines} lines set aside, {spool.TornBytes} bytes torn");
            Assert.Contains(disk.List("/spool/set-aside"), name => name.EndsWith(".damaged") || name.EndsWith(".torn"));
        }
    }

    [Fact]
    public void Damage_in_a_full_segment_is_set_aside_once_with_its_bytes()
    {
        using (var spool = Lines.Open(_disk))
        {
            for (var i = 0; i < 12; i++) Lines.Commit(spool, i * 10, 10);
        }
        var content = _disk.Content(First);
        var at = Encoding.UTF8.GetString(content).IndexOf("flow_m3h=13", StringComparison.Ordinal);
        content[at] ^= 1;
        _disk.Overwrite(First, content);

        for (var start = 0; start < 3; start++)
        {
            using var spool = Lines.Open(_disk);
            Assert.Equal(
                Enumerable.Range(0, 10).Concat(Enumerable.Range(20, 100)), Lines.ReadAll(spool));
            Assert.Equal(10, spool.SetAsideLines);
            Assert.Equal(120, spool.End.Line);
        }
        var kept = Assert.Single(_disk.List("/spool/set-aside"));
        var bytes = _disk.Content("/spool/set-aside/" + kept);
        Assert.True(content.AsSpan().IndexOf(bytes) > 0);
        Assert.Contains("flow_m3h=19", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void A_missing_segment_is_counted_by_lines_and_the_rest_goes_on()
    {
        long from, to;
        using (var spool = Lines.Open(_disk))
        {
            for (var i = 0; i < 30; i++) Lines.Commit(spool, i * 10, 10);
            from = FirstLine(Second);
            to = FirstLine("/spool/spool-0000000003.lp");
        }
        _disk.Delete(Second);
        using var again = Lines.Open(_disk);
        Assert.Equal(1, again.MissingSegments);
        Assert.Equal(
            Enumerable.Range(0, (int)from).Concat(Enumerable.Range((int)to, 300 - (int)to)), Lines.ReadAll(again));
        Assert.Equal(to - from, again.MissingLines);
    }

    [Fact]
    public void A_damaged_last_block_stays_where_it_is_and_the_next_goes_behind_it()
    {
        using (var spool = Lines.Open(_disk)) Lines.Commit(spool, 0, 5);
        var content = _disk.Content(First);
        content[^20] ^= 4;
        _disk.Overwrite(First, content);
        using (var spool = Lines.Open(_disk))
        {
            Assert.Equal(5, spool.SetAsideLines);
            Assert.Equal(0, spool.TornBytes);
            Lines.Commit(spool, 5, 5);
            Assert.Equal(Enumerable.Range(5, 5), Lines.ReadAll(spool));
        }
        Assert.Equal(content, _disk.Content(First)[..content.Length]);
        using var again = Lines.Open(_disk);
        Assert.Equal(5, again.SetAsideLines);
        Assert.Equal(10, again.End.Line);
        Assert.Equal(0, again.MissingLines);
    }

    [Fact]
    public async Task Damage_after_opening_at_the_very_end_does_not_stop_the_reader()
    {
        using var spool = Lines.Open(_disk);
        Lines.Commit(spool, 0, 5);
        var content = _disk.Content(First);
        content[^20] ^= 4;
        _disk.Overwrite(First, content);
        using var reader = spool.OpenReader(spool.Oldest);
        Assert.Null(reader.TryRead(100, 1 << 20));
        var waiting = reader.ReadAsync(100, 1 << 20, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(5, spool.SetAsideLines);
        Lines.Commit(spool, 5, 1);
        Assert.Equal(1, (await waiting)!.Count);
    }

    [Fact]
    public void A_lost_id_is_taken_from_the_segments()
    {
        Guid id;
        using (var spool = Lines.Open(_disk))
        {
            id = spool.Id;
            Lines.Commit(spool, 0, 5);
        }
        _disk.Overwrite("/spool/spool.id", [0, 0, 0]);
        using var again = Lines.Open(_disk);
        Assert.Equal(id, again.Id);
        Assert.Equal(5, Lines.ReadAll(again).Count);
    }

    [Fact]
    public void A_segment_of_another_spool_is_left_alone()
    {
        using (var spool = Lines.Open(_disk)) Lines.Commit(spool, 0, 5);
        var other = new PowerCutFiles();
        using (var spool = Lines.Open(other))
        {
            for (var i = 0; i < 30; i++) Lines.Commit(spool, 1000 + i, 1);
        }
        using (_disk.Create(Second))
        {
        }
        _disk.Overwrite(Second, other.Content(Second));
        using var again = Lines.Open(_disk);
        for (var i = 5; i < 100; i++) Lines.Commit(again, i, 1);
        Assert.Equal(Enumerable.Range(0, 100), Lines.ReadAll(again));
        Assert.Equal(other.Content(Second), _disk.Content(Second));
    }

    private long FirstLine(string path)
    {
        var head = Encoding.ASCII.GetString(_disk.Content(path).AsSpan(0, 138));
        return long.Parse(head.Split("first=")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Copy(PowerCutFiles from, PowerCutFiles to, params string[] paths)
    {
        foreach (var path in paths)
        {
            to.Create(path).Dispose();
            to.Overwrite(path, from.Content(path));
        }
    }
}
