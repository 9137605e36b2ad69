using Telemetry.Storage.Spool;

namespace Telemetry.Host.Composition;

/// <summary>Ends the process when the disk failed a commit: a sync that is tried again would lie.</summary>
internal sealed class CommitGuard(GroupCommit commit, HostFailure failure) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            failure.StopBecause(await commit.Failed.WaitAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An ordinary stop.
        }
    }
}
