namespace Telemetry.Domain.Alarms;

/// <summary>How one rule judges one asset: the rule's defaults, with what the registry says otherwise.</summary>
public sealed record RuleSettings
{
    /// <summary>A rule that is off raises nothing, and what it had raised is withdrawn.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>In the unit of <see cref="RuleDefinition.Unit"/>; 0 where the rule knows states alone.</summary>
    public required double Limit { get; init; }

    /// <summary>How far the value has to be back inside the limit before it counts as normal, in its unit.</summary>
    public required double Hysteresis { get; init; }

    /// <summary>How long the condition has to last before it raises.</summary>
    public required TimeSpan OnDelay { get; init; }

    /// <summary>How long it has to be gone before the alarm returns to normal.</summary>
    public required TimeSpan OffDelay { get; init; }

    /// <summary>What comes back within this time after it went is the same alarm: told of once.</summary>
    public required TimeSpan AgainWithin { get; init; }

    /// <summary>How long after the evaluator's start the rule raises nothing: first everything has to be heard.
    /// </summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>
    /// How old the evidence may be and still be news. What is older (history, back-fill, late data) is recorded, and
    /// nobody is told.
    /// </summary>
    public required TimeSpan NewsFor { get; init; }

    public required AlarmPriority Priority { get; init; }
}

/// <summary>What a rule's limit is counted in.</summary>
public enum LimitUnit
{
    /// <summary>It knows states alone.</summary>
    None,

    /// <summary>Multiples of the reporting interval.</summary>
    Intervals,

    /// <summary>A fraction: 1.1 is 110 %.</summary>
    Fraction,

    /// <summary>m³/h.</summary>
    CubicMetresAnHour,

    /// <summary>km/h.</summary>
    KilometresAnHour,
    Minutes,
    Hours,

    /// <summary>Times the limit that the registry gives for the parameter.</summary>
    Times,

    /// <summary>Each minute.</summary>
    PerMinute,

    /// <summary>Times the target that the registry gives.</summary>
    OfTarget,
}

public enum LimitSide
{
    /// <summary>No value is compared: a state is there or not.</summary>
    State,

    /// <summary>Raises above its limit.</summary>
    Above,

    /// <summary>Raises below its limit.</summary>
    Below,
}

/// <summary>A rule as it is where nobody says otherwise.</summary>
/// <param name="Least">Lowest limit that the registry may give.</param>
/// <param name="Most">Highest limit that it may give.</param>
public sealed record RuleDefinition(
    AlarmRule Rule, AlarmSubject Subject, LimitUnit Unit, LimitSide Side, double Least, double Most,
    RuleSettings Defaults)
{
    /// <summary>
    /// Where the limit stands in the registry, if not with the rule: it then has one place for all that go by it, and
    /// <see cref="RuleSettings.Limit"/> is what is meant where nothing is said there.
    /// </summary>
    public string? LimitStandsIn { get; init; }

    /// <summary>
    /// After so long without being judged any more what it had raised has gone: nobody waits for it. Null where its
    /// assets are judged for as long as they are there.
    /// </summary>
    public TimeSpan? LapsesAfter { get; init; }
}
