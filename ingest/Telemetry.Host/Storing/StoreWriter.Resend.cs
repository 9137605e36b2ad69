using Telemetry.Storage.Spool;

namespace Telemetry.Host.Storing;

internal sealed partial class StoreWriter
{
    /// <summary>
    /// Writes what is still in the spool's kept segments once more, up to where the cursor stands now. The identity of
    /// a point makes that harmless; the books are left alone.
    /// </summary>
    private async Task ResendAsync(Resend resend, SpoolPosition until, CancellationToken cancellationToken)
    {
        var lines = 0L;
        using var reader = spool.OpenReader(spool.FindFirst(resend.From));
        var position = reader.Position;
        while (position < until)
        {
            var batch = await reader.ReadAsync(pace.MaxLines, pace.MaxBytes, cancellationToken);
            if (batch is null) break;
            await store.WriteAsync(batch with { Again = true }, rejected, cancellationToken);
            lines += batch.Count;
            position = batch.End;
        }
        Log.Resent(logger, lines, resend.From);
        resend.Complete(lines);
    }
}
