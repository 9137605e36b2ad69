using System.Buffers.Text;
using System.Globalization;

namespace Telemetry.Storage.LineProtocol;

/// <summary>
/// A double as text that reads back as the same double. What instruments send has few decimals, and for it a division
/// proves the round trip at a fraction of the cost of the general algorithm. What a device has computed, such as
/// degrees from minutes, has 16 or 17 digits, which one exact product gives.
/// </summary>
static class FloatText
{
    /// <summary>Longest text of a double: <c>-2.2250738585072014E-308</c>, with room to spare.</summary>
    public const int MaxLength = 32;

    const double ExactIntegers = 1L << 53;

    const int MostDecimals = 7;

    /// <summary>
    /// Below it, seven decimals are scaled with an error far under a half, so the integer is the right one.
    /// </summary>
    const double SafelyScaled = 1e6;

    static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

    /// <summary>Of ten, to 10^16.</summary>
    static readonly ulong[] IntegerPowers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
    ];

    /// <summary>Digits of the fraction that fit a 32-bit integer.</summary>
    const int Half = 8;

    /// <returns>Bytes written. Throws for NaN and infinities, which line protocol cannot carry.</returns>
    public static int Write(double value, Span<byte> output)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "not a finite number");
        if (value == 0) return WriteZero(double.IsNegative(value), output);

        // n / 10^k with both exact in a double is rounded once, as a parser rounds the decimal: equal here, equal
        // there.
        var size = Math.Abs(value);
        if (size < ExactIntegers && value == Math.Truncate(value)) return WriteDecimal((long)value, 0, output);
        if (size < SafelyScaled)
        {
            var scaled = Math.Round(value * PowersOfTen[MostDecimals]);
            if (scaled / PowersOfTen[MostDecimals] == value) return WriteShortest((long)scaled, MostDecimals, output);
            if (size > 1 && TryWriteLong(value, size, output, out var length)) return length;
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

    /// <summary>
    /// 16 digits where they read back, else 17, which always do; the same text as the general algorithm's.
    /// </summary>
    /// <param name="size">Over 1, below <see cref="SafelyScaled"/>, no integer: so no power of two, either.</param>
    static bool TryWriteLong(double value, double size, Span<byte> output, out int length)
    {
        length = 0;
        var whole = 1;
        while (size >= IntegerPowers[whole]) whole++;
        var decimals = 16 - whole;

        // size is mantissa / 2^shift, exactly.
        var bits = BitConverter.DoubleToUInt64Bits(size);
        var mantissa = (bits & ((1UL << 52) - 1)) | (1UL << 52);
        var shift = 1075 - (int)(bits >> 52);
        // Where doubles lie further apart than 16-digit numbers, several of these read back, and the nearest may not be
        // the shortest. Where they don't, the number below is less than 2^53, so that the division proves it.
        if (IntegerPowers[decimals] > 1UL << shift) return false;
        var scaled = Scaled(mantissa, decimals, shift);
        if (scaled / (double)IntegerPowers[decimals] == size)
        {
            length = WriteShortest(value < 0 ? -scaled : scaled, decimals, output);
            return true;
        }
        scaled = Scaled(mantissa, decimals + 1, shift);
        length = WriteDecimal(value < 0 ? -scaled : scaled, decimals + 1, output);
        return true;
    }

    /// <summary>mantissa × 10^decimals / 2^shift, rounded to the nearest integer.</summary>
    static long Scaled(ulong mantissa, int decimals, int shift)
    {
        var high = Math.BigMul(mantissa, IntegerPowers[decimals], out var low);
        var whole = (high << (64 - shift)) | (low >> shift);
        var rest = low & ((1UL << shift) - 1);
        return (long)(rest >= 1UL << (shift - 1) ? whole + 1 : whole);
    }

    static int WriteShortest(long scaled, int decimals, Span<byte> output)
    {
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
        var (whole, fraction) = Math.DivRem((ulong)scaled, IntegerPowers[decimals]);
        if (!Utf8Formatter.TryFormat(whole, output[at..], out var written)) return TooShort();
        at += written;
        if (decimals == 0) return at;

        output[at++] = (byte)'.';
        if (decimals > Half)
        {
            (fraction, var lower) = Math.DivRem(fraction, IntegerPowers[Half]);
            PutDigits((uint)lower, output.Slice(at + decimals - Half, Half));
            PutDigits((uint)fraction, output.Slice(at, decimals - Half));
        }
        else
        {
            PutDigits((uint)fraction, output.Slice(at, decimals));
        }
        return at + decimals;
    }

    static void PutDigits(uint number, Span<byte> output)
    {
        for (var i = output.Length - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10u);
            output[i] = (byte)('0' + digit);
        }
    }

    static int TooShort() => throw new ArgumentException($"a number needs {MaxLength} bytes of room");
}
