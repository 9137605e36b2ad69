namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// Where the lines of a batch begin and end, so that any of them can be sent without copying. Blank lines and the
/// spool's frames (<c>#</c>) are passed over. Used batch after batch by its one owner.
/// </summary>
internal sealed class LineIndex
{
    (int Start, int End)[] _lines = new (int, int)[1024];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public void Read(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        Count = 0;
        var span = bytes.Span;
        for (var at = 0; at < span.Length;)
        {
            var length = span[at..].IndexOf((byte)'\n');
            var end = length < 0 ? span.Length : at + length;
            if (end > at && span[at] != (byte)'#') Add(at, end);
            at = end + 1;
        }
    }

    /// <summary>The line without its line feed.</summary>
    public ReadOnlyMemory<byte> Line(int number) => Bytes[_lines[number].Start.._lines[number].End];

    /// <summary>Bytes of a line with its line feed.</summary>
    public int Length(int number) => _lines[number].End - _lines[number].Start + 1;

    /// <summary>Lines that follow each other, and what may stand between them, with the last line feed.</summary>
    public ReadOnlyMemory<byte> Run(int first, int last) =>
        Bytes[_lines[first].Start..Math.Min(_lines[last].End + 1, Bytes.Length)];

    void Add(int start, int end)
    {
        if (Count == _lines.Length) Array.Resize(ref _lines, Count * 2);
        _lines[Count++] = (start, end);
    }
}
