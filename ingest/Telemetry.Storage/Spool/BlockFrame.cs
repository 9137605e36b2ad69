using System.Buffers.Text;
using System.Diagnostics;

namespace Telemetry.Storage.Spool;

/// <summary>
/// The comment line before a block. Fixed width, so that it can be found again behind damage:
/// <code>#block at=1790000000000 first=000000000000000001 lines=00000012 length=0000001234 crc=0123abcd</code>
/// The CRC-32C runs over the spool's id, the segment's number, the frame before <c>crc=</c> and the lines, so a
/// block counts only where it was written.
/// </summary>
/// <param name="AtMs">Moment of the commit, Unix milliseconds.</param>
/// <param name="FirstLine">Lines ever spooled before this block.</param>
/// <param name="Lines">Lines in the block.</param>
/// <param name="Length">Bytes of the block after the frame.</param>
internal readonly record struct BlockFrame(long AtMs, long FirstLine, int Lines, int Length, uint Crc)
{
    public const int Size = 95;

    private const int CrcAt = Size - 14;

    public static ReadOnlySpan<byte> Start => "#block at="u8;

    public static void Write(
        Span<byte> frame, uint seed, long atMs, long firstLine, int lines, ReadOnlySpan<byte> block)
    {
        var rest = frame;
        Text(ref rest, Start);
        Digits(ref rest, atMs, 13);
        Text(ref rest, " first="u8);
        Digits(ref rest, firstLine, 18);
        Text(ref rest, " lines="u8);
        Digits(ref rest, lines, 8);
        Text(ref rest, " length="u8);
        Digits(ref rest, block.Length, 10);
        var crc = Checksum(seed, frame[..CrcAt], block);
        Text(ref rest, " crc="u8);
        Utf8Formatter.TryFormat(crc, rest, out _, new('x', 8));
        rest[8] = (byte)'\n';
        Debug.Assert(rest.Length >= 9 && frame.Length - rest.Length + 9 == Size);
    }

    public static bool TryParse(ReadOnlySpan<byte> frame, out BlockFrame parsed)
    {
        parsed = default;
        if (frame.Length < Size || !frame.StartsWith(Start) || frame[Size - 1] != '\n') return false;
        var rest = frame[Start.Length..];
        if (!Digits(ref rest, 13, out var at)
            || !Text(ref rest, " first="u8, 18, out var first)
            || !Text(ref rest, " lines="u8, 8, out var lines)
            || !Text(ref rest, " length="u8, 10, out var length)
            || !rest.StartsWith(" crc="u8)
            || !Utf8Parser.TryParse(rest.Slice(5, 8), out uint crc, out var used, 'x') || used != 8
            || lines is 0 || length is 0 or > int.MaxValue) return false;
        parsed = new BlockFrame(at, first, (int)lines, (int)length, crc);
        return true;
    }

    public bool Holds(uint seed, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> block) =>
        Checksum(seed, frame[..CrcAt], block) == Crc;

    /// <summary>The running checksum with which every block of a segment begins.</summary>
    public static uint Seed(Guid spool, long segment)
    {
        Span<byte> identity = stackalloc byte[24];
        spool.TryWriteBytes(identity);
        BitConverter.TryWriteBytes(identity[16..], segment);
        return Crc32C.Add(uint.MaxValue, identity);
    }

    private static uint Checksum(uint seed, ReadOnlySpan<byte> head, ReadOnlySpan<byte> block) =>
        ~Crc32C.Add(Crc32C.Add(seed, head), block);

    private static void Text(ref Span<byte> rest, ReadOnlySpan<byte> text)
    {
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }

    private static void Digits(ref Span<byte> rest, long value, int width)
    {
        Utf8Formatter.TryFormat(value, rest, out _, new('D', (byte)width));
        rest = rest[width..];
    }

    private static bool Text(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> text, int width, out long value)
    {
        value = 0;
        if (!rest.StartsWith(text)) return false;
        rest = rest[text.Length..];
        return Digits(ref rest, width, out value);
    }

    private static bool Digits(ref ReadOnlySpan<byte> rest, int width, out long value)
    {
        value = 0;
        foreach (var digit in rest[..width])
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (digit - '0');
        }
        rest = rest[width..];
        return true;
    }
}
