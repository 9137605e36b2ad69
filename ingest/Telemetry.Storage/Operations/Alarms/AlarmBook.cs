using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Ledger;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Alarms;

/// <summary>What changes; the questions are in the other part.</summary>
internal sealed partial class AlarmBook(OperationalDatabase database, TimeProvider time) : IAlarms
{
    public event Action? Acted;

    public INotices Notices { get; } = new NoticeBook(database);

    public Task<IReadOnlyList<LifeStep>> RecordAsync(
        IReadOnlyList<AlarmMove> moves, Func<Alarm, IEnumerable<NewNotice>> tell,
        CancellationToken cancellationToken) =>
        database.ChangeAsync<IReadOnlyList<LifeStep>>(
            context => [.. moves.Select(move => Do(context, move, tell)).OfType<LifeStep>()], cancellationToken);

    public Task<IReadOnlyList<LifeStep>> EndShelvesAsync(
        string by, Func<Alarm, IEnumerable<NewNotice>> tell, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var nowMs = now.ToUnixTimeMilliseconds();
        return database.ChangeAsync<IReadOnlyList<LifeStep>>(
            context =>
            [
                .. context.Alarms.Where(row => row.ClosedMs == null && row.ShelfUntilMs <= nowMs)
                    .OrderBy(row => row.RaisedMs).ToList()
                    .Select(row => Keep(
                        context, row, AlarmLife.Apply(AlarmRowing.AlarmOf(row), new EndShelf(now, by)), tell)),
            ],
            cancellationToken);
    }

    public async Task<LifeStep?> ActAsync(AlarmId id, LifeAction action, CancellationToken cancellationToken)
    {
        var step = await database.ChangeAsync(
            context => context.Alarms.Find(id.Value) is { } row
                ? Keep(context, row, AlarmLife.Apply(AlarmRowing.AlarmOf(row), action), static _ => [])
                : (LifeStep?)null,
            cancellationToken);
        if (step is { Event: not null }) Acted?.Invoke();
        return step;
    }

    private static LifeStep? Do(
        OperationsContext context, AlarmMove move, Func<Alarm, IEnumerable<NewNotice>> tell)
    {
        switch (move)
        {
            case RaiseMove raise when context.Alarms.Find(raise.Alarm.Id.Value) is { } there:
                var back = new ComeBack(raise.Alarm.RaisedAt, raise.By, raise.Alarm.Value);
                return Keep(context, there, AlarmLife.Apply(AlarmRowing.AlarmOf(there), back), tell);
            case RaiseMove raise:
                var row = AlarmRowing.RowOf(raise.Alarm);
                context.Alarms.Add(row);
                return Keep(context, row, AlarmLife.Raise(raise.Alarm, raise.By), tell);
            case LifeMove life when context.Alarms.Find(life.Id.Value) is { } found:
                return Keep(context, found, AlarmLife.Apply(AlarmRowing.AlarmOf(found), life.Action), tell);
            default:
                return null;
        }
    }

    private static LifeStep Keep(
        OperationsContext context, AlarmRow row, LifeStep step, Func<Alarm, IEnumerable<NewNotice>> tell)
    {
        if (step.Refusal is not null) return step;
        AlarmRowing.Write(row, step.Alarm);
        if (step.Event is { } happened)
        {
            context.AlarmEvents.Add(AlarmRowing.RowOf(happened));
            context.Ledger.Add(LedgerBook.Entry(
                happened.At, Actor.Parse(happened.By), LedgerKind.Alarm, step.Alarm.Asset.ToString(), null, null,
                happened.Why, happened.Before is { } before ? Said(step.Alarm, before) : null,
                Said(step.Alarm, happened.After, happened.Kind)));
        }
        if (step.Notifies) NoticeBook.Add(context, tell(step.Alarm), step.Event?.At ?? step.Alarm.RaisedAt);
        return step;
    }

    private static string Said(Alarm alarm, AlarmState state, AlarmEventKind? kind = null)
    {
        var values = ValueSet.Empty.With("alarm", alarm.Id.Value).With("rule", WireNames.Of(alarm.Rule))
            .With("state", WireNames.Of(state));
        if (kind is { } happened) values = values.With("event", WireNames.Of(happened));
        if (alarm.Shelf is { } shelf && state == AlarmState.Shelved)
            values = values.With("until", shelf.Until.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return values.Json;
    }
}
