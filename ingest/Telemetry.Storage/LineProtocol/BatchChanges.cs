using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// Which series a batch touched, with the earliest and latest device time of each: the content of <c>changes</c>.
/// One instance a store writer, used batch after batch; it remembers the series it has met, up to a bound, so that a
/// steady stream costs no allocation.
/// </summary>
public sealed class BatchChanges
{
    /// <summary>Series remembered from batch to batch; beyond it they are forgotten and met anew.</summary>
    const int MaxRemembered = 200_000;

    readonly Dictionary<byte[], Change> _known = new(SeriesKeyComparer.Instance);
    readonly List<Change> _touched = [];

    /// <summary>Series touched by the batch last collected.</summary>
    public int Count => _touched.Count;

    /// <summary>
    /// Forgets the batch before and collects this one. Lines of <c>changes</c>, and lines that don't parse, are passed
    /// over.
    /// </summary>
    public void Collect(ReadOnlySpan<byte> lines)
    {
        Forget();
        var known = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        Change? last = null;
        var reader = new LineReader(lines);
        while (reader.MoveNext())
        {
            if (!reader.IsValid || reader.SeriesKey.StartsWith("changes,"u8)) continue;
            if (last is null || !last.Key.AsSpan().SequenceEqual(reader.SeriesKey))
            {
                if (!known.TryGetValue(reader.SeriesKey, out last))
                {
                    last = new Change(reader.SeriesKey.ToArray());
                    _known.Add(last.Key, last);
                }
            }
            if (!last.Touched) _touched.Add(last);
            last.Touch(reader.TimeMs);
        }
    }

    /// <summary>
    /// Writes a line for each series touched: <c>changes,asset=…,host=…,kind=… first_ms=…i,last_ms=…i now</c>, where
    /// <c>kind</c> is the measurement and <c>asset</c> its tag values in order, joined by <c>/</c>.
    /// </summary>
    /// <param name="host">The host that writes; any text, escaped as needed.</param>
    /// <param name="nowMs">
    /// The moment of writing, Unix ms. Must increase from batch to batch of one host: a second batch with the same
    /// stamp would overwrite the first one's changes of the assets they share.
    /// </param>
    /// <param name="output">Takes the lines, each ended by <c>\n</c>.</param>
    public void WriteLines(string host, long nowMs, IBufferWriter<byte> output)
    {
        var escapedHost = EscapeTag(host);
        foreach (var change in _touched)
        {
            Put("changes,asset="u8, output);
            Put(change.Asset, output);
            Put(",host="u8, output);
            Put(escapedHost, output);
            Put(",kind="u8, output);
            Put(change.Kind, output);
            Put(" first_ms="u8, output);
            Put(change.FirstMs, output);
            Put("i,last_ms="u8, output);
            Put(change.LastMs, output);
            Put("i "u8, output);
            Put(nowMs, output);
            Put("\n"u8, output);
        }
    }

    void Forget()
    {
        foreach (var change in _touched) change.Touched = false;
        _touched.Clear();
        if (_known.Count >= MaxRemembered) _known.Clear();
    }

    // A control character would end the line, a trailing backslash would escape what follows, and an empty tag value
    // is no tag at all: none has an escape in line protocol.
    static byte[] EscapeTag(string value)
    {
        var escaped = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            if (c is ',' or '=' or ' ') escaped.Append('\\');
            escaped.Append(char.IsControl(c) || c == '\\' ? '_' : c);
        }
        return Encoding.UTF8.GetBytes(escaped.Length == 0 ? "-" : escaped.ToString());
    }

    static void Put(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output) => output.Write(bytes);

    static void Put(long value, IBufferWriter<byte> output)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    sealed class Change
    {
        public Change(byte[] key)
        {
            Key = key;
            ReadOnlySpan<byte> rest = key;
            Kind = SeriesKeys.NextPart(ref rest).ToArray();
            var asset = new ArrayBufferWriter<byte>(Math.Max(rest.Length, 1));
            while (!rest.IsEmpty)
            {
                var tag = SeriesKeys.NextPart(ref rest);
                if (asset.WrittenCount > 0) asset.Write("/"u8);
                // Values stay escaped as they came, which is as they are written.
                asset.Write(tag[(tag.IndexOf((byte)'=') + 1)..]);
            }
            Asset = asset.WrittenCount > 0 ? asset.WrittenSpan.ToArray() : "-"u8.ToArray();
        }

        public byte[] Key { get; }

        public byte[] Kind { get; }

        public byte[] Asset { get; }

        public long FirstMs { get; private set; }

        public long LastMs { get; private set; }

        public bool Touched { get; set; }

        public void Touch(long timeMs)
        {
            FirstMs = Touched ? Math.Min(FirstMs, timeMs) : timeMs;
            LastMs = Touched ? Math.Max(LastMs, timeMs) : timeMs;
            Touched = true;
        }
    }
}
