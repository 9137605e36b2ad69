using Telemetry.Storage.Files;

namespace Telemetry.Storage.Probing;

/// <summary>What a look at the disk under a folder found.</summary>
/// <param name="Folder">The one that was tried: the folder itself, or the nearest above it that exists.</param>
/// <param name="FreeBytes">That this process may still write.</param>
/// <param name="FileSystem">Its kind as the system calls it, such as <c>ext4</c>.</param>
/// <param name="MedianSync">Of 50 appends of 4 KiB, each synced.</param>
/// <param name="SlowSync">Their p99, which of 50 is the slowest.</param>
/// <param name="Trouble">Why it can't be written, in words; null where it can.</param>
public sealed record DiskSighting(
    string Folder, long FreeBytes, string FileSystem, TimeSpan MedianSync, TimeSpan SlowSync, string? Trouble)
{
    private static readonly string[] MemoryKinds = ["tmpfs", "ramfs"];

    private static readonly string[] NetworkKinds =
        ["nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs",
            "afs"];

    /// <summary>In memory: gone with the power.</summary>
    public bool IsMemory => MemoryKinds.Contains(FileSystem, StringComparer.OrdinalIgnoreCase);

    public bool IsNetwork => NetworkKinds.Contains(FileSystem, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Measures a disk with a file of its own, which is gone afterwards.</summary>
public static class DiskProbe
{
    private const int Syncs = 50;
    private const int BytesEach = 4096;

    /// <param name="folder">Tried in the nearest folder above it where it doesn't exist yet: nothing is made.</param>
    /// <param name="files">The disk.</param>
    /// <param name="time">For the measure.</param>
    public static DiskSighting Look(string folder, IFileLayer files, TimeProvider time)
    {
        var tried = Path.GetFullPath(folder);
        while (!Directory.Exists(tried) && Path.GetDirectoryName(tried) is { } above) tried = above;
        try
        {
            var drive = new DriveInfo(tried);
            var syncs = Measure(Path.Combine(tried, $"doctor-{Guid.NewGuid():N}.probe"), files, time);
            return new DiskSighting(
                tried, drive.AvailableFreeSpace, drive.DriveFormat, Rank(syncs, 0.5), Rank(syncs, 0.99), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new DiskSighting(tried, 0, "", TimeSpan.Zero, TimeSpan.Zero, exception.Message);
        }
    }

    /// <summary>The smallest value that is at least as large as the given share of them (nearest rank).</summary>
    internal static TimeSpan Rank(IReadOnlyList<TimeSpan> ascending, double share) =>
        ascending[Math.Clamp((int)Math.Ceiling(share * ascending.Count) - 1, 0, ascending.Count - 1)];

    private static TimeSpan[] Measure(string path, IFileLayer files, TimeProvider time)
    {
        try
        {
            using var file = files.Create(path);
            var block = new byte[BytesEach];
            var took = new TimeSpan[Syncs];
            for (var i = 0; i < Syncs; i++)
            {
                // Appended as the spool does: the new length has to reach the disk as well.
                file.Write(block, (long)i * BytesEach);
                var began = time.GetTimestamp();
                file.Sync();
                took[i] = time.GetElapsedTime(began);
            }
            Array.Sort(took);
            return took;
        }
        finally
        {
            files.Delete(path);
        }
    }
}
