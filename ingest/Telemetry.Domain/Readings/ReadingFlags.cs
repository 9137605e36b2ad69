namespace Telemetry.Domain.Readings;

/// <summary>What is doubtful about a stored reading. A bit set, stored as an integer; bits are never reused.</summary>
[Flags]
public enum ReadingFlags
{
    None = 0,

    /// <summary>The device sent no time; this is the moment of receipt. Outside "counted once".</summary>
    StampedOnReceipt = 1 << 0,

    /// <summary>The registry does not know the asset; accepted by policy.</summary>
    Unregistered = 1 << 1,

    /// <summary>Flow above the meter's full scale × 1.05.</summary>
    OverFullScale = 1 << 2,

    /// <summary>Flow below zero.</summary>
    NegativeFlow = 1 << 3,

    /// <summary>Control characters in a string were replaced.</summary>
    TextCleaned = 1 << 4,

    /// <summary>Received while this host's own clock was not synchronised; no time check was made.</summary>
    HostClockUnsure = 1 << 5,

    /// <summary>A fix at (0, 0): a tracker without satellites.</summary>
    NullIsland = 1 << 6,

    /// <summary>Speed, heading, fuel or another secondary value outside what is possible in the field.</summary>
    Implausible = 1 << 7,

    /// <summary>The totaliser is above the meter's modulus.</summary>
    OverModulus = 1 << 8,

    /// <summary>A quality parameter outside its registered range.</summary>
    OutsideLimits = 1 << 9,

    /// <summary>Gross, tare and net do not agree within 1 kg or 0.5 %.</summary>
    WeightMismatch = 1 << 10,

    /// <summary>The device's clock is off by whole hours: local time sent as UTC.</summary>
    WholeHourSkew = 1 << 11,

    /// <summary>Came out of the dead letters by replay.</summary>
    Replayed = 1 << 12,

    /// <summary>The broker delivered it as a retained message.</summary>
    Retained = 1 << 13,
}
