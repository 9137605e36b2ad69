using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>
/// Finds out what a spool folder holds after whatever happened to it. Reads the heads of all segments but the blocks
/// of the last alone, so a start with a long backlog is quick; damage elsewhere is met, and set aside, by the reader.
/// </summary>
internal sealed class SpoolRecovery(IFileLayer files, string folder, SetAside aside, TimeProvider time, ILogger log)
{
    private const string IdFile = "spool.id";

    public Guid Id { get; private set; }

    /// <summary>In order; the last one is where the next block goes.</summary>
    public List<Segment> Segments { get; } = [];

    /// <summary>
    /// Number of the newest segment file of another spool; 0 where there is none, as there shouldn't be.
    /// </summary>
    public long HighestForeign { get; private set; }

    public SpoolPosition End { get; private set; }

    public long TornBytes { get; private set; }

    public long MissingSegments { get; private set; }

    public void Run()
    {
        var heads = ReadHeads();
        Id = ReadId(heads);
        foreach (var (segment, head) in heads)
        {
            if (head is { } known && known.Spool != Id)
            {
                SpoolLog.Foreign(log, segment.Path, known.Spool);
                HighestForeign = segment.Number;
                continue;
            }
            if (Segments is [.., var before] && segment.Number > before.Number + 1)
            {
                MissingSegments += segment.Number - before.Number - 1;
                SpoolLog.SegmentsMissing(
                    log, segment.Number - before.Number - 1, before.Number + 1, segment.Number - 1);
            }
            Segments.Add(segment);
        }
        DropUnfinishedLast();
        GuessUnknownHeads();
        if (Segments is [.., var last]) Settle(last);
    }

    private List<(Segment Segment, SegmentHead? Head)> ReadHeads()
    {
        var numbers = new SortedDictionary<long, string>();
        foreach (var name in files.List(folder))
        {
            if (Segment.TryNumber(name, out var number)) numbers[number] = Path.Combine(folder, name);
        }
        var heads = new List<(Segment, SegmentHead?)>(numbers.Count);
        var bytes = new byte[SegmentHead.Size];
        foreach (var (number, path) in numbers)
        {
            using var source = new BlockSource(files.OpenRead(path), 0);
            var segment = new Segment(number, path) { Length = source.Length, FirstLine = -1 };
            var intact = source.ReadTolerant(bytes, 0) == bytes.Length
                & SegmentHead.TryParse(bytes, out var head) && head.Segment == number;
            if (intact)
            {
                segment.FirstLine = head.FirstLine;
                segment.BegunMs = head.AtMs;
            }
            heads.Add((segment, intact ? head : null));
        }
        return heads;
    }

    private Guid ReadId(List<(Segment, SegmentHead? Head)> heads)
    {
        var path = Path.Combine(folder, IdFile);
        if (files.Exists(path))
        {
            using var file = files.OpenRead(path);
            Span<byte> text = stackalloc byte[36];
            if (file.Read(text, 0) == text.Length
                && Guid.TryParseExact(Encoding.ASCII.GetString(text), "D", out var id)) return id;
        }
        var known = heads.FindLast(entry => entry.Head is not null).Head;
        var chosen = known?.Spool ?? Guid.NewGuid();
        if (files.Exists(path) || known is not null) SpoolLog.IdRestored(log, path, chosen);
        var line = Encoding.ASCII.GetBytes(chosen.ToString("D", CultureInfo.InvariantCulture) + "\n");
        WholeFile.Replace(files, path, line);
        return chosen;
    }

    /// <summary>
    /// A crash while a segment was being made leaves an empty or half-written head, and nothing behind it.
    /// </summary>
    private void DropUnfinishedLast()
    {
        while (Segments is [.., { FirstLine: -1 } last])
        {
            using (var source = Open(last))
            {
                if (source.FindIntact(0, last.Length, out _) >= 0) return;
                if (last.Length > 0) aside.Torn(source, last.Number, 0, last.Length);
            }
            TornBytes += last.Length;
            files.Delete(last.Path);
            files.SyncFolder(folder);
            Segments.RemoveAt(Segments.Count - 1);
        }
    }

    /// <summary>
    /// Where the head is damaged, the first intact block says what it said, else the segment that follows.
    /// </summary>
    private void GuessUnknownHeads()
    {
        for (var i = Segments.Count - 1; i >= 0; i--)
        {
            var segment = Segments[i];
            if (segment.FirstLine >= 0) continue;
            using var source = Open(segment);
            var found = source.FindIntact(SegmentHead.Size, segment.Length, out var frame);
            segment.FirstLine = found >= 0 ? frame.FirstLine : Segments[i + 1].FirstLine;
            segment.BegunMs = found >= 0 ? frame.AtMs : Segments[i + 1].BegunMs;
        }
    }

    private BlockSource Open(Segment segment) =>
        new(files.OpenRead(segment.Path), BlockFrame.Seed(Id, segment.Number));

    private void Settle(Segment last)
    {
        using var source = Open(last);
        long offset = SegmentHead.Size;
        var line = last.FirstLine;
        while (offset < last.Length)
        {
            if (!source.IsIntact(offset, last.Length, out var frame))
            {
                var next = source.FindIntact(offset + 1, last.Length, out frame);
                if (next < 0) break;
                aside.Damaged(source, last.Number, offset, next - offset, Math.Max(0, frame.FirstLine - line));
                offset = next;
            }
            offset += BlockFrame.Size + frame.Length;
            line = frame.FirstLine + frame.Lines;
        }
        (offset, line) = SetDamagedTailAside(source, last, offset, line);
        CutTornTail(source, last, offset);
        End = new SpoolPosition(last.Number, offset, line);
    }

    /// <summary>
    /// A block that is all there and ends like one, but fails its checksum, may have been acknowledged: it is damage,
    /// not an unfinished write, and is never cut: the next block goes behind it.
    /// </summary>
    private (long Offset, long Line) SetDamagedTailAside(BlockSource source, Segment last, long offset, long line)
    {
        while (source.TryFrame(offset, last.Length, out var frame))
        {
            var block = ArrayPool<byte>.Shared.Rent(frame.Length);
            var lines = source.ReadTolerant(block.AsSpan(0, frame.Length), offset + BlockFrame.Size) == frame.Length
                && block[frame.Length - 1] == '\n'
                    ? block.AsSpan(0, frame.Length).Count((byte)'\n')
                    : 0;
            ArrayPool<byte>.Shared.Return(block);
            if (lines == 0) break;
            var length = BlockFrame.Size + frame.Length;
            aside.Damaged(source, last.Number, offset, length, lines);
            offset += length;
            line += lines;
        }
        return (offset, line);
    }

    private void CutTornTail(BlockSource source, Segment last, long end)
    {
        if (last.Length > end)
        {
            aside.Torn(source, last.Number, end, last.Length - end);
            TornBytes += last.Length - end;
            last.Length = end;
        }
        using var file = files.OpenWrite(last.Path);
        if (file.Length > end) file.Truncate(end);
        // What a killed process left in the page cache counts only from here on.
        file.Sync();
        files.SyncFolder(folder);
        if (last.BegunMs == 0) last.BegunMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    }
}
