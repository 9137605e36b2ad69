namespace Telemetry.Domain.Alarms;

public enum AlarmEventKind
{
    /// <summary>New.</summary>
    Raised,

    /// <summary>Raised from history at first; fresh evidence says that it holds now.</summary>
    Confirmed,

    /// <summary>The condition went.</summary>
    Returned,

    /// <summary>It came back soon: the same alarm, told of already.</summary>
    CameBack,

    /// <summary>Another alarm tells of the cause, the rule was switched off, or its asset is gone.</summary>
    Withdrawn,
    Acknowledged,
    Shelved,
    Unshelved,

    /// <summary>The shelf's time is over.</summary>
    ShelfEnded,
}

/// <summary>One change of an alarm's life, as the ledger keeps it.</summary>
/// <param name="By">Account, token or program.</param>
/// <param name="Why">A note, a reason, or what the rule says; may be empty.</param>
/// <param name="Before">Null for the first.</param>
public sealed record AlarmEvent(
    AlarmId Alarm, AlarmEventKind Kind, DateTimeOffset At, string By, string Why, AlarmState? Before, AlarmState After);
