using System.Buffers;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>Reads the blocks of one segment and finds the next intact one behind damage. One owner.</summary>
internal sealed class BlockSource(IOpenFile file, uint seed) : IDisposable
{
    private const int Window = 64 << 10;

    private readonly byte[] _frame = new byte[BlockFrame.Size];

    public long Length => file.Length;

    /// <summary>
    /// The frame at an offset, where it reads as one and its block ends before <paramref name="limit"/>. Its content is
    /// not yet checked.
    /// </summary>
    public bool TryFrame(long offset, long limit, out BlockFrame frame)
    {
        frame = default;
        return offset + BlockFrame.Size < limit
            && ReadTolerant(_frame, offset) == BlockFrame.Size
            && BlockFrame.TryParse(_frame, out frame)
            && offset + BlockFrame.Size + frame.Length <= limit;
    }

    /// <summary>Before the first block of a segment that was committed at or after an instant.</summary>
    public SpoolPosition FirstSince(long fromMs, Segment segment, long limit)
    {
        var position = segment.Start;
        while (position.Offset < limit && TryFrame(position.Offset, limit, out var frame) && frame.AtMs < fromMs)
        {
            position = new SpoolPosition(
                segment.Number, position.Offset + BlockFrame.Size + frame.Length, frame.FirstLine + frame.Lines);
        }
        return position;
    }

    /// <summary>Reads the lines behind the frame just tried; false where their checksum differs.</summary>
    public bool TryBlock(long offset, in BlockFrame frame, Span<byte> block) =>
        ReadTolerant(block, offset + BlockFrame.Size) == block.Length && frame.Holds(seed, _frame, block);

    /// <summary>
    /// Offset of the first intact block at or behind <paramref name="from"/>; −1 where there is none.
    /// </summary>
    public long FindIntact(long from, long limit, out BlockFrame frame)
    {
        var window = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            frame = default;
            for (var at = from; at + BlockFrame.Size < limit; at += Window - BlockFrame.Start.Length)
            {
                var read = ReadTolerant(window.AsSpan(0, Window), at);
                var candidate = 0;
                while (window.AsSpan(candidate, read - candidate).IndexOf(BlockFrame.Start) is var found and >= 0)
                {
                    candidate += found;
                    if (IsIntact(at + candidate, limit, out frame)) return at + candidate;
                    candidate++;
                }
                if (read < Window) break;
            }
            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    public bool IsIntact(long offset, long limit, out BlockFrame frame)
    {
        if (!TryFrame(offset, limit, out frame)) return false;
        var block = ArrayPool<byte>.Shared.Rent(frame.Length);
        try
        {
            return TryBlock(offset, frame, block.AsSpan(0, frame.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>
    /// A sector that the disk can't read counts as zeros: damage like any other, met by the checksum.
    /// </summary>
    public int ReadTolerant(Span<byte> buffer, long offset)
    {
        try
        {
            return file.Read(buffer, offset);
        }
        catch (IOException) when (buffer.Length > 4096)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                var part = buffer.Slice(total, Math.Min(4096, buffer.Length - total));
                var read = ReadTolerant(part, offset + total);
                total += read;
                if (read < part.Length) break;
            }
            return total;
        }
        catch (IOException)
        {
            var present = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
            buffer[..present].Clear();
            return present;
        }
    }

    public void Dispose() => file.Dispose();
}
