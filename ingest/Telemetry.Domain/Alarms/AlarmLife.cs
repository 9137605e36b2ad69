namespace Telemetry.Domain.Alarms;

/// <summary>
/// The life of an alarm after ISA-18.2, as a pure function. What the condition does and what people do are
/// independent: acknowledging silences and never hides, a shelf hides and never forgets, and an alarm is history once
/// its condition is gone and somebody has seen it.
/// </summary>
public static class AlarmLife
{
    /// <summary>What has to be put aside for longer wants a rule switched off or mended.</summary>
    public static readonly TimeSpan LongestShelf = TimeSpan.FromDays(31);

    public const int LongestWords = 1_000;

    /// <summary>A new one; people are told, unless its evidence is history.</summary>
    public static LifeStep Raise(Alarm alarm, string by) => new(
        alarm, new AlarmEvent(alarm.Id, AlarmEventKind.Raised, alarm.RaisedAt, by, "", null, alarm.State),
        Notifies: !alarm.Late);

    public static LifeStep Apply(Alarm alarm, LifeAction action) => action switch
    {
        Return gone => Returned(alarm, gone),
        ComeBack back => CameBack(alarm, back),
        Confirm => Confirmed(alarm, action),
        Renew renew => Renewed(alarm, renew),
        Withdraw withdraw => Withdrawn(alarm, withdraw),
        Acknowledge acknowledge => Acknowledged(alarm, acknowledge),
        PutOnShelf put => Shelved(alarm, put),
        TakeOffShelf => Unshelved(alarm, action),
        EndShelf => ShelfEnded(alarm, action),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "no such action"),
    };

    private static LifeStep Returned(Alarm alarm, Return action)
    {
        if (!alarm.Active || !alarm.IsOpen) return Nothing(alarm);
        var next = Settle(alarm with { Active = false, ReturnedAt = action.At }, action.At);
        return Step(alarm, next, AlarmEventKind.Returned, action, action.Why);
    }

    /// <summary>What came back soon was told of already, and who knew of it still does.</summary>
    private static LifeStep CameBack(Alarm alarm, ComeBack action)
    {
        if (alarm.Active && alarm.IsOpen) return Nothing(alarm);
        var next = alarm with
        {
            Active = true, ReturnedAt = null, ClosedAt = null, Value = action.Value ?? alarm.Value,
            Occurrences = alarm.Occurrences + 1,
        };
        return Step(alarm, next, AlarmEventKind.CameBack, action, "");
    }

    private static LifeStep Confirmed(Alarm alarm, LifeAction action)
    {
        if (!alarm.Late || !alarm.Active || !alarm.IsOpen) return Nothing(alarm);
        var next = alarm with { Late = false };
        return Step(alarm, next, AlarmEventKind.Confirmed, action, "", next.State == AlarmState.Unacknowledged);
    }

    private static LifeStep Renewed(Alarm alarm, Renew action) => !alarm.Active || !alarm.IsOpen
        ? Nothing(alarm)
        : Nothing(alarm with { Value = action.Value, Limit = action.Limit, Detail = action.Detail });

    private static LifeStep Withdrawn(Alarm alarm, Withdraw action)
    {
        if (!alarm.IsOpen) return Nothing(alarm);
        var next = alarm with
        {
            Active = false, ReturnedAt = alarm.ReturnedAt ?? action.At, ClosedAt = action.At, Shelf = null,
        };
        return Step(alarm, next, AlarmEventKind.Withdrawn, action, action.Why);
    }

    private static LifeStep Acknowledged(Alarm alarm, Acknowledge action)
    {
        if (alarm.Acknowledgement is not null) return Nothing(alarm);
        if (!alarm.IsOpen) return Refused(alarm, LifeRefusal.Closed);
        var next = alarm with { Acknowledgement = new Acknowledgement(action.By, action.At, action.Note) };
        return Step(alarm, Settle(next, action.At), AlarmEventKind.Acknowledged, action, action.Note);
    }

    private static LifeStep Shelved(Alarm alarm, PutOnShelf action)
    {
        if (!alarm.IsOpen) return Refused(alarm, LifeRefusal.Closed);
        if (string.IsNullOrWhiteSpace(action.Reason)) return Refused(alarm, LifeRefusal.NoReason);
        if (action.Until <= action.At || action.Until > action.At + LongestShelf)
            return Refused(alarm, LifeRefusal.UntilOutOfRange);
        var next = alarm with { Shelf = new Shelf(action.By, action.At, action.Reason, action.Until) };
        return Step(alarm, next, AlarmEventKind.Shelved, action, action.Reason);
    }

    private static LifeStep Unshelved(Alarm alarm, LifeAction action)
    {
        if (alarm.Shelf is null) return Refused(alarm, alarm.IsOpen ? LifeRefusal.NotShelved : LifeRefusal.Closed);
        // Whoever takes it down looks at it: nobody else has to be told.
        var next = Settle(alarm with { Shelf = null }, action.At);
        return Step(alarm, next, AlarmEventKind.Unshelved, action, "");
    }

    private static LifeStep ShelfEnded(Alarm alarm, LifeAction action)
    {
        if (alarm.Shelf is not { } shelf || action.At < shelf.Until) return Nothing(alarm);
        var next = Settle(alarm with { Shelf = null }, action.At);
        return Step(
            alarm, next, AlarmEventKind.ShelfEnded, action, shelf.Reason,
            next.State == AlarmState.Unacknowledged && !next.Late);
    }

    /// <summary>
    /// History once the condition is gone, nothing is on a shelf, and somebody has seen it, or nobody was told.
    /// </summary>
    private static Alarm Settle(Alarm alarm, DateTimeOffset at) =>
        !alarm.Active && alarm.Shelf is null && (alarm.Acknowledgement is not null || alarm.Late)
            ? alarm with { ClosedAt = at } : alarm;

    private static LifeStep Step(
        Alarm before, Alarm next, AlarmEventKind kind, LifeAction action, string why, bool notifies = false) => new(
        next, new AlarmEvent(before.Id, kind, action.At, action.By, why, before.State, next.State), notifies);

    private static LifeStep Nothing(Alarm alarm) => new(alarm, null, Notifies: false);

    private static LifeStep Refused(Alarm alarm, LifeRefusal refusal) => new(alarm, null, false, refusal);
}
