namespace Telemetry.Domain.Volumes;

/// <summary>
/// What is remarkable about a volume. A bit set, stored as an integer; bits are never reused. What belongs to a segment
/// is said in the hour in which it ends.
/// </summary>
[Flags]
public enum VolumeChecks
{
    None = 0,

    /// <summary>
    /// The totaliser stood still for 15 min or more while the flow says that more than two of its steps went by.
    /// </summary>
    FrozenTotaliser = 1 << 0,

    /// <summary>Totaliser and integral, both of 99 % coverage, differ by more than 2 % and one step.</summary>
    TotaliserAgainstIntegral = 1 << 1,

    /// <summary>The totaliser rose by more than full scale × 1.05 allows: the volume of that gap is unknown.</summary>
    ImplausibleRise = 1 << 2,

    /// <summary>The totaliser fell, and nothing explains it: the volume of that gap is unknown.</summary>
    UnexplainedFall = 1 << 3,

    /// <summary>The totaliser wrapped at its modulus; the difference counts.</summary>
    Wrap = 1 << 4,

    /// <summary>A declared reset, replacement or volume is part of it.</summary>
    Declared = 1 << 5,

    /// <summary>More than three times the plant's capacity: a wrong unit?</summary>
    OverCapacity = 1 << 6,

    /// <summary>A flow above full scale × 1.05 with a good letter is part of the integral.</summary>
    OverFullScale = 1 << 7,

    /// <summary>
    /// So long a gap that the totaliser may have turned once more than can be seen: its volume is unknown.
    /// </summary>
    AmbiguousTurns = 1 << 8,
}
