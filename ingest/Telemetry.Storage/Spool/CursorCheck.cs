using Microsoft.Extensions.Logging;

namespace Telemetry.Storage.Spool;

/// <summary>
/// Makes sense of a store's cursor. In doubt it starts earlier: storing a line again is harmless, leaving one out is
/// not.
/// </summary>
internal sealed class CursorCheck(Spool spool, ILogger log)
{
    public SpoolPosition Resolve(SpoolCursor? cursor)
    {
        var oldest = spool.Oldest;
        if (cursor is null) return oldest;
        if (cursor.Spool != spool.Id)
        {
            SpoolLog.CursorOfAnotherSpool(log, cursor.Spool, spool.Id);
            return oldest;
        }
        var position = cursor.Position;
        if (position < oldest) return Behind(position, oldest);
        if (position > spool.OpenedAt && position > spool.End) return Ahead(position);
        return Between(position);
    }

    private SpoolPosition Behind(SpoolPosition position, SpoolPosition oldest)
    {
        var lost = oldest.Line - position.Line;
        if (lost <= 0) return oldest;
        SpoolLog.CursorBehind(log, position, oldest, lost);
        spool.Aside.Missing(position.Segment, position.Offset, lost);
        return oldest;
    }

    private SpoolPosition Ahead(SpoolPosition position)
    {
        SpoolLog.CursorAhead(log, position, spool.OpenedAt);
        return spool.SkipBehind(position) ?? spool.OpenedAt;
    }

    private SpoolPosition Between(SpoolPosition position)
    {
        // The segment may be gone although older ones are kept; what follows says where its lines went on.
        var segment = spool.SegmentFrom(position.Segment)!;
        if (segment.Number != position.Segment)
        {
            if (segment.FirstLine > position.Line)
                spool.Aside.Missing(position.Segment, position.Offset, segment.FirstLine - position.Line);
            return segment.Start;
        }
        if (position == segment.Start || position == spool.OpenedAt) return position;
        using var source = spool.TryOpenBlocks(segment);
        if (source is null) return segment.Start;
        var end = source.Length;
        if (position.Offset == end
            && spool.SegmentFrom(segment.Number + 1)?.FirstLine == position.Line) return position;
        if (source.IsIntact(position.Offset, end, out var frame) && frame.FirstLine == position.Line) return position;
        SpoolLog.CursorAskew(log, position, segment.Start);
        return segment.Start;
    }
}
