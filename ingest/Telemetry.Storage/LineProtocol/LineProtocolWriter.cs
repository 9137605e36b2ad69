using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// A reading as one line of line protocol, ended by <c>\n</c>: series key, fields, device time in milliseconds. Floats
/// are written so that they read back as the same double; integers end in <c>i</c>; strings are quoted, with <c>"</c>
/// and <c>\</c> escaped. <c>flags</c> is always written, <c>q</c> wherever the measurement has it, so a line always has
/// a field.
/// </summary>
public static class LineProtocolWriter
{
    // A time or an integer: sign, 19 digits, and the `i`.
    internal const int IntegerLength = 21;

    /// <summary>
    /// Throws for a float that is not finite, with nothing written: validation rejects those, so it would be our bug.
    /// A control character in a string becomes a space; a line is never broken by its content.
    /// </summary>
    public static void Write<TBuffer>(Reading reading, TBuffer output)
        where TBuffer : IBufferWriter<byte>
    {
        var line = output.GetSpan(LongestLine(reading));
        var at = Put(reading.Series.Utf8Key, line, 0);
        line[at++] = (byte)' ';
        foreach (ref readonly var field in reading.Fields)
        {
            at = Put(field.Definition.Utf8Name, line, at);
            line[at++] = (byte)'=';
            at += WriteValue(field, line[at..]);
            line[at++] = (byte)',';
        }
        if (reading.Series.Measurement.HasQuality)
        {
            at = Put("q=\""u8, line, at);
            line[at++] = (byte)reading.Quality;
            at = Put("\","u8, line, at);
        }
        at = Put("flags="u8, line, at);
        at += WriteInteger((long)reading.Flags, line[at..]);
        line[at++] = (byte)' ';
        Utf8Formatter.TryFormat(reading.TimeMs, line[at..], out var written);
        at += written;
        line[at++] = (byte)'\n';
        output.Advance(at);
    }

    static int LongestLine(Reading reading)
    {
        // q and flags with their names, the time, separators.
        var length = reading.Series.Utf8Key.Length + 16 + 2 * IntegerLength;
        foreach (ref readonly var field in reading.Fields)
        {
            length += field.Definition.Utf8Name.Length + 2;
            length += field.Definition.Type is FieldType.Text
                ? 2 + 3 * (field.Text?.Length ?? 0)
                : FloatText.MaxLength;
        }
        return length;
    }

    static int WriteValue(in FieldValue field, Span<byte> output) => field.Definition.Type switch
    {
        FieldType.Float => FloatText.Write(field.Number, output),
        FieldType.Integer => WriteInteger((long)field.Number, output),
        FieldType.Boolean => Put(field.Number != 0 ? "true"u8 : "false"u8, output, 0),
        _ => WriteText(field.Text ?? "", output),
    };

    internal static int WriteInteger(long value, Span<byte> output)
    {
        Utf8Formatter.TryFormat(value, output, out var written);
        output[written] = (byte)'i';
        return written + 1;
    }

    // An escaped character is one byte in UTF-8 and two here: never more than the three a character may take.
    internal static int WriteText(string text, Span<byte> output)
    {
        var at = 0;
        output[at++] = (byte)'"';
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = IndexOfSpecial(rest);
            if (plain < 0) plain = rest.Length;
            at += Encoding.UTF8.GetBytes(rest[..plain], output[at..]);
            if (plain == rest.Length) break;

            var special = rest[plain];
            if (special is '"' or '\\') output[at++] = (byte)'\\';
            output[at++] = special is '"' or '\\' ? (byte)special : (byte)' ';
            rest = rest[(plain + 1)..];
        }
        output[at++] = (byte)'"';
        return at;
    }

    static readonly SearchValues<char> Special = SearchValues.Create([.. ControlAndEscaped()]);

    static int IndexOfSpecial(ReadOnlySpan<char> text) => text.IndexOfAny(Special);

    static IEnumerable<char> ControlAndEscaped()
    {
        for (var c = '\0'; c < ' '; c++) yield return c;
        yield return '\x7f';
        yield return '"';
        yield return '\\';
    }

    static int Put(ReadOnlySpan<byte> bytes, Span<byte> output, int at)
    {
        bytes.CopyTo(output[at..]);
        return at + bytes.Length;
    }
}
