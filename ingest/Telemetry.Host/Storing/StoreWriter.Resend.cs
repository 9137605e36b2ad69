using Telemetry.Storage.Spool;

namespace Telemetry.Host.Storing;

internal sealed partial class StoreWriter
{
    /// <summary>
    /// Writes what is still in the spool's kept segments once more, up to where the cursor stands now. The identity of
    /// a point makes that harmless; the books are left alone. Meanwhile a short disk may take the oldest of these
    /// segments away: that is said, and the rest goes on.
    /// </summary>
    private async Task ResendAsync(Resend resend, SpoolPosition until, CancellationToken cancellationToken)
    {
        var lines = 0L;
        var skipped = 0L;
        using var reader = spool.OpenReader(spool.FindFirst(resend.From));
        var position = reader.Position;
        while (position < until && reader.TryRead(pace.MaxLines, pace.MaxBytes) is { } batch)
        {
            skipped += batch.Start.Line - position.Line;
            while (!(await store.WriteAsync(batch with { Again = true }, rejected, cancellationToken)).IsDecided)
            {
                // The store has waited; these lines are all there are.
            }
            lines += batch.Count;
            position = batch.End;
        }
        skipped += Math.Max(0, until.Line - position.Line);
        if (skipped > 0) Log.ResendSkipped(logger, skipped, resend.From);
        Log.Resent(logger, lines, resend.From);
        resend.Complete(new Resent(lines, skipped));
    }
}
