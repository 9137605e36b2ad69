namespace Telemetry.Protocols.Native;

/// <summary>The options as the decoders read them, once, in milliseconds.</summary>
sealed class ReadingLimits(ProtocolOptions options)
{
    /// <summary>2000-01-01T00:00:00Z, Unix ms. Earlier readings come from clocks that were never set.</summary>
    const long EarliestMs = 946_684_800_000;

    /// <summary>What a store that counts nanoseconds in 64 bits can hold: 1677-09-22 to 2262-04-11, Unix ms.</summary>
    public const long FirstStorableMs = -9_223_286_400_000;
    public const long LastStorableMs = 9_223_286_399_999;

    public string TopicRoot { get; } = options.TopicRoot;

    public int MaxPayloadBytes { get; } = options.MaxPayloadBytes;

    public int MaxTextLength { get; } = options.MaxTextLength;

    public int MaxQualityParameters { get; } = options.MaxQualityParameters;

    public long FutureToleranceMs { get; } = (long)options.FutureTolerance.TotalMilliseconds;

    readonly long? _maxAgeMs = options.MaxAge is { } age ? (long)age.TotalMilliseconds : null;

    public long OldestMs(long receivedMs) =>
        _maxAgeMs is { } age ? Math.Max(EarliestMs, receivedMs - age) : EarliestMs;
}
