namespace Telemetry.Mqtt.Acknowledging;

/// <summary>
/// What an <see cref="AcknowledgementLine"/> tells of itself. Called by its two ends, so thread-safe.
/// </summary>
internal interface IAcknowledgementBooks
{
    /// <summary>One more message waits for its commit.</summary>
    void Awaiting();

    /// <summary>So many of them are committed, and acknowledged where they asked for it.</summary>
    void Settled(int count);

    /// <summary>So many never will be: their connection is over.</summary>
    void Stale(long count);
}
