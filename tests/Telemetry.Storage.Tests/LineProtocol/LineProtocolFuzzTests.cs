using System.Buffers;
using System.Globalization;
using System.Text;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Tests.LineProtocol;

/// <summary>Good lines, spoilt at random with a fixed seed, as a torn or flipped spool would hold them.</summary>
public class LineProtocolFuzzTests
{
    static readonly byte[] Good = Encoding.UTF8.GetBytes(
        """
        # block 3
        plant_flow,meter=influent,plant=sewage-1 flow_m3h=1666.5,total_m3=812345.25,q="N",flags=0i 1780272000000
        plant_status,plant=sewage-1,unit=- state="fault",message="a \"b\" \\ c, d=1",flags=16i 1780272000001
        vehicle_position,vehicle=卡车-7 lat=30.0161,lon=-122.1E-05,ignition=true,flags=0i 1780272000002

        """);

    const string Splices = " ,=\"\\\n#i-1e.tf";

    [Fact]
    public void Spoilt_lines_never_throw_and_lose_no_line()
    {
        var random = new Random(20260601);
        var changes = new BatchChanges();
        var output = new ArrayBufferWriter<byte>();
        var (valid, invalid) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Good.ToArray();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] =
                    random.Next(2) == 0 ? (byte)random.Next(256) : (byte)Splices[random.Next(Splices.Length)];
            }

            var expected = Split(bytes);
            var met = 0;
            var lines = new LineReader(bytes);
            while (lines.MoveNext())
            {
                Assert.True(lines.Line.SequenceEqual(expected[met++]));
                if (SeriesKeys.TryParse(lines.SeriesKey, out var series)) Assert.NotEmpty(series.Key);
                var fields = lines.Fields;
                while (fields.MoveNext())
                {
                    Assert.True(double.IsFinite(fields.Number));
                    Assert.NotNull(fields.ReadText());
                }
                if (lines.IsValid && fields.IsValid) valid++;
                else invalid++;
            }
            Assert.Equal(expected.Count, met);

            changes.Collect(bytes);
            output.ResetWrittenCount();
            changes.WriteLines("host", i, output);
        }
        Assert.True(valid > 20_000);
        Assert.True(invalid > 4_000);
    }

    static List<byte[]> Split(byte[] bytes)
    {
        var lines = new List<byte[]>();
        foreach (var range in new ReadOnlySpan<byte>(bytes).Split((byte)'\n'))
        {
            var line = bytes[range];
            if (line.Length > 0 && line[0] != '#') lines.Add(line);
        }
        return lines;
    }

    [Fact]
    public void Every_short_decimal_is_written_as_it_was_given()
    {
        var random = new Random(7);
        Span<byte> output = stackalloc byte[FloatText.MaxLength];
        for (var i = 0; i < 100_000; i++)
        {
            var decimals = random.Next(0, 8);
            var whole = random.NextInt64(0, decimals > 3 ? 1_000_000 : 1_000_000_000_000);
            var text = whole.ToString(CultureInfo.InvariantCulture);
            if (decimals > 0)
            {
                var fraction = random.Next((int)Math.Pow(10, decimals)).ToString(CultureInfo.InvariantCulture);
                text = $"{text}.{fraction.PadLeft(decimals, '0')}".TrimEnd('0').TrimEnd('.');
            }
            if (text != "0" && random.Next(2) == 0) text = "-" + text;

            var length = FloatText.Write(double.Parse(text, CultureInfo.InvariantCulture), output);

            Assert.Equal(text, Encoding.ASCII.GetString(output[..length]));
        }
    }
}
