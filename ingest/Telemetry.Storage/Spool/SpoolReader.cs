using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Spool;

/// <summary>
/// Reads committed blocks in the order in which they were written, oldest first. Holds one batch's bytes, however
/// much waits. Not thread-safe.
/// </summary>
public sealed class SpoolReader : IDisposable
{
    private readonly Spool _spool;
    private byte[] _buffer = new byte[256 << 10];
    private BlockSource? _source;
    private long _open = -1;

    internal SpoolReader(Spool spool, SpoolPosition from)
    {
        _spool = spool;
        Position = from;
    }

    /// <summary>Behind the last block read.</summary>
    public SpoolPosition Position { get; private set; }

    /// <summary>
    /// The next whole blocks, up to both limits; a block beyond them comes alone. Waits while there is none; null once
    /// the spool is closed. The batch's bytes are valid until the next read.
    /// </summary>
    public async ValueTask<StoreBatch?> ReadAsync(int maxLines, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var grown = _spool.WhenGrown(Position, out var closed);
            if (closed) return null;
            if (grown is not null)
                await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
            else if (TryRead(maxLines, maxBytes) is { } batch)
                return batch;
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, but null where there is nothing more.</summary>
    public StoreBatch? TryRead(int maxLines, int maxBytes)
    {
        var end = _spool.End;
        var start = Position;
        var used = 0;
        var lines = 0;
        while (Position < end)
        {
            if (!EnterSegment(out var limit, end))
            {
                if (lines > 0) break;
                if (!NextSegment()) break;
                start = Position;
                continue;
            }
            if (!_source!.TryFrame(Position.Offset, limit, out var frame))
            {
                if (lines > 0) break;
                start = SkipDamage(limit, end);
                continue;
            }
            if (lines > 0 && (lines + frame.Lines > maxLines || used + frame.Length > maxBytes)) break;
            MakeRoom(used + frame.Length);
            if (!_source.TryBlock(Position.Offset, frame, _buffer.AsSpan(used, frame.Length)))
            {
                if (lines > 0) break;
                start = SkipDamage(limit, end);
                continue;
            }
            used += frame.Length;
            lines += frame.Lines;
            Position = new SpoolPosition(
                Position.Segment, Position.Offset + BlockFrame.Size + frame.Length, frame.FirstLine + frame.Lines);
        }
        return lines == 0 ? null : new StoreBatch(_spool.Id, _buffer.AsMemory(0, used), lines, start, Position);
    }

    public void Dispose() => _source?.Dispose();

    /// <summary>False where the segment is read to its end, or is no longer there.</summary>
    private bool EnterSegment(out long limit, SpoolPosition end)
    {
        limit = 0;
        if (_open != Position.Segment)
        {
            _source?.Dispose();
            _source = null;
            _open = -1;
            if (_spool.SegmentFrom(Position.Segment) is not { } segment
                || segment.Number != Position.Segment) return false;
            if (_spool.TryOpenBlocks(segment) is not { } source) return false;
            _source = source;
            _open = segment.Number;
        }
        limit = Position.Segment == end.Segment ? end.Offset : _source!.Length;
        return Position.Offset < limit;
    }

    private bool NextSegment()
    {
        if (_spool.SegmentFrom(Position.Segment + 1) is not { } next) return false;
        _spool.CountMissing(Position, next.FirstLine);
        Position = next.Start;
        return true;
    }

    /// <summary>Goes on at the next intact block; what lies between is set aside with its line count.</summary>
    private SpoolPosition SkipDamage(long limit, SpoolPosition end)
    {
        var from = Position;
        var offset = _source!.FindIntact(from.Offset + 1, limit, out var frame);
        var line = offset >= 0
            ? frame.FirstLine
            : from.Segment == end.Segment ? end.Line : _spool.SegmentFrom(from.Segment + 1)?.FirstLine ?? from.Line;
        if (offset < 0) offset = limit;
        _spool.Aside.Damaged(_source, from.Segment, from.Offset, offset - from.Offset, Math.Max(0, line - from.Line));
        return Position = new SpoolPosition(from.Segment, offset, line);
    }

    private void MakeRoom(int size)
    {
        if (size > _buffer.Length) Array.Resize(ref _buffer, Math.Max(size, _buffer.Length * 2));
    }
}
