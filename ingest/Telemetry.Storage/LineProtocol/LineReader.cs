using System.Buffers.Text;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// Walks line protocol as this host writes it: a line feed always ends a line, and every line has a time. Blank lines
/// and comments (<c>#</c>, the spool's frames) are passed over. A line that does not parse is returned with
/// <see cref="IsValid"/> false, so that it can be set aside rather than lost.
/// </summary>
public ref struct LineReader(ReadOnlySpan<byte> lines)
{
    ReadOnlySpan<byte> _rest = lines;

    /// <summary>The line without its line feed.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Measurement and tags as they stand, escapes and all.</summary>
    public ReadOnlySpan<byte> SeriesKey { get; private set; }

    /// <summary>The fields as they stand, between the key and the time.</summary>
    public ReadOnlySpan<byte> FieldSet { get; private set; }

    /// <summary>Device time, Unix milliseconds, UTC.</summary>
    public long TimeMs { get; private set; }

    /// <summary>Whether key, fields and time were found. The fields themselves are checked as they are read.</summary>
    public bool IsValid { get; private set; }

    public readonly FieldReader Fields => new(FieldSet);

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'\n');
            Line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (Line.IsEmpty || Line[0] == (byte)'#') continue;
            Split();
            return true;
        }
        Line = SeriesKey = FieldSet = default;
        TimeMs = 0;
        IsValid = false;
        return false;
    }

    // The time is what follows the last space: a space within a quoted string can't be that one, as a line whose last
    // part is the end of a string has no number there.
    void Split()
    {
        var keyEnd = EndOfKey(Line);
        var timeStart = Line.LastIndexOf((byte)' ') + 1;
        if (keyEnd > 0 && timeStart > keyEnd + 2
            && Utf8Parser.TryParse(Line[timeStart..], out long time, out var consumed)
            && timeStart + consumed == Line.Length)
        {
            SeriesKey = Line[..keyEnd];
            FieldSet = Line[(keyEnd + 1)..(timeStart - 1)];
            TimeMs = time;
            IsValid = true;
            return;
        }
        SeriesKey = FieldSet = default;
        TimeMs = 0;
        IsValid = false;
    }

    static int EndOfKey(ReadOnlySpan<byte> line)
    {
        var from = 0;
        while (true)
        {
            var next = line[from..].IndexOfAny((byte)' ', (byte)'\\');
            if (next < 0) return -1;
            from += next;
            if (line[from] == (byte)' ') return from;
            from = Math.Min(from + 2, line.Length);
        }
    }
}
