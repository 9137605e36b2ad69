using BenchmarkDotNet.Attributes;

namespace Telemetry.Benchmarks.Micro;

/// <summary>Decode + validate + encode against a bare walk of the same bytes. Time is of a whole message.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private readonly NativeEncoding _encoding = new();
    private byte[] _payload = [];
    private string _topic = "";

    [Params("flow", "position")]
    public string Message { get; set; } = "flow";

    [Params(1, 100)]
    public int Objects { get; set; } = 1;

    [GlobalSetup]
    public void Prepare()
    {
        (_topic, _payload) = Message == "flow"
            ? (Wire.FlowTopic, Wire.Flow(Objects))
            : (Wire.PositionTopic, Wire.Position(Objects));
    }

    [Benchmark(Baseline = true, Description = "Utf8JsonReader walk")]
    public int Walk() => JsonWalk.Tokens(_payload);

    [Benchmark(Description = "decode + validate + encode")]
    public int Encode() => _encoding.Encode(_topic, _payload);
}
