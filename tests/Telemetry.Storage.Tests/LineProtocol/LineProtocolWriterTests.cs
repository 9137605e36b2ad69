using System.Buffers;
using System.Text;
using CsCheck;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Tests.LineProtocol;

public class LineProtocolWriterTests
{
    static readonly Series Flow = new(Measurements.PlantFlow, "influent", "sewage-1");
    static readonly Series Status = new(Measurements.PlantStatus, "sewage-1", "-");
    static readonly Series Position = new(Measurements.VehiclePosition, "truck-7");

    static Reading CreateReading(Series series, long timeMs = 1_250_000_000_123)
    {
        var reading = new Reading();
        reading.Assign(series);
        reading.TimeMs = timeMs;
        return reading;
    }

    static string Write(Reading reading)
    {
        var output = new ArrayBufferWriter<byte>();
        LineProtocolWriter.Write(reading, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void Write_Flow_ends_with_q_flags_and_time()
    {
        var reading = CreateReading(Flow);
        reading.Set(Measurements.FlowM3H, 1666.5);
        reading.Set(Measurements.TotalM3, 40_000);
        reading.Quality = 'M';
        reading.Flags = ReadingFlags.OverFullScale | ReadingFlags.Unregistered;

        Assert.Equal(
            "plant_flow,meter=influent,plant=sewage-1 flow_m3h=1666.5,total_m3=40000,q=\"M\",flags=6i 1250000000123\n",
            Write(reading));
    }

    [Fact]
    public void Write_Position_has_booleans_and_no_q()
    {
        var reading = CreateReading(Position, -5);
        reading.Set(Measurements.Lat, 30.0161234);
        reading.Set(Measurements.Lon, -122.106);
        reading.Set(Measurements.Ignition, 1);
        reading.Set(Measurements.Working, 0);

        Assert.Equal(
            "vehicle_position,vehicle=truck-7 lat=30.0161234,lon=-122.106,ignition=true,working=false,flags=0i -5\n",
            Write(reading));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("say \"stop\"", "say \\\"stop\\\"")]
    [InlineData("C:\\logs\\", "C:\\\\logs\\\\")]
    [InlineData("two\nlines\r\u007f", "two lines  ")]
    [InlineData("泵站 1, a=b", "泵站 1, a=b")]
    [InlineData("", "")]
    public void Write_Text_is_quoted_and_escaped(string text, string expected)
    {
        var reading = CreateReading(Status);
        reading.Set(Measurements.Message, 0, text);

        Assert.Equal(
            $"plant_status,plant=sewage-1,unit=- message=\"{expected}\",flags=0i 1250000000123\n", Write(reading));
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.05, "-0.05")]
    [InlineData(100.25, "100.25")]
    [InlineData(9007199254740991, "9007199254740991")]
    [InlineData(122.1061234, "122.1061234")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(double.Epsilon, "5E-324")]
    [InlineData(1e-8, "1E-08")]
    public void Write_Float_is_the_shortest_text_that_reads_back(double value, string expected)
    {
        var reading = CreateReading(Flow);
        reading.Set(Measurements.FlowM3H, value);

        Assert.Contains($" flow_m3h={expected},", Write(reading), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Write_Float_that_is_not_finite_throws_and_writes_nothing(double value)
    {
        var reading = CreateReading(Flow);
        reading.Set(Measurements.FlowM3H, value);
        var output = new ArrayBufferWriter<byte>();

        Assert.Throws<ArgumentOutOfRangeException>(() => LineProtocolWriter.Write(reading, output));

        Assert.Equal(0, output.WrittenCount);
    }

    static readonly Gen<double> HostileDoubles = Gen.OneOf(
        Gen.Double,
        Gen.Double[-1e6, 1e6].Select(static v => Math.Round(v, 3)),
        Gen.Int[-2_000_000_000, 2_000_000_000].Select(static v => v / 1e7),
        Gen.Long.Select(BitConverter.Int64BitsToDouble),
        Gen.OneOf(-0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 2.2250738585072009E-308,
            0.1 + 0.2, 1e15, 1e16, 9007199254740993, 1e22, 1e23)).Where(double.IsFinite);

    [Fact]
    public void Every_double_reads_back_bit_for_bit() => HostileDoubles.Array[1, 8].Sample(values =>
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var value in values)
        {
            var reading = CreateReading(Flow);
            reading.Set(Measurements.FlowM3H, value);
            LineProtocolWriter.Write(reading, output);
        }

        var lines = new LineReader(output.WrittenSpan);
        foreach (var value in values)
        {
            Assert.True(lines.MoveNext());
            var fields = lines.Fields;
            Assert.True(fields.MoveNext());
            Assert.Equal(FieldType.Float, fields.Type);
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(fields.Number));
        }
        Assert.False(lines.MoveNext());
    }, iter: 20_000);

    static readonly Gen<string> HostileText = Gen.OneOf(
        Gen.String, Gen.String[Gen.Char["\"\\ ,=\n\r#泵i1\t"], 0, 40]);

    [Fact]
    public void Every_text_reads_back_but_for_control_characters() =>
        Gen.Select(HostileText, HostileText, Gen.Long).Sample((first, second, time) =>
        {
            var reading = CreateReading(Status, time);
            reading.Set(Measurements.Code, 0, first);
            reading.Set(Measurements.Message, 0, second);
            var output = new ArrayBufferWriter<byte>();
            LineProtocolWriter.Write(reading, output);

            Assert.Equal(output.WrittenCount - 1, output.WrittenSpan.IndexOf((byte)'\n'));
            var lines = new LineReader(output.WrittenSpan);
            Assert.True(lines.MoveNext());
            Assert.True(lines.IsValid);
            Assert.Equal(time, lines.TimeMs);
            Assert.Equal("plant_status,plant=sewage-1,unit=-", Encoding.UTF8.GetString(lines.SeriesKey));
            var fields = lines.Fields;
            Assert.True(fields.MoveNext());
            Assert.Equal(AsStored(first), fields.ReadText());
            Assert.True(fields.MoveNext());
            Assert.Equal(AsStored(second), fields.ReadText());
            Assert.True(fields.MoveNext());
            Assert.Equal("flags", Encoding.UTF8.GetString(fields.Name));
            Assert.False(fields.MoveNext());
            Assert.True(fields.IsValid);
        }, iter: 20_000);

    // Half a surrogate pair is no character and becomes U+FFFD in UTF-8.
    static string AsStored(string text)
    {
        var spaced = string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = source[i] is < ' ' or '\x7f' ? ' ' : source[i];
        });
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(spaced));
    }

    [Fact]
    public void Write_allocates_nothing()
    {
        var reading = CreateReading(Flow);
        reading.Set(Measurements.FlowM3H, 0.1 + 0.2);
        reading.Set(Measurements.TotalM3, 123456.789);
        var output = new ArrayBufferWriter<byte>(4096);
        LineProtocolWriter.Write(reading, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            output.ResetWrittenCount();
            LineProtocolWriter.Write(reading, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
