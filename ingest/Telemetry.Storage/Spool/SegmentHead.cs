using System.Globalization;
using System.Text;

namespace Telemetry.Storage.Spool;

/// <summary>
/// The comment line at the start of a segment; blocks begin at <see cref="Size"/> whether or not it is intact.
/// <code>#telemetry-spool v1 id=…32 hex… segment=000000000000000001 first=000000000000000000 at=1790000000000
/// crc=0123abcd</code>
/// </summary>
internal readonly record struct SegmentHead(Guid Spool, long Segment, long FirstLine, long AtMs)
{
    public const int Size = 138;

    public byte[] Encode()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"#telemetry-spool v1 id={Spool:N} segment={Segment:D18} first={FirstLine:D18} at={AtMs:D13}");
        var bytes = new byte[Size];
        var used = Encoding.ASCII.GetBytes(text, bytes);
        var crc = Crc32C.Of(bytes.AsSpan(0, used));
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" crc={crc:x8}\n"), bytes.AsSpan(used));
        return bytes;
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, out SegmentHead head)
    {
        head = default;
        if (bytes.Length < Size) return false;
        var text = Encoding.ASCII.GetString(bytes[..Size]);
        var words = text.Split(' ');
        if (words is not ["#telemetry-spool", "v1", _, _, _, _, _]
            || !Guid.TryParseExact(After(words[2], "id="), "N", out var spool)
            || !Number(words[3], "segment=", out var segment)
            || !Number(words[4], "first=", out var first)
            || !Number(words[5], "at=", out var at)) return false;
        head = new SegmentHead(spool, segment, first, at);
        return bytes[..Size].SequenceEqual(head.Encode());
    }

    private static bool Number(string word, string key, out long value) =>
        long.TryParse(After(word, key), NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string After(string word, string key) =>
        word.StartsWith(key, StringComparison.Ordinal) ? word[key.Length..] : "";
}
