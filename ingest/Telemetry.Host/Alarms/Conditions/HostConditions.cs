using Telemetry.Dashboards.Status;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;
using Telemetry.Host.Observing;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>What the ingest hosts tell of themselves on their live topics, this one's own among them.</summary>
internal sealed class HostConditions(LiveBoard board)
{
    private static readonly TimeSpan RateOver = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Queue<(DateTimeOffset At, long Count)>> _letters = new(StringComparer.Ordinal);

    public IEnumerable<AlarmSignal> Judge(CityRegistry registry, DateTimeOffset now) =>
        HostSigns.Read(board).Where(sign => sign.Status is not null && sign.IsHeard(now))
            .SelectMany(sign => HostRules.Judge(Of(sign), registry.Alarms));

    internal HostCondition Of(HostSign sign)
    {
        var status = sign.Status!;
        var session = status.Health.FirstOrDefault(static check => check.Name == "session");
        var down = status.Connections.FirstOrDefault(static connection =>
            connection.State is not (ConnectionState.Connected or ConnectionState.Listening));
        return new HostCondition(sign.Name, sign.SaidAt)
        {
            OldestPending = TimeSpan.FromSeconds(status.Spool.OldestPendingSeconds ?? 0),
            StoreIsDown = status.Store.State != StoreState.Ok,
            StoreDownSince = status.Store.Since,
            StoreWords = status.Store.Detail,
            DeadLettersPerMinute = LettersPerMinute(sign),
            SessionWasLost = session is not null && session.State != HealthState.Ok,
            SessionIsDown = down is not null,
            SessionWords = down is not null ? $"{down.Name}: {down.LastError ?? down.State.ToString()}"
                : session?.Reason ?? "",
            ClockIsSure = status.ClockSynchronised,
            DiskFree = status.DiskFree,
        };
    }

    /// <summary>Null until it has been counted for a minute; a host that began anew is counted anew.</summary>
    private double? LettersPerMinute(HostSign sign)
    {
        var count = sign.Status!.DeadLetters.Values.Sum();
        if (!_letters.TryGetValue(sign.Name, out var counts)) _letters.Add(sign.Name, counts = new());
        if (counts.TryPeek(out var first) && count < first.Count) counts.Clear();
        while (counts.TryPeek(out var oldest) && sign.SaidAt - oldest.At > RateOver) counts.Dequeue();
        counts.Enqueue((sign.SaidAt, count));
        var begun = counts.Peek();
        var minutes = (sign.SaidAt - begun.At).TotalMinutes;
        return minutes >= 1 ? (count - begun.Count) / minutes : null;
    }
}
