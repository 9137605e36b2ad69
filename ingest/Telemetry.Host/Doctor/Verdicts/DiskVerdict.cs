using Telemetry.Storage.Probing;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>What a look at the spool's disk means. Pure.</summary>
internal static class DiskVerdict
{
    private const string Settings = "Telemetry:Spool";
    private static readonly TimeSpan SlowSync = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Hesitation = TimeSpan.FromMilliseconds(200);

    /// <summary>No disk and no flash answers faster; memory does.</summary>
    private static readonly TimeSpan TooFast = TimeSpan.FromMicroseconds(10);

    public static IEnumerable<Finding> Of(DiskSighting seen, SpoolOptions options)
    {
        if (seen.Trouble is { } trouble)
        {
            yield return Finding.Failure(
                $"the spool's folder {seen.Folder} can't be written ({trouble})", "nothing can be acknowledged",
                $"give the host's account the folder, or another in {Settings}:Folder");
            yield break;
        }
        yield return OfKind(seen);
        yield return OfRoom(seen, options);
        var sync = $"one fdatasync of 4 KiB takes {Words.Duration(seen.MedianSync)} (median), "
            + $"{Words.Duration(seen.SlowSync)} (p99)";
        if (seen.IsMemory) yield return Finding.Note(sync);
        else if (seen.MedianSync > SlowSync || seen.SlowSync > Hesitation)
        {
            yield return Finding.Warning(
                sync, "every acknowledgement waits for one",
                $"a disk with a protected write cache, or one of its own, in {Settings}:Folder");
        }
        else if (seen.MedianSync < TooFast)
        {
            yield return Finding.Warning(
                sync, "faster than any disk: what is called synced may be in memory alone, and gone with the power",
                "check mount options and the write cache of the disk or of the virtual machine");
        }
        else yield return Finding.Ok(sync);
    }

    private static Finding OfKind(DiskSighting seen)
    {
        var found = $"{seen.Folder} is on {seen.FileSystem}";
        if (seen.IsMemory)
        {
            return Finding.Warning(
                $"{found}, which is memory", "what was acknowledged is gone with the power",
                $"a folder on a disk in {Settings}:Folder");
        }
        return seen.IsNetwork
            ? Finding.Warning(
                $"{found}, a network file system",
                "syncs may lie, locks may not hold, and the network stands before every acknowledgement",
                $"a folder on a local disk in {Settings}:Folder")
            : Finding.Ok(found);
    }

    private static Finding OfRoom(DiskSighting seen, SpoolOptions options)
    {
        var room = seen.FreeBytes - options.MinFreeDisk;
        if (room <= 0)
        {
            return Finding.Failure(
                $"{Words.Bytes(seen.FreeBytes)} are free, less than {Settings}:MinFreeDisk "
                    + $"({Words.Bytes(options.MinFreeDisk)})",
                "the spool counts as full and nothing is acknowledged",
                $"free some, or another disk in {Settings}:Folder");
        }
        var found = $"{Words.Bytes(seen.FreeBytes)} are free; the spool may take "
            + $"{Words.Bytes(Math.Min(room, options.MaxSize))} while the store is away";
        return room < options.MaxSize / 10
            ? Finding.Warning(
                found, $"a tenth of {Settings}:MaxSize ({Words.Bytes(options.MaxSize)}) or less: an outage of the "
                    + $"store fills the disk first",
                $"free some, or another disk in {Settings}:Folder")
            : Finding.Ok(found);
    }
}
