using System.Buffers.Text;
using System.Globalization;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// A double as text that reads back as the same double. What instruments send has few decimals, and for it a division
/// proves the round trip at a fraction of the cost of the general algorithm.
/// </summary>
static class FloatText
{
    /// <summary>Longest text of a double: <c>-2.2250738585072014E-308</c>, with room to spare.</summary>
    public const int MaxLength = 32;

    const double ExactIntegers = 1L << 53;

    const int MostDecimals = 7;

    /// <summary>Below it, seven decimals are scaled with an error far under a half, so the integer is the right one.</summary>
    const double SafelyScaled = 1e6;

    static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    static readonly uint[] IntegerPowers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    /// <returns>Bytes written. Throws for NaN and infinities, which line protocol cannot carry.</returns>
    public static int Write(double value, Span<byte> output)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "not a finite number");
        if (value == 0) return WriteZero(double.IsNegative(value), output);

        // n / 10^k with both exact in a double is rounded once, as a parser rounds the decimal: equal here, equal there.
        var size = Math.Abs(value);
        if (size < ExactIntegers && value == Math.Truncate(value)) return WriteDecimal((long)value, 0, output);
        if (size < SafelyScaled)
        {
            var scaled = Math.Round(value * PowersOfTen[MostDecimals]);
            if (scaled / PowersOfTen[MostDecimals] == value) return WriteShortest((long)scaled, output);
        }
        else
        {
            for (var decimals = 1; decimals <= MostDecimals; decimals++)
            {
                var scaled = Math.Round(value * PowersOfTen[decimals]);
                if (Math.Abs(scaled) >= ExactIntegers) break;
                if (scaled / PowersOfTen[decimals] == value) return WriteDecimal((long)scaled, decimals, output);
            }
        }
        return value.TryFormat(output, out var written, default, CultureInfo.InvariantCulture) ? written : TooShort();
    }

    static int WriteShortest(long scaled, Span<byte> output)
    {
        var decimals = MostDecimals;
        while (scaled % 10 == 0)
        {
            scaled /= 10;
            decimals--;
        }
        return WriteDecimal(scaled, decimals, output);
    }

    static int WriteZero(bool negative, Span<byte> output)
    {
        var text = negative ? "-0"u8 : "0"u8;
        text.CopyTo(output);
        return text.Length;
    }

    static int WriteDecimal(long scaled, int decimals, Span<byte> output)
    {
        var at = 0;
        if (scaled < 0)
        {
            output[at++] = (byte)'-';
            scaled = -scaled;
        }
        var (whole, fraction) = Math.DivRem(scaled, IntegerPowers[decimals]);
        if (!Utf8Formatter.TryFormat(whole, output[at..], out var written)) return TooShort();
        at += written;
        if (decimals == 0) return at;

        output[at] = (byte)'.';
        var rest = (uint)fraction;
        for (var i = decimals; i > 0; i--)
        {
            (rest, var digit) = Math.DivRem(rest, 10u);
            output[at + i] = (byte)('0' + digit);
        }
        return at + 1 + decimals;
    }

    static int TooShort() => throw new ArgumentException($"a number needs {MaxLength} bytes of room");
}
