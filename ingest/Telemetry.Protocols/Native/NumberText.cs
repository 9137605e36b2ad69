using System.Buffers.Text;

namespace Telemetry.Protocols.Native;

/// <summary>JSON numbers to doubles. The grammar was checked by the reader.</summary>
static class NumberText
{
    const long ExactIntegers = 1L << 53;

    static readonly double[] PowersOfTen =
    [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];

    /// <summary>The nearest double; an infinity where it is beyond the greatest.</summary>
    public static double Parse(ReadOnlySpan<byte> text)
    {
        // Digits and a power of ten that are both exact in a double: one division, rounded once, is the nearest.
        if (text.Length <= 17)
        {
            var negative = text[0] == '-';
            var digits = 0L;
            var point = -1;
            var i = negative ? 1 : 0;
            for (; i < text.Length; i++)
            {
                var c = text[i];
                if (c is >= (byte)'0' and <= (byte)'9') digits = digits * 10 + c - '0';
                else if (c == '.') point = i;
                else break;
            }
            if (i == text.Length && digits < ExactIntegers)
            {
                var value = point < 0 ? digits : digits / PowersOfTen[text.Length - 1 - point];
                return negative ? -value : value;
            }
        }
        // Does not fail for what the reader took for a number.
        return Utf8Parser.TryParse(text, out double general, out var consumed) && consumed == text.Length
            ? general
            : double.NaN;
    }
}
