using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Host.Options;
using Telemetry.Mqtt.Live;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Live;

/// <summary>Publishes today's figures so far, while this process is the one that derives.</summary>
internal sealed class TodayBeat(
    IDerivedStore store, IOperations operations, Deriver deriver, ILivePublisher publisher, DeriveTally tally,
    TelemetryOptions options, TimeProvider time) : BackgroundService
{
    private readonly TodayFold _fold = new(store);
    private readonly TimeSpan _interval = options.Derive.LiveInterval;
    private HashSet<string> _posted = [];

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var (book, now) = (deriver.Book, time.GetUtcNow());
        var day = book.Calendar.DayOf(now.ToUnixTimeMilliseconds());
        var plants = await _fold.FoldAsync(book, now, cancellationToken);
        var posted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plant in plants)
            posted.Add(TodayMessages.Post(publisher, plant, day, _interval, now, options.Host.Name));
        var figures = await operations.Declared.InForceAsync([], day.Date, day.Date.AddDays(1), cancellationToken);
        var declared = DeclaredOfDay.Figures(book.Registry, figures, day.Date);
        foreach (var indicator in book.Indicators)
        {
            foreach (var scope in (DistrictId?[])[null, .. book.Registry.Districts.Keys.Cast<DistrictId?>()])
            {
                var basis = BasesInForce.Of(book.Registry, indicator, day.Date, scope, declared)
                    .FirstOrDefault(static one => one.Official);
                var topic = TodayMessages.Post(
                    publisher, book.Registry, indicator, scope, basis, plants, day, _interval, now,
                    options.Host.Name);
                if (topic is not null) posted.Add(topic);
            }
        }
        foreach (var gone in _posted.Except(posted)) publisher.Clear(gone);
        _posted = posted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            do
            {
                if (!options.Roles.Ingest)
                    TodayMessages.PostSign(publisher, _interval, time.GetUtcNow(), options.Host.Name);
                if (tally.Leads) await TryPublishAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was published goes stale by itself.
        }
    }

    private async Task TryPublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The worker tells of it; meanwhile the figures published last go stale.
        }
    }
}
