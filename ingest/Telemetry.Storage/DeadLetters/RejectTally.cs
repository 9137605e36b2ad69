using System.Globalization;
using System.Text;
using System.Text.Json;
using Telemetry.Storage.Files;

namespace Telemetry.Storage.DeadLetters;

/// <summary>Objects of one topic that were rejected within one hour (UTC), and when the last of them was.</summary>
internal readonly record struct RejectedHour(DateTimeOffset Hour, string Topic, long Objects, DateTimeOffset Last);

/// <summary>
/// The dead letters' own index: how many objects of which topic were rejected in which hour, also those of which no
/// bytes were kept. A file a month, a line an hour and topic, whose beginning is written anew in place. It is
/// forced to disk with the letters, so a power cut costs it nothing that was acknowledged. A topic gets a line with a
/// letter of which bytes are kept, so the quota of the letters bounds these files too.
/// </summary>
internal sealed class RejectTally(IFileLayer files, string folder) : IDisposable
{
    /// <summary>Topics counted apart within one hour; what comes of further ones is counted under none.</summary>
    private const int MostTopics = 10_000;

    private const string Prefix = "rejected-";
    private const string Extension = ".tally";
    private const string HourForm = "yyyy-MM-dd'T'HH";
    private const int CountDigits = 12;
    private const int TimeDigits = 13;

    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly List<Line> _changed = [];
    private DateTimeOffset _hour;
    private IOpenFile? _file;
    private bool _isUnsynced;
    private string _name = "";
    private long _length;

    private sealed class Line(DateTimeOffset hour, string topic)
    {
        public DateTimeOffset Hour { get; } = hour;

        public string Topic { get; } = topic;

        /// <summary>Where it stands; negative before it was first written.</summary>
        public long Offset { get; set; } = -1;

        public long Objects { get; set; }

        public long LastMs { get; set; }

        public bool IsChanged { get; set; }
    }

    /// <summary>True where letters were never counted by this, as by a version that had no index.</summary>
    public bool IsNew => !files.List(folder).Any(IsTally);

    /// <summary>Counts; in the file after <see cref="Write"/>.</summary>
    /// <param name="isKept">Whether any bytes of the letter are.</param>
    public void Add(DateTimeOffset at, string topic, int objects, bool isKept)
    {
        if (HourOf(at) is var hour && hour != _hour)
        {
            _lines.Clear();
            _hour = hour;
        }
        if (!_lines.ContainsKey(topic) && (!isKept || _lines.Count >= MostTopics)) topic = "";
        if (!_lines.TryGetValue(topic, out var line)) _lines.Add(topic, line = new Line(hour, topic));
        line.Objects += objects;
        line.LastMs = Math.Max(line.LastMs, at.ToUnixTimeMilliseconds());
        if (line.IsChanged) return;
        line.IsChanged = true;
        _changed.Add(line);
    }

    /// <summary>On disk when it returns.</summary>
    /// <exception cref="DiskFullException">What was counted is kept for the next try.</exception>
    public void Sync()
    {
        Write();
        if (!_isUnsynced) return;
        _file?.Sync();
        _isUnsynced = false;
    }

    /// <exception cref="DiskFullException">What was counted is kept for the next try.</exception>
    public void Write()
    {
        while (_changed.Count > 0)
        {
            var name = FileName(_changed[0].Hour);
            var lines = _changed.FindAll(line => FileName(line.Hour) == name);
            Write(Open(name), lines);
            _isUnsynced = true;
            foreach (var line in lines) line.IsChanged = false;
            _changed.RemoveAll(static line => !line.IsChanged);
        }
    }

    /// <summary>What was rejected in the hours that begin within a stretch of time, in no order.</summary>
    public static IEnumerable<RejectedHour> Read(
        IFileLayer files, string folder, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (FileName(from.ToUniversalTime()), FileName(to.ToUniversalTime()));
        foreach (var name in files.List(folder).Where(IsTally))
        {
            if (string.CompareOrdinal(name, first) < 0 || string.CompareOrdinal(name, last) > 0) continue;
            foreach (var (_, text) in LetterFile.Lines(LetterFile.ReadAll(files, Path.Combine(folder, name))))
            {
                if (Parse(text.Span) is { } line && line.Hour >= from && line.Hour < to) yield return line;
            }
        }
    }

    public void Dispose() => Close();

    private void Write(IOpenFile file, List<Line> lines)
    {
        var fresh = new StringBuilder();
        foreach (var line in lines)
        {
            if (line.Offset >= 0) file.Write(Encoding.ASCII.GetBytes(Counted(line)), line.Offset);
            else fresh.Append(Text(line));
        }
        if (fresh.Length == 0) return;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(fresh.ToString()), _length);
        }
        catch (DiskFullException)
        {
            file.Truncate(_length);
            throw;
        }
        foreach (var line in lines)
        {
            if (line.Offset >= 0) continue;
            line.Offset = _length;
            _length += Encoding.UTF8.GetByteCount(Text(line));
        }
    }

    // A process that begins in the middle of an hour begins lines of its own: readers add up.
    private IOpenFile Open(string name)
    {
        if (_file is { } open && name == _name) return open;
        // A month that is over by now is on disk before another one is begun.
        if (_isUnsynced) _file?.Sync();
        Close();
        var path = Path.Combine(folder, name);
        _name = name;
        if (!files.Exists(path))
        {
            _length = 0;
            _file = files.Create(path);
            files.SyncFolder(folder);
            return _file;
        }
        // What follows the last line end was torn by a power cut.
        _length = LetterFile.ReadAll(files, path).AsSpan().LastIndexOf((byte)'\n') + 1;
        _file = files.OpenWrite(path);
        if (_length < _file.Length) _file.Truncate(_length);
        return _file;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static string Text(Line line) =>
        $"{Counted(line)} {line.Hour.ToString(HourForm, CultureInfo.InvariantCulture)} "
        + $"{JsonSerializer.Serialize(line.Topic)}\n";

    // Always as long: the count, and the last of them in Unix ms.
    private static string Counted(Line line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Objects:D12} {line.LastMs:D13}");

    private static RejectedHour? Parse(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line).Split(' ', 4);
        if (text is not [{ Length: CountDigits } count, { Length: TimeDigits } last, var hour, var topic]
            || !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var objects)
            || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var lastMs)
            || !DateTimeOffset.TryParseExact(
                hour, HourForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
        try
        {
            return JsonSerializer.Deserialize<string>(topic) is { } name
                ? new RejectedHour(at, name, objects, DateTimeOffset.FromUnixTimeMilliseconds(lastMs))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DateTimeOffset HourOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
    }

    private static string FileName(DateTimeOffset hour) =>
        Prefix + hour.ToString("yyyy-MM", CultureInfo.InvariantCulture) + Extension;

    private static bool IsTally(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal);
}
