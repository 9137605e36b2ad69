using System.Buffers;
using System.Text;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Storage.Tests.LineProtocol;

public class BatchChangesTests
{
    static readonly byte[] Lines = Encoding.UTF8.GetBytes(
        """
        # block
        plant_flow,meter=influent,plant=sewage-1 flow_m3h=1,q="N",flags=0i 2000
        vehicle_position,vehicle=truck-7 lat=1,lon=2,flags=0i 1500
        plant_flow,meter=influent,plant=sewage-1 flow_m3h=1,q="N",flags=0i 1000
        not a line
        plant_flow,meter=influent,plant=sewage-1 flow_m3h=1,q="N",flags=0i 3000
        changes,asset=a,host=h,kind=k first_ms=1i,last_ms=2i 9

        """);

    static string[] Write(BatchChanges changes, string host = "host-1", long nowMs = 5)
    {
        var output = new ArrayBufferWriter<byte>();
        changes.WriteLines(host, nowMs, output);
        return Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void WriteLines_Each_series_once_with_first_and_last_time()
    {
        var sut = new BatchChanges();

        sut.Collect(Lines);

        Assert.Equal(2, sut.Count);
        Assert.Equal(
        [
            "changes,asset=influent/sewage-1,host=host-1,kind=plant_flow first_ms=1000i,last_ms=3000i 5",
            "changes,asset=truck-7,host=host-1,kind=vehicle_position first_ms=1500i,last_ms=1500i 5",
        ], Write(sut));
    }

    [Fact]
    public void Collect_Second_batch_forgets_the_first()
    {
        var sut = new BatchChanges();
        sut.Collect(Lines);

        sut.Collect("vehicle_position,vehicle=truck-7 lat=1,flags=0i 9000\n"u8);

        Assert.Equal(
            ["changes,asset=truck-7,host=host-1,kind=vehicle_position first_ms=9000i,last_ms=9000i 5"], Write(sut));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("my host,=", "my host,=")]
    [InlineData("", "-")]
    [InlineData("a\\\nb", "a__b")]
    public void WriteLines_Any_host_name_reads_back(string host, string expected)
    {
        var sut = new BatchChanges();
        sut.Collect(Lines);

        foreach (var text in Write(sut, host))
        {
            var line = new LineReader(Encoding.UTF8.GetBytes(text));
            Assert.True(line.MoveNext());
            Assert.True(line.IsValid);
            Assert.True(SeriesKeys.TryParse(line.SeriesKey, out var series));
            Assert.Equal(expected, series["host"]);
            Assert.Same(Measurements.Changes, series.Measurement);
        }
    }

    [Fact]
    public void Collect_Series_met_before_costs_no_allocation()
    {
        var sut = new BatchChanges();
        sut.Collect(Lines);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) sut.Collect(Lines);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
