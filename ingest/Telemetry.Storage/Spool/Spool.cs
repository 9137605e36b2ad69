using Microsoft.Extensions.Logging;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>
/// Readings on disk between their acknowledgement and the store: numbered append-only segments whose content is line
/// protocol. One thread appends and syncs; readers and counters may be used by any.
/// </summary>
public sealed partial class Spool : IDisposable
{
    private readonly SpoolOptions _options;
    private readonly IFileLayer _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SetAside _aside;
    private readonly IDisposable _folderLock;

    private readonly Lock _gate = new();
    // Guarded by the gate.
    private readonly List<Segment> _segments;
    private SpoolPosition _durable;
    private SpoolPosition _delivered;
    private TaskCompletionSource? _grown;
    private bool _closed;

    private readonly SegmentWriter _writer;
    private readonly DiskRoom _room;
    private readonly SpoolPosition _openedAt;
    private readonly long _highestForeign;

    private Spool(
        SpoolOptions options, IFileLayer files, TimeProvider time, ILogger log, IDisposable folderLock)
    {
        _options = options;
        _files = files;
        _time = time;
        _log = log;
        _folderLock = folderLock;
        Folder = Path.GetFullPath(options.Folder);
        _aside = new SetAside(files, Path.Combine(Folder, "set-aside"), log);
        _aside.Load();
        var found = new SpoolRecovery(files, Folder, _aside, time, log);
        found.Run();
        Id = found.Id;
        TornBytes = found.TornBytes;
        MissingSegments = found.MissingSegments;
        _segments = found.Segments;
        _highestForeign = found.HighestForeign;
        _room = new DiskRoom(files, Folder, options.MinFreeDisk, time);
        _writer = new SegmentWriter(files, Folder, Id, time);
        if (_segments is [.., var last])
            _writer.Continue(last, found.End);
        else
            BeginSegment(found.End.Segment + 1, found.End.Line);
        _durable = _openedAt = _writer.End;
        _delivered = _segments[0].Start;
        SpoolLog.Opened(log, Id, Folder, _segments.Count, _durable.Line);
    }

    /// <summary>Opens or makes the spool in a folder, whatever state it is in.</summary>
    /// <exception cref="SpoolInUseException">Another host has it open.</exception>
    public static Spool Open(SpoolOptions options, IFileLayer files, TimeProvider time, ILogger log)
    {
        var folder = Path.GetFullPath(options.Folder);
        files.CreateFolder(folder);
        var folderLock = files.TryLock(Path.Combine(folder, "spool.lock")) ?? throw new SpoolInUseException(folder);
        try
        {
            return new Spool(options, files, time, log, folderLock);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Made with the folder and kept in it: a cursor of another id says nothing about this spool.</summary>
    public Guid Id { get; }

    public string Folder { get; }

    /// <summary>Behind the last synced block.</summary>
    public SpoolPosition End
    {
        get
        {
            lock (_gate) return _durable;
        }
    }

    /// <summary>Before the first block that is still kept.</summary>
    public SpoolPosition Oldest
    {
        get
        {
            lock (_gate) return _segments[0].Start;
        }
    }

    /// <summary>Lines that wait for the store.</summary>
    public long PendingLines
    {
        get
        {
            lock (_gate) return _durable.Line - _delivered.Line;
        }
    }

    /// <summary>Bytes that wait for the store, frames included.</summary>
    public long PendingBytes
    {
        get
        {
            lock (_gate) return PendingBytesHeld();
        }
    }

    /// <summary>
    /// When the oldest line that waits for the store was committed; null with none waiting. Reads its frame from disk:
    /// for those who look now and then.
    /// </summary>
    public DateTimeOffset? OldestPending
    {
        get
        {
            while (true)
            {
                SpoolPosition position;
                Segment? segment;
                lock (_gate)
                {
                    if (_durable.Line == _delivered.Line) return null;
                    segment = _segments.Find(
                        candidate => candidate.Number >= _delivered.Segment && !IsDelivered(candidate));
                    if (segment is null) return null;
                    position = segment.Number == _delivered.Segment ? _delivered : segment.Start;
                }
                using var source = TryOpenBlocks(segment);
                // Delivered and removed since: look again.
                if (source is null) continue;
                return source.TryFrame(position.Offset, source.Length, out var frame)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(frame.AtMs)
                    : DateTimeOffset.FromUnixTimeMilliseconds(segment.BegunMs);
            }
        }
    }

    /// <summary>Bytes of all segments, delivered ones included.</summary>
    public long TotalBytes
    {
        get
        {
            lock (_gate)
            {
                long total = 0;
                foreach (var segment in _segments) total += segment.Length;
                return total;
            }
        }
    }

    public int SegmentCount
    {
        get
        {
            lock (_gate) return _segments.Count;
        }
    }

    /// <summary>Nothing can be appended until the store takes some or the disk has room again.</summary>
    public bool IsFull => PendingBytes >= _options.MaxSize || _room.IsShort;

    /// <summary>Lines ever set aside because their block failed its checksum.</summary>
    public long SetAsideLines => _aside.DamagedLines;

    /// <summary>Lines ever found missing because a segment or its end is gone.</summary>
    public long MissingLines => _aside.MissingLines;

    /// <summary>Unfinished bytes cut when this spool was opened.</summary>
    public long TornBytes { get; }

    /// <summary>Gaps in the numbers of the segment files when this spool was opened.</summary>
    public long MissingSegments { get; }

    /// <summary>
    /// Writes lines behind the last; on disk only after <see cref="Sync"/>. All of them or none. For the one thread
    /// that commits.
    /// </summary>
    /// <param name="lines">Line protocol, each line ended by <c>\n</c>, none beginning with <c>#</c>.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="DiskFullException">No room: nothing was written; try again later.</exception>
    public void Append(ReadOnlySpan<byte> lines, int count)
    {
        if (count <= 0 || lines.IsEmpty || lines[^1] != '\n' || lines.Count((byte)'\n') != count)
            throw new ArgumentException($"{lines.Length} bytes are not {count} lines of line protocol", nameof(lines));
        RequireRoom(lines.Length);
        try
        {
            if (!_writer.IsEmpty && _writer.End.Offset + lines.Length > _options.SegmentSize)
            {
                BeginSegment(_writer.End.Segment + 1, _writer.End.Line);
            }
            _writer.Append(lines);
        }
        catch (DiskFullException)
        {
            _room.Refused(lines.Length);
            throw;
        }
    }

    /// <summary>Everything appended is on disk, and readable, when this returns.</summary>
    /// <exception cref="DiskFailureException">The host must stop.</exception>
    public void Sync()
    {
        _writer.Sync();
        TaskCompletionSource? grown;
        lock (_gate)
        {
            _durable = _writer.End;
            _segments[^1].Length = _durable.Offset;
            (grown, _grown) = (_grown, null);
        }
        grown?.TrySetResult();
    }

    /// <summary>
    /// Where a store goes on, given the cursor it last persisted. Ask before the first <see cref="Append"/>: behind a
    /// cursor that
    /// is ahead of the data a new segment is begun, so that no position ever stands for two different lines.
    /// </summary>
    public SpoolPosition ResolveCursor(SpoolCursor? cursor)
    {
        var start = new CursorCheck(this, _log).Resolve(cursor);
        Delivered(start);
        return start;
    }

    /// <summary>
    /// A reader from a position on, which <see cref="ResolveCursor"/> or <see cref="FindFirst"/> gave.
    /// </summary>
    public SpoolReader OpenReader(SpoolPosition from) => new(this, from);

    /// <summary>
    /// The store has everything before <paramref name="position"/>. Segments wholly before it are removed once they are
    /// older than <see cref="SpoolOptions.KeepDelivered"/>.
    /// </summary>
    public void Delivered(SpoolPosition position)
    {
        lock (_gate)
        {
            if (position > _delivered) _delivered = position;
            RemoveDelivered(_time.GetUtcNow() - _options.KeepDelivered);
        }
    }

    /// <summary>Before the first block committed at or after an instant, as far back as segments are kept.</summary>
    public SpoolPosition FindFirst(DateTimeOffset from)
    {
        var fromMs = from.ToUnixTimeMilliseconds();
        while (true)
        {
            Segment segment;
            SpoolPosition end;
            lock (_gate)
            {
                segment = _segments.FindLast(candidate => candidate.BegunMs <= fromMs) ?? _segments[0];
                end = _durable;
            }
            using var source = TryOpenBlocks(segment);
            // Removed since, to make room: look again.
            if (source is null) continue;
            return source.FirstSince(fromMs, segment, segment.Number == end.Segment ? end.Offset : source.Length);
        }
    }

    public void Dispose()
    {
        TaskCompletionSource? grown;
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            (grown, _grown) = (_grown, null);
        }
        grown?.TrySetResult();
        _writer.Dispose();
        _folderLock.Dispose();
    }

    internal SetAside Aside => _aside;

    internal SpoolPosition OpenedAt => _openedAt;

    /// <summary>
    /// Null where the segment was removed since it was looked up: delivered, and in the way on a short disk. A file
    /// that someone else took is no such case.
    /// </summary>
    internal BlockSource? TryOpenBlocks(Segment segment)
    {
        try
        {
            return new(_files.OpenRead(segment.Path), BlockFrame.Seed(Id, segment.Number));
        }
        catch (FileNotFoundException) when (!IsKept(segment))
        {
            return null;
        }
    }

    /// <summary>
    /// The segment of a number, else the next one that is kept; null where the number is beyond the last.
    /// </summary>
    internal Segment? SegmentFrom(long number)
    {
        lock (_gate) return _segments.Find(segment => segment.Number >= number);
    }

    /// <summary>
    /// Null where there is something to read behind the position, or where the spool is closed; else what to await.
    /// </summary>
    internal Task? WhenGrown(SpoolPosition position, out bool closed)
    {
        lock (_gate)
        {
            closed = _closed;
            if (_closed || _durable > position) return null;
            _grown ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _grown.Task;
        }
    }

    /// <summary>Begins a segment behind a cursor that is ahead; null where appends have already begun.</summary>
    internal SpoolPosition? SkipBehind(SpoolPosition cursor)
    {
        if (_writer.End != _openedAt) return null;
        BeginSegment(Math.Max(cursor.Segment, _openedAt.Segment) + 1, Math.Max(cursor.Line, _openedAt.Line));
        lock (_gate) return _durable = _writer.End;
    }

    /// <summary>
    /// Lines between a place read to and where the next segment goes on; what was delivered isn't missed.
    /// </summary>
    internal void CountMissing(SpoolPosition position, long nextLine)
    {
        lock (_gate)
        {
            if (position < _delivered) return;
        }
        if (nextLine > position.Line) _aside.Missing(position.Segment, position.Offset, nextLine - position.Line);
    }

    private void BeginSegment(long number, long firstLine)
    {
        var sealedAt = _writer.End.Offset;
        var next = _writer.Begin(Math.Max(number, _highestForeign + 1), firstLine);
        lock (_gate)
        {
            if (_segments is [.., var last] && sealedAt > 0) last.Length = sealedAt;
            _segments.Add(next);
        }
    }

    // A removal holds the lock from the file's end to the list's: whoever gets in here finds both or neither.
    private bool IsKept(Segment segment)
    {
        lock (_gate) return _segments.Contains(segment);
    }

    private long PendingBytesHeld()
    {
        long total = 0;
        foreach (var segment in _segments)
        {
            if (segment.Number < _delivered.Segment) continue;
            total += segment.Length
                - (segment.Number == _delivered.Segment
                    ? Math.Min(_delivered.Offset, segment.Length) : SegmentHead.Size);
        }
        return total;
    }
}
