using System.Buffers;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.DeadLetters;

/// <summary>Reads the dead letters of a folder, also while a host, in this process or another, writes them.</summary>
public sealed class DeadLetterReader(string folder, IFileLayer files, TimeProvider time)
{
    private static readonly TimeSpan MarkTimeout = TimeSpan.FromSeconds(5);

    private readonly string _folder = Path.GetFullPath(folder);

    private string MarksPath => Path.Combine(_folder, "replayed.jsonl");

    /// <summary>Letters that pass the filter, one file in memory at a time.</summary>
    public IEnumerable<StoredDeadLetter> Read(DeadLetterFilter filter)
    {
        var replayed = Marks();
        var numbers = LetterFile.Numbers(files, _folder);
        if (filter.NewestFirst) numbers.Reverse();
        var left = filter.Limit;
        foreach (var number in numbers)
        {
            var lines = Load(number);
            if (filter.NewestFirst) lines.Reverse();
            foreach (var line in lines)
            {
                if (left == 0) yield break;
                if (Parse(line, replayed) is not { } letter || !filter.Takes(letter)) continue;
                left--;
                yield return letter;
            }
        }
    }

    /// <summary>
    /// How many objects of each topic were rejected in the hours (UTC) that begin within a stretch of time, by receipt;
    /// also those of which no bytes were kept; and when the last of them was. From the log's own index, without reading
    /// a letter.
    /// </summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public IReadOnlyDictionary<string, (long Objects, DateTimeOffset Last)> Rejected(
        DateTimeOffset from, DateTimeOffset to)
    {
        var rejected = new Dictionary<string, (long Objects, DateTimeOffset Last)>(StringComparer.Ordinal);
        foreach (var hour in RejectTally.Read(files, _folder, from, to))
        {
            var (objects, last) = rejected.GetValueOrDefault(hour.Topic);
            rejected[hour.Topic] = (objects + hour.Objects, hour.Last > last ? hour.Last : last);
        }
        return rejected;
    }

    /// <summary>Null where there is no such letter.</summary>
    public StoredDeadLetter? Find(string id)
    {
        if (!LetterFile.TryId(id, out var number, out var offset)
            || !files.Exists(Path.Combine(_folder, LetterFile.Name(number)))) return null;
        var content = LetterFile.ReadAll(files, Path.Combine(_folder, LetterFile.Name(number)));
        if (offset >= content.Length) return null;
        var length = content.AsSpan((int)offset).IndexOf((byte)'\n');
        if (length < 0) return null;
        return Parse(content.AsMemory((int)offset, length), Marks()) is { } letter && letter.Id == id ? letter : null;
    }

    /// <summary>
    /// Notes, as a fact of its own, that letters were sent through the pipeline again. On disk when it returns.
    /// </summary>
    public async Task MarkReplayedAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var facts = new ArrayBufferWriter<byte>();
        foreach (var id in ids) LetterLine.Replayed(facts, id, time.GetUtcNow());
        files.CreateFolder(_folder);
        var began = time.GetTimestamp();
        IDisposable? turn;
        while ((turn = files.TryLock(MarksPath + ".lock")) is null)
        {
            if (time.GetElapsedTime(began) > MarkTimeout)
                throw new IOException($"Another process holds {MarksPath}.lock");
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken).ConfigureAwait(false);
        }
        using (turn) Append(facts.WrittenSpan);
    }

    private void Append(ReadOnlySpan<byte> facts)
    {
        var isNew = !files.Exists(MarksPath);
        using var file = isNew ? files.Create(MarksPath) : files.OpenWrite(MarksPath);
        if (isNew) files.SyncFolder(_folder);
        var end = file.Length;
        Span<byte> last = [(byte)'\n'];
        if (end > 0) file.Read(last, end - 1);
        if (last[0] != '\n') file.Write("\n"u8, end++);
        file.Write(facts, end);
        file.Sync();
    }

    private List<ReadOnlyMemory<byte>> Load(long number)
    {
        var path = Path.Combine(_folder, LetterFile.Name(number));
        var lines = new List<ReadOnlyMemory<byte>>();
        if (!files.Exists(path)) return lines;
        foreach (var (_, line) in LetterFile.Lines(LetterFile.ReadAll(files, path))) lines.Add(line);
        return lines;
    }

    private static StoredDeadLetter? Parse(ReadOnlyMemory<byte> line, Dictionary<string, DateTimeOffset> replayed)
    {
        using var json = LetterLine.Open(line);
        if (json is null || !LetterLine.TryLetter(json.RootElement, out var letter)) return null;
        return replayed.TryGetValue(letter.Id, out var at) ? letter with { ReplayedAt = at } : letter;
    }

    private Dictionary<string, DateTimeOffset> Marks()
    {
        var marks = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (!files.Exists(MarksPath)) return marks;
        foreach (var (_, line) in LetterFile.Lines(LetterFile.ReadAll(files, MarksPath)))
        {
            using var json = LetterLine.Open(line);
            if (json is not null && json.RootElement.TryGetProperty("replayed", out var at))
                marks[json.RootElement.GetProperty("id").GetString()!] = at.GetDateTimeOffset();
        }
        return marks;
    }
}
