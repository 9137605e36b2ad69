using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Telemetry.Storage.Files;

namespace Telemetry.Benchmarks.Load;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Line()
    {
        var cpu = Read("/proc/cpuinfo").FirstOrDefault(
            static line => line.StartsWith("model name", StringComparison.Ordinal));
        var memory = Read("/proc/meminfo").FirstOrDefault()?.Split(':')[^1].Trim();
        return string.Create(CultureInfo.InvariantCulture,
            $"{cpu?.Split(':')[^1].Trim()}, {Environment.ProcessorCount} cores, {memory}, "
            + $"{RuntimeInformation.OSDescription}, "
            + $".NET {Environment.Version}");
    }

    public static string LoadAverage() => Read("/proc/loadavg").FirstOrDefault() ?? "unknown";

    private static IEnumerable<string> Read(string path) => File.Exists(path) ? File.ReadLines(path) : [];
}

/// <summary>The disk that spool and stores lie on.</summary>
internal static class Disk
{
    private const int Syncs = 200;

    public static string Line(string folder) => string.Create(CultureInfo.InvariantCulture,
        $"{Path.GetTempPath()} ({FormatOf(folder)}), append 4 KiB + fdatasync p50 {SyncMedian(folder):0.000} ms");

    /// <returns>Why it is none to measure on; null where it is one.</returns>
    public static string? Refusal(string folder)
    {
        var format = FormatOf(folder);
        return format is "tmpfs" or "ramfs"
            ? $"{folder} is {format}, where a sync costs nothing: name a folder on a disk with --folder"
            : null;
    }

    public static string FormatOf(string folder) => new DriveInfo(MountOf(folder)).DriveFormat;

    /// <summary>Median of appending 4 KiB and syncing, milliseconds.</summary>
    public static double SyncMedian(string folder)
    {
        using var file = DiskFiles.Instance.Create(Path.Combine(folder, "sync-probe"));
        var block = new byte[4096];
        var took = new double[Syncs];
        for (var i = 0; i < Syncs; i++)
        {
            var began = Stopwatch.GetTimestamp();
            file.Write(block, (long)i * block.Length);
            file.Sync();
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return Figures.Median(took);
    }

    private static string MountOf(string folder) => DriveInfo.GetDrives()
        .Select(static drive => drive.RootDirectory.FullName)
        .Where(root => folder.StartsWith(root, StringComparison.Ordinal))
        .MaxBy(static root => root.Length) ?? "/";
}
