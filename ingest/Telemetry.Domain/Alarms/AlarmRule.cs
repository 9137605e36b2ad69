namespace Telemetry.Domain.Alarms;

/// <summary>What can be wrong. The wire names are those of <see cref="Registry.WireNames"/>; values are never reused.
/// </summary>
public enum AlarmRule
{
    /// <summary>A flow meter has sent nothing for several of its intervals.</summary>
    MeterSilent,

    /// <summary>Every meter of a plant is silent: its gateway or line, one alarm for all of them.</summary>
    PlantSilent,

    /// <summary>A totaliser stands still while the flow goes on.</summary>
    FrozenTotaliser,

    /// <summary>A plant says of itself that it has a fault.</summary>
    StateFault,

    /// <summary>Today's projected volume is beyond the capacity in force.</summary>
    LoadHigh,

    /// <summary>The mean load of the last seven whole days is beyond the capacity in force.</summary>
    LoadHighWeek,

    /// <summary>A plant in service for a year treats far less than it was built for.</summary>
    LoadLow,

    /// <summary>Water goes by the treatment.</summary>
    BypassRunning,

    /// <summary>A parameter of the effluent is beyond its limit.</summary>
    EffluentOverLimit,

    /// <summary>Influent and effluent of a day don't agree.</summary>
    BalanceOff,

    /// <summary>A rate of the month to date is under its target.</summary>
    RateUnderTarget,

    /// <summary>Too little of a plant's day was measured.</summary>
    CompletenessLow,

    /// <summary>A tracker that should report doesn't.</summary>
    VehicleOffline,

    /// <summary>A tracker reports, without a position that can be used.</summary>
    VehicleNoFix,

    Speeding,

    /// <summary>Faster than the work allows, while working.</summary>
    SpeedingAtWork,

    /// <summary>In a forbidden area, or outside its own.</summary>
    OutOfArea,

    /// <summary>Standing for long where it has no business.</summary>
    LongStop,

    /// <summary>A collected load that no authorised facility has seen.</summary>
    LoadNotDelivered,

    /// <summary>A round behind its time windows.</summary>
    RoundLate,

    /// <summary>Readings wait in a host's spool.</summary>
    SpoolGrowing,

    StoreDown,

    DeadLettersRising,

    /// <summary>A session at the broker is down, or the broker had lost it.</summary>
    SessionLost,

    /// <summary>A host's own clock can't be trusted.</summary>
    ClockOff,

    DiskLow,
}

/// <summary>How soon somebody has to act; by it alarms are sorted and sent.</summary>
public enum AlarmPriority
{
    /// <summary>Within days.</summary>
    Low,

    /// <summary>Within the shift.</summary>
    Medium,

    /// <summary>Within the hour.</summary>
    High,

    /// <summary>At once.</summary>
    Critical,
}
