namespace Telemetry.Host.Derivation;

/// <summary>Event ids 3500 to 3599.</summary>
internal static partial class DeriveLog
{
    [LoggerMessage(3500, LogLevel.Information,
        "This process derives hours, days and rates from here on; {Waiting} partitions are waiting.")]
    public static partial void Leads(ILogger logger, long waiting);

    [LoggerMessage(3501, LogLevel.Information,
        "Another process derives ({Holder}); this one takes over when it stops.")]
    public static partial void StandsBy(ILogger logger, string holder);

    [LoggerMessage(3502, LogLevel.Warning,
        "The lease was lost: this process was away for longer than Telemetry:Derive:Lease, and another may have taken "
        + "over. What was under way is done again by whoever holds it.")]
    public static partial void LeaseLost(ILogger logger);

    [LoggerMessage(3503, LogLevel.Warning,
        "Nothing is derived for now: {Problem}. What changed stays noted and is derived once the store answers.")]
    public static partial void Troubled(ILogger logger, string problem);

    [LoggerMessage(3504, LogLevel.Information, "The derivation goes on.")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(3505, LogLevel.Information,
        "Working off a backlog: {Hours} hours of meters and vehicles and {Days} daily values are left. "
        + "Recent readings go first.")]
    public static partial void Backlog(ILogger logger, long hours, long days);

    [LoggerMessage(3506, LogLevel.Information, "The backlog is worked off.")]
    public static partial void CaughtUp(ILogger logger);

    [LoggerMessage(3507, LogLevel.Information,
        "The reconciliation of {Days} days, of {Vehicles} vehicles among them, found every value as it should be.")]
    public static partial void Reconciled(ILogger logger, int days, int vehicles);

    [LoggerMessage(3508, LogLevel.Error,
        "The reconciliation of {Days} days, of {Vehicles} vehicles among them, found {Differences} values other than "
        + "they should have been ({Kinds}), and has put them right. A change of readings was not told of: likely "
        + "readings written to the store by another program.")]
    public static partial void Differed(ILogger logger, int days, int vehicles, long differences, string kinds);

    [LoggerMessage(3509, LogLevel.Information,
        "Asked to derive {From} to {To} anew: {Partitions} partitions are noted.")]
    public static partial void Asked(ILogger logger, DateOnly from, DateOnly to, long partitions);
}
