namespace Telemetry.Rig;

/// <summary>Where the tests' own sources lie.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The folder of recordings beside the repository; the test is skipped where it is absent.</summary>
    public static string RequireRecordings()
    {
        var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));
        if (!Directory.Exists(folder)) throw new SkippedException($"the recordings are not at {folder}");
        return folder;
    }

    /// <summary>Debug or Release: as the tests themselves were built.</summary>
    internal static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Telemetry.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no Telemetry.sln above {AppContext.BaseDirectory}");
    }
}
