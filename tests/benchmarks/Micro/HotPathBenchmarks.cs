using System.Buffers;
using BenchmarkDotNet.Attributes;
using Telemetry.Domain.Readings;
using Telemetry.Storage.LineProtocol;

namespace Telemetry.Benchmarks.Micro;

/// <summary>The parts of decode + validate + encode by themselves. Time is of a message with one object.</summary>
[MemoryDiagnoser]
public class HotPathBenchmarks
{
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly NativeEncoding _encoding = new();
    private byte[] _payload = [];
    private string _topic = "";
    private Reading _reading = new();
    private Standing _standing = new(null);

    [Params("flow", "position")]
    public string Message { get; set; } = "flow";

    [GlobalSetup]
    public void Prepare()
    {
        (_topic, _payload) = Message == "flow"
            ? (Wire.FlowTopic, Wire.Flow(1))
            : (Wire.PositionTopic, Wire.Position(1));
        // A decoder of its own fills it, so it stays as it is.
        _reading = new NativeEncoding().Decode(_topic, _payload)
            ?? throw new InvalidOperationException("the message of the benchmark holds no reading");
        _standing = new Standing(_reading.Series);
    }

    [Benchmark(Description = "decode + validate, nothing written")]
    public object? Decode() => _encoding.Decode(_topic, _payload);

    [Benchmark(Description = "validate a decoded reading")]
    public object? Validate() => ReadingValidator.Check(_reading, _standing);

    [Benchmark(Description = "encode a decoded reading as a line")]
    public int Encode()
    {
        _line.ResetWrittenCount();
        LineProtocolWriter.Write(_reading, _line);
        return _line.WrittenCount;
    }
}
