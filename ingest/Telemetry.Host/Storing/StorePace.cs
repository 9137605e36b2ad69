namespace Telemetry.Host.Storing;

/// <summary>
/// How large a batch may be and how long a small one waits for company. A reading after a quiet moment goes at once;
/// under load, batches fill by themselves.
/// </summary>
internal sealed record StorePace(int MaxLines, int MaxBytes, TimeSpan FlushInterval)
{
    public Task GatherAsync(
        long pendingLines, TimeSpan sinceBatchBegan, TimeProvider time, CancellationToken cancellationToken)
    {
        var wait = FlushInterval - sinceBatchBegan;
        return pendingLines >= MaxLines || wait <= TimeSpan.Zero
            ? Task.CompletedTask
            : Task.Delay(wait, time, cancellationToken);
    }
}
