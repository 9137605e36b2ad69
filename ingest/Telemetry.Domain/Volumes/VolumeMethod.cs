namespace Telemetry.Domain.Volumes;

public enum VolumeMethod
{
    /// <summary>Differences of the totaliser.</summary>
    Totaliser,

    /// <summary>Trapezoids over the flow.</summary>
    Integral,

    /// <summary>Nothing was measured; the volume is what was declared.</summary>
    Declared,
}

/// <summary>
/// Why there is no volume; unknown is not zero. From the least to the most telling: a day says the last of its hours'.
/// </summary>
public enum NoVolume
{
    /// <summary>Not one reading.</summary>
    NoReadings,

    /// <summary>Readings, but none whose letter and fields let it count by the method in force.</summary>
    NoValidReading,

    /// <summary>Readings too far from each other to share anything out.</summary>
    NoSegment,

    /// <summary>All that was measured is the volume of a gap that began before.</summary>
    Undistributed,

    /// <summary>The totaliser fell or rose beyond explanation, and nothing else was measured.</summary>
    UnknownGap,
}
