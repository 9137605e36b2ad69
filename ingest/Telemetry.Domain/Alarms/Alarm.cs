using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Alarms;

/// <summary>Where an alarm is in its life (ISA-18.2, with its letters).</summary>
public enum AlarmState
{
    /// <summary>The condition is there and nobody has said that he knows (B).</summary>
    Unacknowledged,

    /// <summary>The condition is there, and somebody takes care of it (C).</summary>
    Acknowledged,

    /// <summary>The condition went before anybody had seen it (D): it stays in the list until somebody has.</summary>
    ClearedUnacknowledged,

    /// <summary>Put aside by somebody, with a reason and until an instant (G), whatever the condition does.</summary>
    Shelved,

    /// <summary>Gone, and known of (A): it is history.</summary>
    Cleared,
}

/// <param name="By">Account, token or program, as the ledger writes it.</param>
public sealed record Acknowledgement(string By, DateTimeOffset At, string Note);

/// <param name="Until">From this instant on the alarm stands in the list again by itself.</param>
public sealed record Shelf(string By, DateTimeOffset At, string Reason, DateTimeOffset Until);

/// <summary>One alarm with all that is known of it. Changed by <see cref="AlarmLife"/> alone.</summary>
public sealed record Alarm
{
    public required AlarmId Id { get; init; }

    public required AlarmRule Rule { get; init; }

    public required AlarmAsset Asset { get; init; }

    /// <summary>When the condition began, by the data where they say so.</summary>
    public required DateTimeOffset Onset { get; init; }

    public required AlarmPriority Priority { get; init; }

    /// <summary>The district that answers for it; null for the city's and for hosts.</summary>
    public DistrictId? District { get; init; }

    /// <summary>Who answers for it (责任单位).</summary>
    public LocalizedName? ResponsibleUnit { get; init; }

    /// <summary>The asset's name at the time, for people.</summary>
    public required LocalizedName Name { get; init; }

    /// <summary>The newest value while the condition lasted; null where the rule knows states alone.</summary>
    public double? Value { get; init; }

    public double? Limit { get; init; }

    /// <summary>What exactly: a state's code, a parameter, a place, a trip.</summary>
    public string Detail { get; init; } = "";

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Whether the condition is there.</summary>
    public bool Active { get; init; } = true;

    /// <summary>
    /// Found in history, back-fill or late data: recorded, and nobody was told. Ends where fresh evidence says the
    /// same.
    /// </summary>
    public bool Late { get; init; }

    /// <summary>When the condition went the last time; null while it is there.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    public Acknowledgement? Acknowledgement { get; init; }

    public Shelf? Shelf { get; init; }

    /// <summary>When it became history; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How often the condition came; more than 1 where it went and came back soon.</summary>
    public int Occurrences { get; init; } = 1;

    public bool IsOpen => ClosedAt is null;

    public AlarmState State =>
        ClosedAt is not null ? AlarmState.Cleared
        : Shelf is not null ? AlarmState.Shelved
        : (Active, Acknowledgement) switch
        {
            (true, null) => AlarmState.Unacknowledged,
            (true, _) => AlarmState.Acknowledged,
            (false, null) => AlarmState.ClearedUnacknowledged,
            _ => AlarmState.Cleared,
        };

    /// <summary>What it is counted with in a flood: its plant, a vehicle's district, its host.</summary>
    public string Group =>
        Asset.Plant is { } plant ? $"plant:{plant}"
        : Asset.Subject == AlarmSubject.Host ? Asset.ToString()
        : District is { } district ? $"district:{district}"
        : "city";
}
