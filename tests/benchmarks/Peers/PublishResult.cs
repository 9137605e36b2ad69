using System.Text.Json;

namespace Telemetry.Benchmarks.Peers;

/// <summary>What a publishing process came to; one line of JSON on its output.</summary>
/// <param name="Began">First packet, ticks of the machine's monotonic clock: comparable between processes.</param>
/// <param name="Ended">Last acknowledgement, likewise.</param>
/// <param name="P50">Publish to PUBACK, milliseconds; so are the others.</param>
/// <param name="CpuSeconds">Of the publishing process, both modes.</param>
internal sealed record PublishResult(
    long Acknowledged, long Began, long Ended, double P50, double P99, double P999, double CpuSeconds)
{
    public string ToLine() => JsonSerializer.Serialize(this);

    public static PublishResult? FromLine(string line) =>
        line.StartsWith('{') ? JsonSerializer.Deserialize<PublishResult>(line) : null;
}
