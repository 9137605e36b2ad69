using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Alarms;

/// <summary>What a rule says of an asset at one moment.</summary>
public enum Verdict
{
    /// <summary>Unknown, or between the limit and its hysteresis: whatever holds goes on, no delay runs.</summary>
    Neither,

    /// <summary>Well inside the limit.</summary>
    Normal,

    /// <summary>The condition is there.</summary>
    Active,

    /// <summary>Another alarm tells of the cause, or the rule is off: nothing of its own is raised.</summary>
    Covered,
}

/// <summary>One rule's view of one asset at one moment, with what people are told.</summary>
public sealed record AlarmSignal(AlarmRule Rule, AlarmAsset Asset, RuleSettings Settings, Verdict Verdict)
{
    /// <summary>As measured, in the unit that the rule's words name; null where it knows states alone.</summary>
    public double? Value { get; init; }

    /// <summary>What the value was held against, in the same unit.</summary>
    public double? Limit { get; init; }

    /// <summary>When the condition began, where the data say so; null: when it was first seen.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The instant that the evidence speaks of: device time of a reading, the end of a day.</summary>
    public required DateTimeOffset EvidenceAt { get; init; }

    /// <summary>What exactly: a state's code, a parameter, a place, a trip; empty where the rule says it all.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whose it is where the asset has no plant; null for the city's.</summary>
    public DistrictId? District { get; init; }

    /// <summary>Whether, while active, it is the cause of others (<see cref="Rules.Causes"/>).</summary>
    public bool Explains { get; init; }

    /// <summary>Whether the evidence is too old to be news.</summary>
    public bool IsLate(DateTimeOffset now) => now - EvidenceAt > Settings.NewsFor;
}
