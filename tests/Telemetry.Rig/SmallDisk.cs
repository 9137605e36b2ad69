using System.Globalization;

namespace Telemetry.Rig;

/// <summary>
/// A disk in memory of a few megabytes, for one host to fill. It is mounted in a namespace of the host's own, so it is
/// gone with the host, however that ends; this process sees it by way of <c>/proc</c>.
/// </summary>
public sealed class SmallDisk
{
    private const string Script = """
        folder=$1 options=$2; shift 2
        mkdir -p "$folder" && mount -t tmpfs -o "$options" tmpfs "$folder" && exec "$@"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string[] _unshare;
    private readonly string _options;

    private SmallDisk(string[] unshare, string options) => (_unshare, _options) = (unshare, options);

    /// <summary>
    /// The test is skipped where this process may mount nothing: neither as root nor in a user namespace.
    /// </summary>
    public static async Task<SmallDisk> RequireAsync(long bytes, bool isReadOnly = false)
    {
        var options = string.Create(CultureInfo.InvariantCulture, $"size={bytes},{(isReadOnly ? "ro" : "rw")}");
        var program = Servers.Require("unshare");
        foreach (var how in new[] { "--mount", "--map-root-user --mount" })
        {
            var disk = new SmallDisk([program, .. how.Split(' ')], options);
            if (await disk.MountsAsync()) return disk;
        }
        Servers.Unavailable("no tmpfs may be mounted here: neither as root nor with unshare --map-root-user --mount");
        throw new InvalidOperationException("unreachable");
    }

    /// <summary>Where another process sees a path of the host's.</summary>
    public static string Seen(int processId, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/root{path}");

    /// <summary>
    /// What to put before a program so that it finds the disk at a folder, relative to its working folder.
    /// </summary>
    internal IEnumerable<string> Before(string folder) =>
        [.. _unshare, "/bin/sh", "-c", Script, "sh", folder, _options];

    private async Task<bool> MountsAsync()
    {
        using var folder = new TempFolder("mount");
        var command = Before("disk").Append("true").ToArray();
        await using var process = ChildProcess.Start(command[0], command[1..], folder.Path);
        return await process.WaitForExitAsync(Patience) == 0;
    }
}
