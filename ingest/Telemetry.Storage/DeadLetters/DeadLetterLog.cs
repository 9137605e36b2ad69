using System.Buffers;
using Microsoft.Extensions.Logging;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Files;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.DeadLetters;

/// <summary>
/// What could not be accepted, with its bytes and a reason, in append-only files of JSON lines. Thread-safe: the commit
/// loop and the store's writer both append.
/// </summary>
public sealed class DeadLetterLog : IRejectedLines, IDisposable
{
    private const int SampleBytes = 256;
    private static readonly TimeSpan RetryWhenFull = TimeSpan.FromSeconds(1);

    private readonly DeadLetterOptions _options;
    private readonly IFileLayer _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IDisposable _folderLock;
    private readonly string _folder;

    private readonly Lock _gate = new();
    // Guarded by the gate.
    private readonly ArrayBufferWriter<byte> _buffer = new(16 << 10);
    private readonly long[] _stored = new long[RejectReasons.All.Count];
    private readonly UnstoredTally _unstored;
    private readonly RejectTally _rejected;
    private readonly TopicRates _rates;
    private IOpenFile? _file;
    private long _number;
    private long _length;
    private long _olderBytes;
    private DateOnly _day;
    private long _sampleTurn;
    private long _floodMinute;
    private bool _saidFull;

    private DeadLetterLog(
        DeadLetterOptions options, IFileLayer files, TimeProvider time, ILogger log, string folder,
        IDisposable folderLock)
    {
        _options = options;
        _files = files;
        _time = time;
        _log = log;
        _folder = folder;
        _folderLock = folderLock;
        _rates = new TopicRates(options.FullPerTopicAndMinute);
        _unstored = new UnstoredTally(files, Path.Combine(folder, "unstored.tally"));
        _unstored.Load();
        _rejected = new RejectTally(files, folder);
        Reader = new DeadLetterReader(folder, files, time);
        Recover();
        if (_rejected.IsNew) IndexOlder();
        DeadLetterEvents.Opened(log, folder, Total, TotalBytes);
    }

    /// <summary>Opens or makes the log in a folder, whatever state it is in.</summary>
    public static DeadLetterLog Open(DeadLetterOptions options, IFileLayer files, TimeProvider time, ILogger log)
    {
        var folder = Path.GetFullPath(options.Folder);
        files.CreateFolder(folder);
        var folderLock = files.TryLock(Path.Combine(folder, "dead-letters.lock"))
            ?? throw new IOException($"The dead letters {folder} are in use by another process");
        try
        {
            return new DeadLetterLog(options, files, time, log, folder, folderLock);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    public DeadLetterReader Reader { get; }

    /// <summary>Unfinished bytes cut when the log was opened.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Letters that failed their checksum when the log was opened.</summary>
    public long DamagedLines { get; private set; }

    /// <summary>Bytes of all files.</summary>
    public long TotalBytes
    {
        get
        {
            lock (_gate) return TotalHeld();
        }
    }

    /// <summary>Letters are being sampled for want of quota: a person must act.</summary>
    public bool IsOverQuota => TotalBytes >= _options.MaxSize;

    /// <summary>Letters ever, kept or only counted.</summary>
    public long Total
    {
        get
        {
            lock (_gate)
            {
                long total = 0;
                for (var i = 0; i < _stored.Length; i++) total += _stored[i] + _unstored.Counts[i];
                return total;
            }
        }
    }

    /// <summary>Of them, letters whose bytes were not kept.</summary>
    public long TotalUnstored
    {
        get
        {
            lock (_gate)
            {
                long total = 0;
                foreach (var count in _unstored.Counts) total += count;
                return total;
            }
        }
    }

    /// <summary>Letters of one reason ever, over all restarts, kept or only counted.</summary>
    public long Count(RejectReason reason)
    {
        lock (_gate) return _stored[(int)reason] + _unstored.Counts[(int)reason];
    }

    /// <summary>
    /// Takes letters, all or none; on disk only after <see cref="Sync"/>, which may be repeated after a full disk.
    /// </summary>
    /// <returns>How many objects were counted: one a letter, and all that a joint one speaks for.</returns>
    /// <exception cref="DiskFullException">A new file was due and found no room: none was taken.</exception>
    public int Append(IReadOnlyList<DeadLetter> letters)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            RequireFile(now);
            var objects = 0;
            for (var i = 0; i < letters.Count; i++)
            {
                Take(letters[i], now);
                objects += letters[i].Objects;
            }
            return objects;
        }
    }

    /// <summary>Everything appended is on disk when this returns.</summary>
    /// <exception cref="DiskFullException">No room: what was appended is kept for the next try.</exception>
    /// <exception cref="DiskFailureException">The host must stop.</exception>
    public void Sync()
    {
        lock (_gate)
        {
            Flush();
            _unstored.Sync();
            _rejected.Sync();
        }
    }

    /// <summary>Lines that the store will never take. Waits while the disk is full.</summary>
    public async Task AddAsync(IReadOnlyList<RejectedLine> lines, CancellationToken cancellationToken)
    {
        var letters = new DeadLetter[lines.Count];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = new DeadLetter(
                _time.GetUtcNow(), "", RejectReason.StoreRejected, lines[i].Detail, lines[i].Line, 1, false);
        }
        var taken = false;
        while (true)
        {
            try
            {
                if (!taken) Append(letters);
                taken = true;
                Sync();
                return;
            }
            catch (DiskFullException)
            {
                DeadLetterEvents.RefusedLinesWait(_log);
                await Task.Delay(RetryWhenFull, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public IEnumerable<StoredDeadLetter> Read(DeadLetterFilter filter) => Reader.Read(filter);

    public Task MarkReplayedAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Reader.MarkReplayedAsync(ids, cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _unstored.Dispose();
            _rejected.Dispose();
            _folderLock.Dispose();
        }
    }

    private long TotalHeld() => _olderBytes + _length + _buffer.WrittenCount;

    private void Take(DeadLetter letter, DateTimeOffset now)
    {
        var keep = Keep(letter, now);
        _rejected.Add(now, letter.Topic, letter.Objects, keep > 0);
        if (keep == 0)
        {
            _unstored.Add(letter.Reason, letter.Objects);
            return;
        }
        LetterLine.Letter(_buffer, LetterFile.Id(_number, _length + _buffer.WrittenCount), letter, keep);
        _stored[(int)letter.Reason] += letter.Objects;
    }

    /// <summary>How many of a letter's bytes to keep; 0 for none, only its count.</summary>
    private int Keep(DeadLetter letter, DateTimeOffset now)
    {
        // It was a good reading here, and nobody can send it again: neither a flood nor a full quota costs its bytes.
        if (letter.Reason == RejectReason.StoreRejected) return int.MaxValue;
        var held = TotalHeld();
        if (held >= _options.MaxSize)
        {
            if (!_saidFull)
            {
                _saidFull = true;
                DeadLetterEvents.OverQuota(_log, _options.MaxSize, _options.SampleEvery, _folder);
            }
            return held < _options.MaxSize + _options.MaxSize / 10 ? Sample() : 0;
        }
        _saidFull = false;
        if (_rates.Admit(letter.Topic, now)) return int.MaxValue;
        SayFlood(letter, now);
        return Sample();
    }

    private int Sample() => _sampleTurn++ % _options.SampleEvery == 0 ? SampleBytes : 0;

    private void SayFlood(DeadLetter letter, DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        if (minute == _floodMinute) return;
        _floodMinute = minute;
        DeadLetterEvents.TopicFloods(
            _log, letter.Topic, _options.FullPerTopicAndMinute, letter.Reason.Name(), letter.Detail,
            _options.SampleEvery);
    }

    private void Flush()
    {
        if (_buffer.WrittenCount == 0) return;
        try
        {
            _file!.Write(_buffer.WrittenSpan, _length);
        }
        catch (DiskFullException)
        {
            _file!.Truncate(_length);
            throw;
        }
        _file.Sync();
        _length += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
    }

    private void RequireFile(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (_file is not null && today == _day && _length + _buffer.WrittenCount < _options.FileSize) return;
        Flush();
        var head = new ArrayBufferWriter<byte>(512);
        LetterLine.Head(head, now, _stored);
        var path = Path.Combine(_folder, LetterFile.Name(_number + 1));
        var next = _files.Create(path);
        try
        {
            next.Write(head.WrittenSpan, 0);
            next.Sync();
            _files.SyncFolder(_folder);
        }
        catch (DiskFullException)
        {
            next.Dispose();
            _files.Delete(path);
            throw;
        }
        _file?.Dispose();
        _olderBytes += _length;
        _file = next;
        _number++;
        _length = head.WrittenCount;
        _day = today;
    }

    private void Recover()
    {
        var numbers = LetterFile.Numbers(_files, _folder);
        if (numbers.Count == 0) return;
        _number = numbers[^1];
        _file = _files.OpenWrite(Path.Combine(_folder, LetterFile.Name(_number)));
        CutTail();
        _length = _file.Length;
        for (var i = 0; i < numbers.Count - 1; i++)
        {
            using var file = _files.OpenRead(Path.Combine(_folder, LetterFile.Name(numbers[i])));
            _olderBytes += file.Length;
        }
        for (var i = numbers.Count - 1; i >= 0; i--)
        {
            if (CountFile(numbers[i], isLast: i == numbers.Count - 1)) break;
        }
    }

    // Letters from before there was an index. Those of which no bytes were kept are in none.
    private void IndexOlder()
    {
        foreach (var letter in Reader.Read(new DeadLetterFilter { NewestFirst = false, Limit = int.MaxValue }))
            _rejected.Add(letter.At, letter.Topic, letter.Objects, isKept: true);
        try
        {
            _rejected.Write();
        }
        catch (DiskFullException)
        {
            // Written with the next letters; a full disk must not keep the host from its start.
        }
    }

    private void CutTail()
    {
        var content = LetterFile.ReadAll(_files, _file!.Path);
        var end = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end < content.Length)
        {
            TornBytes = content.Length - end;
            DeadLetterEvents.TailCut(_log, _file.Path, TornBytes);
            _file.Truncate(end);
        }
        _file.Sync();
        _files.SyncFolder(_folder);
    }

    /// <summary>
    /// Adds a file's letters to the counts; true where its head also tells those of all files before it.
    /// </summary>
    private bool CountFile(long number, bool isLast)
    {
        var path = Path.Combine(_folder, LetterFile.Name(number));
        var knowsBefore = false;
        long damaged = 0;
        foreach (var (_, line) in LetterFile.Lines(LetterFile.ReadAll(_files, path)))
        {
            using var json = LetterLine.Open(line);
            if (json is null) damaged++;
            else if (LetterLine.TryHead(json.RootElement, _stored))
            {
                knowsBefore = true;
                if (isLast) _day = DateOnly.FromDateTime(json.RootElement.GetProperty("begun").GetDateTime());
            }
            else if (LetterLine.TryReason(json.RootElement, out var reason))
                _stored[(int)reason] += LetterLine.Objects(json.RootElement);
        }
        if (damaged > 0)
        {
            DamagedLines += damaged;
            DeadLetterEvents.LinesDamaged(_log, path, damaged);
        }
        return knowsBefore;
    }
}
