namespace Telemetry.Simulators.Load;

/// <summary>What a load came to. Every message is in exactly one of the last three of the first four.</summary>
/// <param name="Sent">Different messages that were given to a connection; sending one again counts once.</param>
/// <param name="Acknowledged">PUBACK with success; at QoS 0, handed to the socket.</param>
/// <param name="Refused">PUBACK with an error.</param>
/// <param name="Unknown">No answer: the broker may have them or not.</param>
/// <param name="Elapsed">From the first message to the last answer.</param>
public sealed record LoadResult(
    long Sent, long Acknowledged, long Refused, long Unknown, long Reconnects, TimeSpan Elapsed, AckLatency Latency)
{
    /// <summary>Acknowledged messages a second.</summary>
    public double Rate => Acknowledged / Elapsed.TotalSeconds;
}

/// <summary>
/// From the first sending to the acknowledgement, in milliseconds; all 0 where nothing was acknowledged.
/// </summary>
public readonly record struct AckLatency(double P50, double P99, double P999, double Max);
