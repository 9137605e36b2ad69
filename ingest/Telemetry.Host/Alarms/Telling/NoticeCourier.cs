using Telemetry.Host.Derivation;
using Telemetry.Storage.Notices;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Alarms;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Alarms.Telling;

/// <summary>
/// Carries what waits to be told to its channels, while this process holds the derivation's lease: of two processes one
/// sends. What fails is tried again later, and given up in words.
/// </summary>
internal sealed class NoticeCourier(
    IEnumerable<INoticeChannel> channels, IOperations operations, DeriveTally tally, TimeProvider time,
    ILogger<NoticeCourier> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private const int MostAtOnce = 50;

    private readonly INoticeChannel[] _channels = [.. channels];
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);

    /// <summary>Sends what is due.</summary>
    public async Task CarryAsync(CancellationToken cancellationToken)
    {
        if (!tally.Leads) return;
        foreach (var channel in _channels)
        {
            foreach (var notice in await operations.Alarms.Notices.DueAsync(
                channel.Name, time.GetUtcNow(), MostAtOnce, cancellationToken))
            {
                // The others would fail as well: they are due again, and wait for the channel rather than count down.
                if (!await SendAsync(channel, notice, cancellationToken)) break;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_channels.Length == 0) return;
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryCarryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is kept.
        }
    }

    private async Task TryCarryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CarryAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The evaluator tells of it; what waits is sent once the store answers.
        }
    }

    /// <returns>False where the channel is in trouble.</returns>
    private async Task<bool> SendAsync(INoticeChannel channel, Notice notice, CancellationToken cancellationToken)
    {
        var delivery = await channel.SendAsync(notice, cancellationToken);
        var now = time.GetUtcNow();
        if (delivery.IsSent)
        {
            await operations.Alarms.Notices.SentAsync(notice.Id, now, cancellationToken);
            if (_failing.Remove(channel.Name)) AlarmLog.TellingWorks(logger, channel.Name);
            return true;
        }
        var next = delivery.IsFinal ? null : NoticeSchedule.Next(notice, now);
        await operations.Alarms.Notices.FailedAsync(notice.Id, next, now, delivery.Error!, cancellationToken);
        if (next is null) AlarmLog.GivenUp(logger, notice.Alarm.Value, channel.Name, delivery.Error!);
        else if (_failing.Add(channel.Name)) AlarmLog.TellingFails(logger, channel.Name, delivery.Error!);
        return delivery.IsFinal;
    }
}
