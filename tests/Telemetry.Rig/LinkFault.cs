namespace Telemetry.Rig;

/// <summary>What a link does to the bytes that pass; each setting of a fault is an object of its own.</summary>
/// <param name="BytesPerSecond">Each direction by itself; null is without limit.</param>
/// <param name="Latency">Each piece of at most 16 KiB waits this long before it goes on.</param>
/// <param name="CutAfterAnswerBytes">So many more bytes of the server's go through, then both ends see a reset.</param>
/// <param name="WaitsToBeSpokenTo">What the server sends waits while the client has said nothing lately.</param>
/// <param name="IsBlackHole">New connections are taken, and nothing ever comes out of them.</param>
internal sealed record LinkFault(
    int? BytesPerSecond = null, TimeSpan Latency = default, long? CutAfterAnswerBytes = null,
    bool WaitsToBeSpokenTo = false, bool IsBlackHole = false)
{
    public static readonly LinkFault None = new();
}
