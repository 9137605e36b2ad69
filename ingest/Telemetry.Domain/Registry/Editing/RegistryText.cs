using System.Text;
using System.Text.Json;

namespace Telemetry.Domain.Registry.Editing;

/// <summary>
/// The registry's file as text in which one entry of a list is put, replaced or taken out: every other byte, comments
/// included, stays as it is.
/// </summary>
internal sealed class RegistryText
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly byte[] _text;
    private readonly int _start;

    public RegistryText(ReadOnlyMemory<byte> file)
    {
        _text = file.ToArray();
        _start = _text.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
    }

    /// <summary>Where an entry stands; null where the list has none of that id.</summary>
    public Span? Find(string list, string id)
    {
        if (Lists().FirstOrDefault(one => one.Name == list) is not { } found) return null;
        foreach (var entry in found.Entries)
        {
            if (entry.Id == id) return entry.At;
        }
        return null;
    }

    public string this[Span at] => Encoding.UTF8.GetString(_text, at.From, at.Until - at.From);

    /// <summary>The spaces before the line on which something begins.</summary>
    public string IndentOf(Span at)
    {
        var line = at.From;
        while (line > _start && _text[line - 1] is not (byte)'\n') line--;
        var end = line;
        while (end < at.From && _text[end] is (byte)' ' or (byte)'\t') end++;
        return Encoding.UTF8.GetString(_text, line, end - line);
    }

    public byte[] Replace(Span at, string entry) => Splice(at.From, at.Until, entry);

    /// <summary>As the list's last entry; the list is made where there is none.</summary>
    public byte[] Add(string list, Func<string, string> entry)
    {
        const string indent = "    ";
        var lists = Lists();
        if (lists.FirstOrDefault(one => one.Name == list) is not { } found)
        {
            var root = lists.Root;
            return Splice(
                root.LastEnd, root.LastEnd,
                $"{(root.IsEmpty ? "" : ",")}\n\n  \"{list}\": [\n{indent}{entry(indent)}\n  ]");
        }
        if (found.Entries.Count == 0)
            return Splice(found.Open, found.Close, $"\n{indent}{entry(indent)}\n  ");
        var last = found.Entries[^1].At;
        var its = IndentOf(last);
        return Splice(last.Until, last.Until, $",\n{its}{entry(its)}");
    }

    /// <summary>With the comma that follows, and its lines where it has them for itself.</summary>
    public byte[] Remove(Span at)
    {
        var (from, until) = (at.From, at.Until);
        var after = until;
        while (after < _text.Length && IsSpace(_text[after])) after++;
        if (after < _text.Length && _text[after] is (byte)',') until = after + 1;

        var lineStart = from;
        while (lineStart > _start && _text[lineStart - 1] is (byte)' ' or (byte)'\t') lineStart--;
        var lineEnd = until;
        while (lineEnd < _text.Length && _text[lineEnd] is (byte)' ' or (byte)'\t' or (byte)'\r') lineEnd++;
        if (lineStart > _start && _text[lineStart - 1] is (byte)'\n' && lineEnd < _text.Length
            && _text[lineEnd] is (byte)'\n')
        {
            (from, until) = (lineStart, lineEnd + 1);
        }
        return Splice(from, until, "");
    }

    private byte[] Splice(int from, int until, string text) =>
        [.. _text.AsSpan(0, from), .. Encoding.UTF8.GetBytes(text), .. _text.AsSpan(until)];

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private ListsOfFile Lists()
    {
        var reader = new Utf8JsonReader(
            _text.AsSpan(_start),
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var lists = new ListsOfFile();
        reader.Read();
        lists.Root = new RootEnd(_start + (int)reader.BytesConsumed, IsEmpty: true);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray) lists.Add(ReadList(ref reader, name));
            else reader.Skip();
            lists.Root = new RootEnd(_start + (int)reader.BytesConsumed, IsEmpty: false);
        }
        return lists;
    }

    private ListOfFile ReadList(ref Utf8JsonReader reader, string name)
    {
        var open = _start + (int)reader.BytesConsumed;
        var entries = new List<Entry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var from = _start + (int)reader.TokenStartIndex;
            var id = reader.TokenType == JsonTokenType.StartObject ? ReadId(ref reader) : null;
            if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
            entries.Add(new Entry(id, new Span(from, _start + (int)reader.BytesConsumed)));
        }
        return new ListOfFile(name, open, _start + (int)reader.TokenStartIndex, entries);
    }

    private static string? ReadId(ref Utf8JsonReader reader)
    {
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String) id = reader.GetString();
            reader.Skip();
        }
        return id;
    }

    /// <summary>Bytes of the file, from inclusive, until exclusive.</summary>
    internal readonly record struct Span(int From, int Until);

    private sealed record Entry(string? Id, Span At);

    /// <param name="Open">Behind the opening bracket.</param>
    /// <param name="Close">Of the closing bracket.</param>
    private sealed record ListOfFile(string Name, int Open, int Close, IReadOnlyList<Entry> Entries);

    /// <param name="LastEnd">Behind the last property, or the opening brace.</param>
    private readonly record struct RootEnd(int LastEnd, bool IsEmpty);

    private sealed class ListsOfFile : List<ListOfFile>
    {
        public RootEnd Root { get; set; }
    }
}
