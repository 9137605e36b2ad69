namespace Telemetry.Storage.Spool;

/// <summary>Two hosts on one spool would write over each other.</summary>
public sealed class SpoolInUseException(string folder)
    : IOException($"The spool {folder} is in use by another process");
