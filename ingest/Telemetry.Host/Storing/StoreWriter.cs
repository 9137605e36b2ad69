using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Storing;

/// <summary>
/// Carries the spool to the store, oldest first, one batch at a time. The cursor is the store's own affair: it moves
/// only with the batch, so whatever happens between two lines of this loop is repeated, never skipped.
/// </summary>
internal sealed partial class StoreWriter(
    Spool spool, ITelemetryStore store, IRejectedLines rejected, StoreTally books, StorePace pace, ResendQueue resends,
    TimeProvider time, ILogger<StoreWriter> logger) : BackgroundService
{
    /// <summary>How often a stopping writer looks whether the spool is empty.</summary>
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Before the sources start, so that a store that refuses its settings stops the host with nothing begun.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>
    /// By now the sources have stopped: what they left in the spool is flushed, for as long as the stop may take. What
    /// a store in trouble does not take stays in the spool for the next start.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        while (ExecuteTask is { IsCompleted: false } && spool.PendingLines > 0
            && store.Condition.Trouble == StoreTrouble.None && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(DrainPoll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (spool.PendingLines > 0) Log.LeftBehind(logger, spool.PendingLines, store.Condition.Detail);
        else Log.Flushed(logger, books.Stored);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var cursor = await store.LoadCursorAsync(stoppingToken);
            var start = spool.ResolveCursor(cursor);
            books.Open(cursor is { } known && known.Spool == spool.Id ? known : null);
            Log.Opened(logger, start.Segment, start.Line, spool.PendingLines);
            await CarryAsync(start, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not carried yet stays in the spool for the next start.
        }
    }

    private async Task CarryAsync(SpoolPosition start, CancellationToken cancellationToken)
    {
        while (true) start = await CarryUntilDoubtAsync(start, cancellationToken);
    }

    /// <returns>Where to read anew, so that an undecided batch goes out with what has come since.</returns>
    private async Task<SpoolPosition> CarryUntilDoubtAsync(SpoolPosition position, CancellationToken cancellationToken)
    {
        using var reader = spool.OpenReader(position);
        while (true)
        {
            while (resends.TryTake(out var resend)) await ResendAsync(resend, position, cancellationToken);
            var batch = await ReadAsync(reader, cancellationToken);
            if (batch is null) continue;
            var began = time.GetTimestamp();
            var receipt = await store.WriteAsync(batch, rejected, cancellationToken);
            if (!receipt.IsDecided) return position;
            books.Count(receipt, time.GetElapsedTime(began));
            spool.Delivered(batch.End);
            position = batch.End;
            await pace.GatherAsync(spool.PendingLines, time.GetElapsedTime(began), time, cancellationToken);
        }
    }

    /// <returns>Null where a wish to resend came before the next line did.</returns>
    private async Task<StoreBatch?> ReadAsync(SpoolReader reader, CancellationToken cancellationToken)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, resends.Waiting);
        try
        {
            return await reader.ReadAsync(pace.MaxLines, pace.MaxBytes, wake.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Information,
            "Writing to the store from segment {Segment}, line {Line}; {Pending} lines are waiting.")]
        public static partial void Opened(ILogger logger, long segment, long line, long pending);

        [LoggerMessage(3202, LogLevel.Warning,
            "Stopping with {Pending} lines not yet in the store ({Condition}). They are safe in the spool and are "
            + "written at the next start.")]
        public static partial void LeftBehind(ILogger logger, long pending, string condition);

        [LoggerMessage(
            3205, LogLevel.Information, "Stopping with everything in the store: {Stored} lines since the spool began.")]
        public static partial void Flushed(ILogger logger, long stored);

        [LoggerMessage(
            3203, LogLevel.Information, "Wrote {Lines} lines of the spool to the store once more, from {From:u} on.")]
        public static partial void Resent(ILogger logger, long lines, DateTimeOffset from);

        [LoggerMessage(3206, LogLevel.Warning,
            "The resend from {From:u} passed over {Skipped} lines: the disk was short and their segments made way, or "
            + "they are damaged. They stay in the store as they are.")]
        public static partial void ResendSkipped(ILogger logger, long skipped, DateTimeOffset from);
    }
}
