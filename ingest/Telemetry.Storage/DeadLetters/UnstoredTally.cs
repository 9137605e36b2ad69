using System.Globalization;
using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.DeadLetters;

/// <summary>
/// Counts, by reason, the objects of which no bytes were kept. Two slots are written in turn, in place, so the count
/// is as durable as a letter, and a flood doesn't make the disk fill any further.
/// </summary>
internal sealed class UnstoredTally(IFileLayer files, string path) : IDisposable
{
    private const int SlotSize = 1024;

    private readonly long[] _counts = new long[RejectReasons.All.Count];
    private IOpenFile? _file;
    private long _turn;
    private bool _dirty;

    public ReadOnlySpan<long> Counts => _counts;

    public void Load()
    {
        if (!files.Exists(path)) return;
        var content = LetterFile.ReadAll(files, path);
        for (var slot = 0; slot + SlotSize <= content.Length; slot += SlotSize)
        {
            var text = Encoding.ASCII.GetString(content, slot, SlotSize).Split('\n')[0];
            var words = text.Split(' ');
            if (words.Length < 2
                || words[^1] != Seal(text[..^(words[^1].Length + 1)])
                || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var turn)
                || turn <= _turn) continue;
            _turn = turn;
            for (var i = 0; i < Math.Min(_counts.Length, words.Length - 2); i++)
                _counts[i] = long.Parse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    public void Add(RejectReason reason, int objects)
    {
        _counts[(int)reason] += objects;
        _dirty = true;
    }

    /// <summary>On disk when it returns.</summary>
    public void Sync()
    {
        if (!_dirty) return;
        if (_file is null)
        {
            var isNew = !files.Exists(path);
            _file = isNew ? files.Create(path) : files.OpenWrite(path);
            if (isNew) files.SyncFolder(Path.GetDirectoryName(path)!);
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"{_turn + 1} {string.Join(' ', _counts)}");
        var slot = new byte[SlotSize];
        Encoding.ASCII.GetBytes($"{text} {Seal(text)}\n", slot);
        _file.Write(slot, (_turn + 1) % 2 * SlotSize);
        _file.Sync();
        _turn++;
        _dirty = false;
    }

    public void Dispose() => _file?.Dispose();

    private static string Seal(string text) =>
        Crc32C.Of(Encoding.ASCII.GetBytes(text)).ToString("x8", CultureInfo.InvariantCulture);
}
