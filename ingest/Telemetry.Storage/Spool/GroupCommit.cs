using Microsoft.Extensions.Logging;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.Spool;

/// <summary>
/// Gives many producers one sync. Whatever arrives while a commit runs is gathered and committed next; while the disk
/// is idle a commit begins at once, so nobody ever waits for a timer. One thread of its own does all the writing:
/// dead letters, their sync, lines, their sync, and only then is the group's task completed.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly Spool _spool;
    private readonly DeadLetterLog _deadLetters;
    private readonly GroupCommitOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A monitor, not a Lock: the committing thread waits on it.
    private readonly object _gate = new();
    // Guarded by the gate.
    private CommitGroup _open = new();
    private CommitGroup _writing = new();
    private bool _closing;
    private bool _broken;
    private bool _waitingForRoom;
    private long _received;
    private long _spooled;
    private long _deadLettered;
    private long _shed;
    private long _committedBytes;
    private long _commits;
    private TimeSpan _lastCommit;

    public GroupCommit(
        Spool spool, DeadLetterLog deadLetters, GroupCommitOptions options, TimeProvider time, ILogger log)
    {
        _spool = spool;
        _deadLetters = deadLetters;
        _options = options;
        _time = time;
        _log = log;
        new Thread(Run) { Name = "group commit", IsBackground = true }.Start();
    }

    /// <summary>After every commit, on the committing thread: must be quick and must not throw.</summary>
    public event Action<CommitReport>? Committed;

    /// <summary>
    /// Completes, never faults, when the disk or our own code failed. From then on nothing is acknowledged, and the
    /// host
    /// must stop with an error.
    /// </summary>
    public Task<Exception> Failed => _failed.Task;

    /// <summary>False while the spool or the disk is full, and after a failure or a stop.</summary>
    public bool IsAccepting
    {
        get
        {
            lock (_gate) return !_waitingForRoom && !_broken && !_closing && !_spool.IsFull;
        }
    }

    public long Commits
    {
        get
        {
            lock (_gate) return _commits;
        }
    }

    /// <summary>Bytes of lines and dead letters committed since the start, frames not counted.</summary>
    public long CommittedBytes
    {
        get
        {
            lock (_gate) return _committedBytes;
        }
    }

    public TimeSpan LastCommit
    {
        get
        {
            lock (_gate) return _lastCommit;
        }
    }

    /// <summary>Bytes that wait in memory for a commit.</summary>
    public long PendingBytes
    {
        get
        {
            lock (_gate) return _open.Footprint + _writing.Footprint;
        }
    }

    /// <summary>All terms of the balance at one instant.</summary>
    public CommitBooks Snapshot()
    {
        lock (_gate)
        {
            return new CommitBooks(_received, _spooled, _deadLettered, _shed, _open.Objects + _writing.Objects);
        }
    }

    /// <summary>
    /// Puts one message's outcome into the open group: its lines, copied, and its dead letters. Never waits for
    /// the disk.
    /// </summary>
    /// <param name="lines">Line protocol, each line ended by <c>\n</c>; may be empty.</param>
    /// <param name="lineCount">How many lines: one an object.</param>
    /// <param name="deadLetters">The objects rejected; a joint letter counts as all that it speaks for.</param>
    /// <param name="qualityOfService">0 may be shed where memory is short.</param>
    /// <returns>
    /// Completes once all of it is on disk, or has been shed; groups complete in order. Does not complete while the
    /// spool is
    /// full, after a failure, or where the host stops first: what isn't acknowledged is delivered again.
    /// </returns>
    public Task Append(
        ReadOnlySpan<byte> lines, int lineCount, ReadOnlySpan<DeadLetter> deadLetters, int qualityOfService)
    {
        if (lineCount < 0 || lines.IsEmpty != (lineCount == 0) || (!lines.IsEmpty && lines[^1] != '\n'))
            throw new ArgumentException($"{lines.Length} bytes are not {lineCount} lines", nameof(lines));
        var objects = lineCount;
        foreach (var letter in deadLetters) objects += letter.Objects;
        if (objects == 0) return Task.CompletedTask;
        lock (_gate)
        {
            if (_closing || _broken) return Never;
            _received += objects;
            if (qualityOfService == 0 && _open.Footprint + _writing.Footprint + lines.Length > _options.MaxPendingBytes)
            {
                _shed += objects;
                return Task.CompletedTask;
            }
            _open.Add(lines, lineCount, deadLetters);
            Monitor.Pulse(_gate);
            return _open.Committed;
        }
    }

    /// <summary>
    /// Stops accepting, commits what is in the group and ends. A spool that is full then gets one more try; what still
    /// finds no room is left unacknowledged.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        try
        {
            while (TakeGroup()) CommitUntilDone();
        }
        catch (Exception problem) // The loop's own edge: whatever it is, nothing may be acknowledged any more.
        {
            lock (_gate) _broken = true;
            SpoolLog.CommitFailed(_log, problem);
            _failed.TrySetResult(problem);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private bool TakeGroup()
    {
        lock (_gate)
        {
            if (_writing.Objects > 0) return false; // stopped while full
            while (_open.Objects == 0)
            {
                if (_closing) return false;
                Monitor.Wait(_gate);
            }
            (_open, _writing) = (_writing, _open);
            return true;
        }
    }

    private void CommitUntilDone()
    {
        while (true)
        {
            var lastTry = IsClosing();
            try
            {
                Commit();
                if (_waitingForRoom)
                {
                    lock (_gate) _waitingForRoom = false;
                    SpoolLog.RoomAgain(_log);
                }
                return;
            }
            catch (DiskFullException problem)
            {
                if (lastTry)
                {
                    SpoolLog.StoppedFull(_log, Snapshot().InFlight);
                    return;
                }
                if (!_waitingForRoom) SpoolLog.Full(_log, problem.Message, _spool.PendingBytes);
                WaitForRoom();
            }
        }
    }

    private bool IsClosing()
    {
        lock (_gate) return _closing;
    }

    private void WaitForRoom()
    {
        var due = false;
        using var timer = _time.CreateTimer(
            _ =>
            {
                lock (_gate)
                {
                    due = true;
                    Monitor.PulseAll(_gate);
                }
            },
            null, _options.RetryWhenFull, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _waitingForRoom = true;
            while (!due && !_closing) Monitor.Wait(_gate);
        }
    }

    private void Commit()
    {
        var group = _writing;
        var began = _time.GetTimestamp();
        var sync = TimeSpan.Zero;
        var letters = group.DeadLetters.Count;
        if (letters > 0)
        {
            if (group.DeadLettersCounted == 0)
            {
                group.DeadLettersCounted = _deadLetters.Append(group.DeadLetters);
            }
            var synced = _time.GetTimestamp();
            _deadLetters.Sync();
            sync += _time.GetElapsedTime(synced);
        }
        var before = _spool.End.Line;
        if (group.LineCount > 0)
        {
            _spool.Append(group.Lines, group.LineCount);
            var synced = _time.GetTimestamp();
            _spool.Sync();
            sync += _time.GetElapsedTime(synced);
        }
        var spooled = _spool.End.Line - before;
        Finish(group, spooled, group.DeadLettersCounted, began, sync);
    }

    private void Finish(CommitGroup group, long spooled, int letters, long began, TimeSpan sync)
    {
        var bytes = group.Bytes;
        TimeSpan total;
        lock (_gate)
        {
            _spooled += spooled;
            _deadLettered += letters;
            _committedBytes += bytes;
            _commits++;
            group.Complete();
            group.Clear();
            _lastCommit = total = _time.GetElapsedTime(began);
        }
        Committed?.Invoke(new CommitReport((int)spooled, letters, bytes, total, sync));
    }
}
