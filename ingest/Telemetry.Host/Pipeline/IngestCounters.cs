using Telemetry.Domain.Readings;
using Telemetry.Storage.DeadLetters;

namespace Telemetry.Host.Pipeline;

/// <summary>
/// What passed through decode, for rates and metrics. The books themselves are kept where things reach disk.
/// </summary>
internal sealed class IngestCounters
{
    private readonly long[] _rejected = new long[RejectReasons.All.Count];
    private long _messages;
    private long _bytes;

    public long Messages => Interlocked.Read(ref _messages);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Rejected(RejectReason reason) => Interlocked.Read(ref _rejected[(int)reason]);

    public void Count(ReadOnlySpan<DeadLetter> rejected, int bytes)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _bytes, bytes);
        foreach (var letter in rejected) Interlocked.Add(ref _rejected[(int)letter.Reason], letter.Objects);
    }
}
