using BenchmarkDotNet.Attributes;
using Telemetry.Storage.LineProtocol;
using Telemetry.Storage.Spool;

namespace Telemetry.Benchmarks.Micro;

/// <summary>What the store writer and the spool do to lines: 1,000 of them an operation.</summary>
[MemoryDiagnoser]
public class LineBenchmarks
{
    private const int Lines = 1000;
    private byte[] _lines = [];

    [GlobalSetup]
    public void Prepare() => _lines = SampleLines.Of(Lines);

    [Benchmark(OperationsPerInvoke = Lines, Description = "read a line and its fields")]
    public double Read()
    {
        var reader = new LineReader(_lines);
        var sum = 0.0;
        while (reader.MoveNext())
        {
            var fields = reader.Fields;
            while (fields.MoveNext()) sum += fields.Name.Length;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Lines, Description = "CRC-32C of a line")]
    public uint Checksum() => Crc32C.Of(_lines);
}
