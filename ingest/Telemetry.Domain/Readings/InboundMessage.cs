namespace Telemetry.Domain.Readings;

/// <summary>One MQTT publication as it arrived. Lives on the stack: the payload belongs to the connection.</summary>
public readonly ref struct InboundMessage
{
    public required string Topic { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>0, 1 or 2. Only 0 may be shed.</summary>
    public required int QualityOfService { get; init; }

    /// <summary>Delivered as a retained message: possibly old, so never stamped on receipt.</summary>
    public bool Retained { get; init; }

    /// <summary>Moment of receipt, Unix milliseconds, UTC; of a replay the moment of its first receipt.</summary>
    public required long ReceivedMs { get; init; }

    /// <summary>True when the message comes back out of the dead letters.</summary>
    public bool Replayed { get; init; }
}
