using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;
using Telemetry.Host.Alarms.Telling;
using Telemetry.Host.Derivation;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Alarms;

/// <summary>
/// The one evaluator, while this process holds the derivation's lease: looks, records what it found, publishes what is
/// open. What could not be recorded waits, and is recorded before anything newer.
/// </summary>
internal sealed class AlarmBeat : BackgroundService
{
    private static readonly string By = Actor.Derive.ToString();

    /// <summary>What returned within this may come back as the same alarm.</summary>
    private static readonly TimeSpan Remembered =
        Enum.GetValues<AlarmRule>().Max(static rule => RuleCatalogue.Of(rule).Defaults.AgainWithin);

    /// <summary>Topics of alarms that became history while nobody published are cleared this far back.</summary>
    private static readonly TimeSpan MayBeLeft = TimeSpan.FromDays(7);

    private readonly AlarmJudge _judge;
    private readonly AlarmTelling _telling;
    private readonly AlarmTopics _topics;
    private readonly IAlarms _alarms;
    private readonly IRegistrySource _registry;
    private readonly DeriveTally _tally;
    private readonly AlarmTally _counts;
    private readonly TimeProvider _time;
    private readonly ILogger<AlarmBeat> _logger;
    private readonly TimeSpan _period;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly List<AlarmMove> _unrecorded = [];
    private AlarmFold? _fold;
    private bool _troubled;

    public AlarmBeat(
        AlarmJudge judge, AlarmTelling telling, AlarmTopics topics, IOperations operations, IRegistrySource registry,
        DeriveTally tally, AlarmTally counts, AlarmOptions options, TimeProvider time, ILogger<AlarmBeat> logger)
    {
        (_judge, _telling, _topics, _alarms, _registry) = (judge, telling, topics, operations.Alarms, registry);
        (_tally, _counts, _time, _logger, _period) = (tally, counts, time, logger, options.Period);
        _alarms.Acted += Wake;
    }

    /// <summary>One look, where this process is the one that looks.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!_tally.Leads)
        {
            _fold = null;
            _counts.Set([]);
            _unrecorded.Clear();
            return;
        }
        var (registry, now) = (_registry.Current, _time.GetUtcNow());
        _fold ??= await OpenAsync(now, cancellationToken);
        var signals = await _judge.JudgeAsync(registry, now, cancellationToken);
        _unrecorded.AddRange(_fold.Fold(signals, registry, now));
        _unrecorded.AddRange(_fold.Forget(asset => AlarmJudge.IsGone(asset, registry), now));
        if (_unrecorded.Count > 0)
        {
            await _alarms.RecordAsync(_unrecorded, _telling.Notices, cancellationToken);
            _unrecorded.Clear();
        }
        await _alarms.EndShelvesAsync(By, _telling.Notices, cancellationToken);
        await PublishAsync(registry, now, cancellationToken);
    }

    public override void Dispose()
    {
        _alarms.Acted -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryLookAsync(stoppingToken);
                await PauseAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is open is kept; the next process goes on with it.
        }
    }

    private async Task<AlarmFold> OpenAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _judge.OpenAsync(cancellationToken);
        var alarms = await _alarms.OpenAsync(now - MayBeLeft, cancellationToken);
        var fold = new AlarmFold(now, By);
        fold.Restore(alarms.Where(alarm => alarm.IsOpen || alarm.ReturnedAt > now - Remembered));
        _topics.Clear(alarms.Where(static alarm => !alarm.IsOpen));
        AlarmLog.Leads(_logger, alarms.Count(static alarm => alarm.IsOpen));
        return fold;
    }

    private async Task PublishAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = await _alarms.OpenAsync(DateTimeOffset.MaxValue, cancellationToken);
        _counts.Set(open);
        _topics.Publish([.. open], registry.City.TimeZone, now);
    }

    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
            if (_troubled) AlarmLog.Recovered(_logger);
            _troubled = false;
        }
        catch (StoreUnavailableException exception)
        {
            if (!_troubled) AlarmLog.Troubled(_logger, exception.Message);
            _troubled = true;
        }
    }

    /// <summary>Until the next look, or until somebody does something.</summary>
    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = _wake.WaitAsync(either.Token);
        var period = Task.Delay(_period, _time, either.Token);
        await Task.WhenAny(woken, period);
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Woken already.
        }
    }
}
