using Telemetry.Dashboards.Status;
using Telemetry.Host.Storing;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Observing;

/// <summary>Samples the counters once a second, so that a rate is the same for everyone who asks.</summary>
internal sealed class RateSampler(GroupCommit commit, StoreTally store, TimeProvider time) : BackgroundService
{
    private readonly Rate _received = new(() => commit.Snapshot().Received);
    private readonly Rate _spooled = new(() => commit.Snapshot().Spooled);
    private readonly Rate _stored = new(() => store.Stored);

    /// <summary>Objects a second over the last five seconds.</summary>
    public HostRates Now => new(_received.PerSecond, _spooled.PerSecond, _stored.PerSecond);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                _received.Sample(time);
                _spooled.Sample(time);
                _stored.Sample(time);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last rate stands.
        }
    }
}
