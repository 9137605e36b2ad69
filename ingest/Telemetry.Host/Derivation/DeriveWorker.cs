using Telemetry.Host.Derivation.Intake;
using Telemetry.Host.Derivation.Recompute;
using Telemetry.Host.Options;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation;

/// <summary>
/// Derives while it holds the lease: a round, a pause, a round. A store that can't answer is waited for; whatever broke
/// off is still noted, and is done again.
/// </summary>
internal sealed class DeriveWorker(
    Deriver deriver, DeriveIntake intake, IOperations operations, RecomputeQueue wishes, DeriveTally tally,
    TelemetryOptions options, TimeProvider time, ILogger<DeriveWorker> logger) : BackgroundService
{
    private const string LeaseName = "derive";

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(30);

    private readonly DeriveOptions _options = options.Derive;
    private readonly string _holder = $"{options.Host.Name}/{Environment.ProcessId}";
    private readonly RecomputeJobs _jobs = new();
    private Lease? _lease;
    private long _renewed;
    private long _told;
    private bool _standsBy;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_lease is { } lease) await operations.Derivation.ReleaseAsync(lease, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var left = await TryRoundAsync(stoppingToken);
                if (!left) await Task.Delay(_options.Poll, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is noted, and goes on at the next start.
        }
    }

    /// <returns>True where the next round should follow at once.</returns>
    private async Task<bool> TryRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await LeadAsync(cancellationToken)) return false;
            TakeWishes();
            var book = deriver.Book;
            await _jobs.NoteNextAsync(
                intake, book, book.RunningHourMs(time.GetUtcNow()), tally, cancellationToken);
            var left = await deriver.RoundAsync(KeepAsync, cancellationToken);
            if (!left) _jobs.Settle(tally);
            Tell(left);
            return left || _jobs.HasMore;
        }
        catch (LeaseLostException)
        {
            DeriveLog.LeaseLost(logger);
            _lease = null;
            tally.Leads = false;
            deriver.Reset();
            return true;
        }
        catch (StoreUnavailableException exception)
        {
            if (tally.Trouble is null) DeriveLog.Troubled(logger, exception.Message);
            tally.Trouble = exception.Message;
            deriver.Reset();
            return false;
        }
    }

    private async Task<bool> LeadAsync(CancellationToken cancellationToken)
    {
        if (_lease is not null)
        {
            await KeepAsync(cancellationToken);
            return true;
        }
        _lease = await operations.Derivation.TakeAsync(LeaseName, _holder, _options.Lease, cancellationToken);
        if (_lease is null)
        {
            if (!_standsBy)
            {
                var holder = await operations.Derivation.HolderAsync(LeaseName, cancellationToken);
                DeriveLog.StandsBy(logger, holder?.Holder ?? "unknown");
            }
            _standsBy = true;
            return false;
        }
        _standsBy = false;
        _renewed = time.GetTimestamp();
        tally.Leads = true;
        deriver.Reset();
        tally.SetBacklog(await operations.Derivation.BacklogAsync(cancellationToken), time.GetUtcNow());
        DeriveLog.Leads(logger, tally.Waiting);
        return true;
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (_lease is null || time.GetElapsedTime(_renewed) < _options.Lease / 3) return;
        _lease = await operations.Derivation.RenewAsync(_lease, _options.Lease, cancellationToken)
            ?? throw new LeaseLostException();
        _renewed = time.GetTimestamp();
    }

    private void TakeWishes()
    {
        while (wishes.TryTake(out var wish)) _jobs.Add(wish);
    }

    private void Tell(bool left)
    {
        if (tally.Trouble is not null)
        {
            tally.Trouble = null;
            DeriveLog.Recovered(logger);
        }
        if (!left)
        {
            if (_told != 0) DeriveLog.CaughtUp(logger);
            _told = 0;
        }
        else if (_told == 0 || time.GetElapsedTime(_told) >= ProgressInterval)
        {
            _told = time.GetTimestamp();
            var hours = tally.WaitingOf(PartitionKind.MeterHour) + tally.WaitingOf(PartitionKind.VehicleHour);
            DeriveLog.Backlog(logger, hours, tally.Waiting - hours);
        }
    }
}

/// <summary>Another process may be at work: nothing more may be written.</summary>
internal sealed class LeaseLostException : Exception;
