using Telemetry.Storage.Stores;
using Telemetry.Storage.Stores.Sqlite;

namespace Telemetry.Host.Storing;

/// <summary>At the start and once an hour, removes from the embedded store what is older than its retention.</summary>
internal sealed partial class RetentionSweep(ITelemetryStore store, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            // Once at the start as well: a host that is restarted often would otherwise never come to it.
            do
            {
                var rows = await ((SqliteStore)store).SweepAsync(time.GetUtcNow(), stoppingToken);
                if (rows > 0) Log.Swept(logger, rows);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is older still at the next start.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3204, LogLevel.Information, "Removed {Rows} points that were older than the store's retention.")]
        public static partial void Swept(ILogger logger, long rows);
    }
}
