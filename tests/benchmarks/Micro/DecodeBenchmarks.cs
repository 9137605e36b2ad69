using BenchmarkDotNet.Attributes;

namespace Telemetry.Benchmarks.Micro;

/// <summary>Decode + validate + encode against a bare walk of the same bytes. Time is of a whole message.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private readonly NativeEncoding _encoding = new();
    private byte[] _payload = [];
    private string _topic = "";

    [Params("flow", "position", "computed position")]
    public string Message { get; set; } = "flow";

    [Params(1, 100)]
    public int Objects { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        (_topic, _payload) = Message switch
        {
            "flow" => (Wire.FlowTopic, Wire.Flow(Objects)),
            "position" => (Wire.PositionTopic, Wire.Position(Objects)),
            _ => (Wire.PositionTopic, Wire.ComputedPosition(Objects)),
        };
    }

    [Benchmark(Baseline = true, Description = "Utf8JsonReader walk")]
    public int Walk() => JsonWalk.Tokens(_payload);

    [Benchmark(Description = "decode + validate + encode")]
    public int Encode() => _encoding.Encode(_topic, _payload);
}
