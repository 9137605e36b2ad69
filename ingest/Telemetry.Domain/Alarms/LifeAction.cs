namespace Telemetry.Domain.Alarms;

/// <summary>Something that happens to an alarm at an instant, done by somebody.</summary>
public abstract record LifeAction(DateTimeOffset At, string By);

/// <summary>The condition went.</summary>
/// <param name="Why">In words, where it went without anybody seeing it go.</param>
public sealed record Return(DateTimeOffset At, string By, string Why = "") : LifeAction(At, By);

/// <summary>The condition is back; a new value replaces the old one.</summary>
public sealed record ComeBack(DateTimeOffset At, string By, double? Value) : LifeAction(At, By);

/// <summary>Fresh evidence of what was found late.</summary>
public sealed record Confirm(DateTimeOffset At, string By) : LifeAction(At, By);

/// <summary>The condition lasts with another value; no event.</summary>
public sealed record Renew(DateTimeOffset At, string By, double? Value, double? Limit, string Detail)
    : LifeAction(At, By);

/// <summary>It is told of elsewhere, or no longer judged.</summary>
public sealed record Withdraw(DateTimeOffset At, string By, string Why) : LifeAction(At, By);

public sealed record Acknowledge(DateTimeOffset At, string By, string Note) : LifeAction(At, By);

public sealed record PutOnShelf(DateTimeOffset At, string By, string Reason, DateTimeOffset Until)
    : LifeAction(At, By);

public sealed record TakeOffShelf(DateTimeOffset At, string By) : LifeAction(At, By);

/// <summary>Ends a shelf whose time is over; nothing where it isn't.</summary>
public sealed record EndShelf(DateTimeOffset At, string By) : LifeAction(At, By);

/// <summary>Why an action was refused.</summary>
public enum LifeRefusal
{
    /// <summary>It is history: nothing of it can be changed.</summary>
    Closed,

    /// <summary>Taking off a shelf needs it on one.</summary>
    NotShelved,

    /// <summary>A shelf needs a reason.</summary>
    NoReason,

    /// <summary>A shelf's end lies after now, and at most <see cref="AlarmLife.LongestShelf"/> from it.</summary>
    UntilOutOfRange,
}

/// <summary>What an action came to.</summary>
/// <param name="Event">Null where nothing changed that the ledger keeps.</param>
/// <param name="Notifies">Whether people are told now.</param>
/// <param name="Refusal">Null where it was done, or was done before.</param>
public readonly record struct LifeStep(Alarm Alarm, AlarmEvent? Event, bool Notifies, LifeRefusal? Refusal = null);
