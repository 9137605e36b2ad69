using System.Buffers;
using System.Buffers.Text;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Derived;

/// <summary>Derived rows as line protocol, every field of them in the order of its declaration.</summary>
internal static class DerivedLines
{
    /// <param name="point">The row.</param>
    /// <param name="filled">
    /// Whether an unknown number is written as <see cref="Fill"/>; else it is left out, for a store that replaces rows.
    /// </param>
    /// <param name="output">Takes the line, ended by <c>\n</c>.</param>
    public static void Write(DerivedPoint point, bool filled, IBufferWriter<byte> output)
    {
        var line = output.GetSpan(LongestLine(point));
        point.Series.Utf8Key.CopyTo(line);
        var at = point.Series.Utf8Key.Length;
        var separator = (byte)' ';
        var fields = point.Series.Measurement.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            // A row that says the fill value itself means the same by it in both stores.
            var value = point.Values[i] is { } known and not Fill.Number and not Fill.Integer ? known : null;
            if (value is null && !filled) continue;
            value ??= Unknown(fields[i].Type);
            line[at++] = separator;
            separator = (byte)',';
            fields[i].Utf8Name.CopyTo(line[at..]);
            at += fields[i].Utf8Name.Length;
            line[at++] = (byte)'=';
            at += WriteValue(value, line[at..]);
        }
        line[at++] = (byte)' ';
        Utf8Formatter.TryFormat(point.TimeMs, line[at..], out var written);
        at += written;
        line[at++] = (byte)'\n';
        output.Advance(at);
    }

    // Each as its own type: a conditional of the two would make a double of both.
    private static object Unknown(FieldType type) => type is FieldType.Float ? (object)Fill.Number : Fill.Integer;

    private static int WriteValue(object value, Span<byte> output)
    {
        switch (value)
        {
            case double number:
                return FloatText.Write(number, output);
            case long integer:
                return LineProtocolWriter.WriteInteger(integer, output);
            case string text:
                return LineProtocolWriter.WriteText(text, output);
            default:
                var word = value is true ? "true"u8 : "false"u8;
                word.CopyTo(output);
                return word.Length;
        }
    }

    private static int LongestLine(DerivedPoint point)
    {
        var length = point.Series.Utf8Key.Length + LineProtocolWriter.IntegerLength + 2;
        var fields = point.Series.Measurement.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            length += fields[i].Utf8Name.Length + 2;
            length += point.Values[i] is string text ? 2 + (3 * text.Length) : FloatText.MaxLength;
        }
        return length;
    }
}
