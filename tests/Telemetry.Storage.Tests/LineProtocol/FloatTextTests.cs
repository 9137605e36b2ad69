using System.Globalization;
using System.Text;
using CsCheck;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Tests.LineProtocol;

public sealed class FloatTextTests
{
    [Theory]
    [InlineData(30.012066666666666, "30.012066666666666")]
    [InlineData(-122.10600333333333, "-122.10600333333333")]
    [InlineData(30.010050000000003, "30.010050000000003")]
    [InlineData(1.0000000000000002, "1.0000000000000002")]
    [InlineData(1.2345678901234567, "1.2345678901234567")]
    [InlineData(9.999999999999998, "9.999999999999998")]
    [InlineData(99.99999999999999, "99.99999999999999")]
    [InlineData(812345.1234567891, "812345.1234567891")]
    [InlineData(999999.9999999999, "999999.9999999999")]
    [InlineData(523.4000000000001, "523.4000000000001")]
    public void Write_Number_with_all_the_digits_of_a_double_writes_the_shortest_that_reads_back(double value,
        string expected) =>
        Assert.Equal(expected, Text(value));

    /// <summary>Mantissas of every kind in every power of two from 1 to a million.</summary>
    static readonly Gen<double> AnyBits = Gen.Select(Gen.Int[1023, 1042], Gen.Long[0, (1L << 52) - 1], Gen.Bool).Select(
        static (exponent, mantissa, negative) => BitConverter.Int64BitsToDouble(
            (negative ? long.MinValue : 0) | ((long)exponent << 52) | mantissa));

    /// <summary>
    /// Near what has few decimals: a step or two of the last bit away, as sums and products leave it.
    /// </summary>
    static readonly Gen<double> NearDecimals = Gen.Select(
        Gen.Long[10_000_000, 9_999_999_999_999], Gen.Int[0, 12], Gen.Int[-3, 3])
        .Select(static (digits, decimals, steps) => BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits(digits / Math.Pow(10, decimals)) + steps));

    /// <summary>15 and 16 digits: on both sides of where one more is needed.</summary>
    static readonly Gen<double> ManyDigits = Gen.Select(
        Gen.Long[100_000_000_000_000, 9_999_999_999_999_999], Gen.Int[9, 15])
        .Select(static (digits, decimals) => double.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{digits}e-{decimals}"), CultureInfo.InvariantCulture));

    [Fact]
    public void Every_number_from_one_to_a_million_is_written_as_the_framework_writes_it() =>
        Gen.OneOf(AnyBits, NearDecimals, ManyDigits).Where(static value => Math.Abs(value) is > 1 and < 1e6).Sample(
            static value =>
                Assert.Equal(value.ToString("R", CultureInfo.InvariantCulture), Text(value)), iter: 200_000);

    static string Text(double value)
    {
        Span<byte> output = stackalloc byte[FloatText.MaxLength];
        return Encoding.UTF8.GetString(output[..FloatText.Write(value, output)]);
    }
}
