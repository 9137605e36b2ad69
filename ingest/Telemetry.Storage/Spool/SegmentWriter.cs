using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>The open end of the spool. Used by the thread that commits, alone.</summary>
internal sealed class SegmentWriter(IFileLayer files, string folder, Guid spool, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Bytes of lines in one block at most, unless one line is longer; it bounds what a reader holds.
    /// </summary>
    private const int MaxBlock = 1 << 20;

    private readonly byte[] _staging = new byte[BlockFrame.Size + MaxBlock];
    private IOpenFile? _file;
    private uint _seed;

    /// <summary>Behind the last block written, synced or not.</summary>
    public SpoolPosition End { get; private set; }

    public bool IsEmpty => End.Offset == SegmentHead.Size;

    public void Continue(Segment last, SpoolPosition end)
    {
        _file = files.OpenWrite(last.Path);
        _seed = BlockFrame.Seed(spool, last.Number);
        End = end;
    }

    /// <summary>Syncs the segment so far, then makes the next one, down to its name in the folder.</summary>
    public Segment Begin(long number, long firstLine)
    {
        _file?.Sync();
        var path = Path.Combine(folder, Segment.Name(number));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var file = files.Create(path);
        try
        {
            file.Write(new SegmentHead(spool, number, firstLine, now).Encode(), 0);
            file.Sync();
            files.SyncFolder(folder);
        }
        catch (DiskFullException)
        {
            file.Dispose();
            files.Delete(path);
            throw;
        }
        _file?.Dispose();
        _file = file;
        _seed = BlockFrame.Seed(spool, number);
        End = new SpoolPosition(number, SegmentHead.Size, firstLine);
        return new Segment(number, path) { FirstLine = firstLine, BegunMs = now, Length = SegmentHead.Size };
    }

    public void Append(ReadOnlySpan<byte> lines)
    {
        var start = End;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            while (!lines.IsEmpty)
            {
                var block = lines[..BlockLength(lines)];
                AppendBlock(block, now);
                lines = lines[block.Length..];
            }
        }
        catch (DiskFullException)
        {
            End = start;
            TryCut(start.Offset);
            throw;
        }
    }

    public void Sync() => _file!.Sync();

    public void Dispose() => _file?.Dispose();

    private static int BlockLength(ReadOnlySpan<byte> lines)
    {
        if (lines.Length <= MaxBlock) return lines.Length;
        var whole = lines[..MaxBlock].LastIndexOf((byte)'\n') + 1;
        return whole > 0 ? whole : lines.IndexOf((byte)'\n') + 1;
    }

    private void AppendBlock(ReadOnlySpan<byte> block, long now)
    {
        var size = BlockFrame.Size + block.Length;
        var staging = size <= _staging.Length ? _staging : new byte[size];
        var count = block.Count((byte)'\n');
        BlockFrame.Write(staging, _seed, now, End.Line, count, block);
        block.CopyTo(staging.AsSpan(BlockFrame.Size));
        _file!.Write(staging.AsSpan(0, size), End.Offset);
        End = new SpoolPosition(End.Segment, End.Offset + size, End.Line + count);
    }

    private void TryCut(long offset)
    {
        try
        {
            _file!.Truncate(offset);
        }
        catch (IOException)
        {
            // The next block is written over the rest, and a restart would cut it.
        }
    }
}
