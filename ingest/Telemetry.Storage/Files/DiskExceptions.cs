namespace Telemetry.Storage.Files;

/// <summary>No room on the disk, or none in the quota. Waiting can mend it.</summary>
public sealed class DiskFullException(string path, Exception? inner = null)
    : IOException($"No room on the disk for {path}", inner);

/// <summary>
/// The disk did not do as told. After a failed sync the kernel may have dropped the pages and report success the next
/// time, so nothing is tried again: the process ends, and what was not acknowledged is delivered anew.
/// </summary>
public sealed class DiskFailureException(string what, string path, Exception? inner = null)
    : IOException($"{what} of {path} failed{(inner is null ? "" : ": " + inner.Message)}", inner);
