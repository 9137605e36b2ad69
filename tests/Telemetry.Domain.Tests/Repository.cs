namespace Telemetry.Domain.Tests;

internal static class Repository
{
    /// <summary>The folder of the solution, above the tests.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telemetry.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no Telemetry.sln above {AppContext.BaseDirectory}");
    }
}
