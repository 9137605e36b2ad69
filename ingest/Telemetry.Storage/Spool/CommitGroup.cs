using Telemetry.Storage.DeadLetters;

namespace Telemetry.Storage.Spool;

/// <summary>
/// What will be committed together. Two take turns: one is filled under the lock of <see cref="GroupCommit"/> while
/// the other is being written.
/// </summary>
internal sealed class CommitGroup
{
    private const int SmallCapacity = 64 << 10;
    private const int LargeCapacity = 8 << 20;

    // What a letter takes beside its bytes: the record, its topic and detail.
    private const int LetterOverhead = 512;

    private byte[] _buffer = new byte[SmallCapacity];
    private int _used;
    private long _letterBytes;
    private int _letterObjects;
    private TaskCompletionSource _committed = NewPromise();

    public ReadOnlySpan<byte> Lines => _buffer.AsSpan(0, _used);

    public int LineCount { get; private set; }

    public List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>How many objects the log took: once it has, a retry doesn't hand them over again.</summary>
    public int DeadLettersCounted { get; set; }

    public int Objects => LineCount + _letterObjects;

    public long Bytes => _used + _letterBytes;

    /// <summary>Memory held, about.</summary>
    public long Footprint => Bytes + (long)LetterOverhead * DeadLetters.Count;

    /// <summary>Shared by everyone in the group.</summary>
    public Task Committed => _committed.Task;

    public void Add(ReadOnlySpan<byte> lines, int count, ReadOnlySpan<DeadLetter> letters)
    {
        if (_buffer.Length - _used < lines.Length)
            Array.Resize(
                ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(_buffer.Length * 2L, (long)_used + lines.Length)));
        lines.CopyTo(_buffer.AsSpan(_used));
        _used += lines.Length;
        LineCount += count;
        foreach (var letter in letters)
        {
            DeadLetters.Add(letter);
            _letterBytes += letter.Raw.Length;
            _letterObjects += letter.Objects;
        }
    }

    public void Complete() => _committed.TrySetResult();

    /// <summary>Ready to be filled again; a burst's buffer is given back once traffic is small.</summary>
    public void Clear()
    {
        if (_buffer.Length > LargeCapacity && _used < _buffer.Length / 8) _buffer = new byte[SmallCapacity];
        _used = 0;
        _letterBytes = 0;
        _letterObjects = 0;
        LineCount = 0;
        DeadLetters.Clear();
        DeadLettersCounted = 0;
        _committed = NewPromise();
    }

    // Acknowledging must never run on the thread that commits.
    private static TaskCompletionSource NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
