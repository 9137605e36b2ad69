using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>Room on the disk: what has been delivered makes way, nothing else does.</summary>
public sealed partial class Spool
{
    private void RequireRoom(int bytes)
    {
        if (PendingBytes >= _options.MaxSize) throw new DiskFullException(Folder);
        if (_room.Has(bytes)) return;
        lock (_gate) RemoveDelivered(DateTimeOffset.MaxValue);
        if (_room.CheckNow(bytes)) return;
        if (!RemoveOpen() || !_room.CheckNow(bytes)) throw new DiskFullException(Folder);
    }

    /// <summary>
    /// Where the store has all there is, even the open segment holds room that others need. The few bytes of a new head
    /// come out of what is kept free.
    /// </summary>
    private bool RemoveOpen()
    {
        if (_writer.IsEmpty || PendingLines > 0) return false;
        BeginSegment(_writer.End.Segment + 1, _writer.End.Line);
        lock (_gate)
        {
            _durable = _writer.End;
            RemoveDelivered(DateTimeOffset.MaxValue);
        }
        return true;
    }

    private void RemoveDelivered(DateTimeOffset olderThan)
    {
        // What begins after a segment says when that one was last written.
        while (_segments.Count > 1
            && IsDelivered(_segments[0])
            && DateTimeOffset.FromUnixTimeMilliseconds(_segments[1].BegunMs) <= olderThan)
        {
            var segment = _segments[0];
            _files.Delete(segment.Path);
            // One by one and oldest first, so that a power cut leaves no gap.
            _files.SyncFolder(Folder);
            _segments.RemoveAt(0);
            SpoolLog.SegmentRemoved(_log, segment.Number);
        }
        if (_delivered < _segments[0].Start) _delivered = _segments[0].Start;
    }

    private bool IsDelivered(Segment segment) =>
        _delivered.Segment > segment.Number
        || (_delivered.Segment == segment.Number && _delivered.Offset >= segment.Length);
}
