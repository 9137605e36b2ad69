using System.Globalization;
using Telemetry.Rig;

namespace Telemetry.Benchmarks.Load.NodeRed;

/// <summary>
/// Node-RED and its InfluxDB nodes, in exactly the versions of <c>peers-node/package-lock.json</c>. Installed when
/// first asked for (about 125 MB under <c>artifacts/</c>), and again only once the lock has changed.
/// </summary>
internal static class NodeRedInstallation
{
    private const int OldestNode = 18;

    private static readonly string[] Files = ["package.json", "package-lock.json", ".npmrc"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Folder { get; } = Repository.File("artifacts", "node-red");

    public static string Program => Path.Combine(Folder, "node_modules", "node-red", "red.js");

    private static string Lock => Path.Combine(Folder, "package-lock.json");

    /// <returns>The path of Node.js. A machine without it, or where npm serves nothing, is told so.</returns>
    public static async Task<string> EnsureAsync(TextWriter output)
    {
        var node = Servers.Require("node");
        await CheckVersionAsync(node);
        if (IsCurrent()) return node;
        var npm = Servers.Require("npm");
        Directory.CreateDirectory(Folder);
        File.Delete(Lock);
        output.WriteLine($"  installing Node-RED with npm ci into {Folder}");
        foreach (var name in Files.Where(static name => name != "package-lock.json"))
            File.Copy(Source(name), Path.Combine(Folder, name), overwrite: true);
        // npm wants the lock beside it; what is there after a failure must not pass for an installation.
        File.Copy(Source("package-lock.json"), Lock);
        try
        {
            // No package here needs its scripts.
            await using var process = ChildProcess.Start(
                npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Folder);
            if (await process.WaitForExitAsync(Patience) != 0)
                throw new SkippedException($"npm ci failed in {Folder}:\n{process.Output}");
        }
        catch
        {
            File.Delete(Lock);
            throw;
        }
        return node;
    }

    private static string Source(string name) => Repository.File("tests", "benchmarks", "peers-node", name);

    private static bool IsCurrent() => File.Exists(Program) && File.Exists(Lock)
        && File.ReadAllBytes(Lock).AsSpan().SequenceEqual(File.ReadAllBytes(Source("package-lock.json")));

    private static async Task CheckVersionAsync(string node)
    {
        await using var process = ChildProcess.Start(node, ["--version"], Path.GetTempPath());
        await process.WaitForExitAsync(TimeSpan.FromSeconds(20));
        var version = process.Output.Trim().TrimStart('v');
        if (!int.TryParse(version.Split('.')[0], CultureInfo.InvariantCulture, out var major) || major < OldestNode)
            throw new SkippedException($"Node.js is {version}, and Node-RED needs {OldestNode} or later");
    }
}
