using System.Text;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>Alone in the process while it runs: it reads the size of the heap.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class HeapCollection;

[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    sealed class CountingSink : IReadingSink
    {
        public int Accepted { get; private set; }

        public int Rejected { get; private set; }

        public void Accept(Reading reading) => Accepted++;

        public void Reject(ReadOnlySpan<byte> raw, RejectReason reason, string detail) => Rejected++;
    }

    [Theory]
    [InlineData("sanitation/plants/sewage-1/flow/influent",
        """{"ts":"2026-06-01T07:59:59.123+08:00","flow_m3h":1666.5,"total_m3":812345.25,"level_m":1.2,"q":"N"}""")]
    [InlineData(
        "sanitation/plants/sewage-1/flow/transmitter-1", """{"ts":1780268400000,"total_m3":0.30000000000000004}""")]
    [InlineData("sanitation/vehicles/truck-7/position",
        """{"ts":1780268400000,"lat":30.0161234,"lon":122.1061234,"speed_kmh":42.5,"heading_deg":180,"ignition":true,"x":1}""")]
    [InlineData(
        "sanitation/vehicles/tracker-1/position",
        """[{"ts":1780268400,"lat":30,"lon":122},{"ts":1780268401,"lat":30,"lon":122}]""")]
    [InlineData(
        "sanitation/vehicles/unregistered/position", """{"ts":1780268400000,"lat":30.0161234,"lon":122.1061234}""")]
    [InlineData(
        "sanitation/plants/sewage-1/quality/outlet", """{"ts":1780268400000,"cod_mgl":31.5,"ph":7.1,"tn_mgl":9}""")]
    [InlineData("sanitation/plants/sewage-1/status", """{"ts":1780268400000,"state":"running"}""")]
    public void Decode_allocates_nothing_once_it_has_met_the_topic(string topic, string payload)
    {
        const int messages = 10_000;
        var sut = new Sut();
        var sink = new CountingSink();
        var bytes = Encoding.UTF8.GetBytes(payload);
        for (var i = 0; i < 100; i++) sut.Decode(topic, bytes, sink);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < messages; i++) sut.Decode(topic, bytes, sink);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(0, sink.Rejected);
        Assert.True(sink.Accepted >= messages + 100);
    }

    [Fact]
    public void Decode_Invented_topics_leave_nothing_behind()
    {
        var sut = new Sut(options => options.MaxUnregisteredAssets = 10);
        var sink = new CountingSink();
        var bytes = """{"ts":1780268400000,"lat":30,"lon":122}"""u8.ToArray();
        void Flood(int from)
        {
            for (var i = from; i < from + 20_000; i++) sut.Decode($"sanitation/vehicles/v{i}/position", bytes, sink);
        }

        Flood(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Flood(20_000);
        // Remembered, 20,000 topics would take several megabytes.
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.InRange(grown, long.MinValue, 500_000);
        Assert.Equal(10, sink.Accepted);
        Assert.Equal(39_990, sink.Rejected);
    }
}
