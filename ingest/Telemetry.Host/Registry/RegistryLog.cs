namespace Telemetry.Host.Registry;

/// <summary>Event ids 3100 to 3149.</summary>
internal static partial class RegistryLog
{
    [LoggerMessage(3100, LogLevel.Information,
        "Registry {Version} read from {Path}: {Plants} plants, {Vehicles} vehicles, {Facilities} facilities, " +
        "{Devices} devices, {Indicators} indicators")]
    public static partial void Loaded(
        this ILogger logger, string version, string path, int plants, int vehicles, int facilities, int devices,
        int indicators);

    [LoggerMessage(3101, LogLevel.Information,
        "Registry {Version} is in force in place of {Previous}: {Path} was changed. Readings from now on are checked " +
        "against {Plants} plants and {Vehicles} vehicles")]
    public static partial void Reloaded(
        this ILogger logger, string version, string previous, string path, int plants, int vehicles);

    [LoggerMessage(3102, LogLevel.Error,
        "The registry {Path} was changed and is refused with {Count} problem(s); registry {Version} stays in force " +
        "until they are mended:{Problems}")]
    public static partial void Refused(this ILogger logger, string path, int count, string version, string problems);

    [LoggerMessage(3103, LogLevel.Information,
        "The registry {Path} is again the version {Version} that is in force; the refused edit is gone")]
    public static partial void Reverted(this ILogger logger, string path, string version);

    [LoggerMessage(3104, LogLevel.Debug,
        "The registry {Path} is still being written; it is looked at again with the next check")]
    public static partial void StillWritten(this ILogger logger, string path);

    [LoggerMessage(3105, LogLevel.Information,
        "Place {Place} was {Outcome} by {Actor}: registry {Version} stands in the file, and what was derived by the " +
        "place as it was is computed anew")]
    public static partial void PlaceEdited(
        this ILogger logger, string place, string outcome, string actor, string version);
}
