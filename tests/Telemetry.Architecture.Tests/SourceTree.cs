using Telemetry.Rig;

namespace Telemetry.Architecture.Tests;

/// <summary>The repository's own files, as a fresh clone has them.</summary>
public static class SourceTree
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".idea", "bin", "obj", "artifacts", "data", "node_modules", "TestResults",
        "BenchmarkDotNet.Artifacts",
    };

    private static readonly HashSet<string> TextExtensions = new(StringComparer.Ordinal)
    {
        "", ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".jsonc", ".md", ".txt", ".config", ".conf", ".sh",
        ".service", ".yml", ".yaml", ".js", ".ts", ".css", ".html", ".svg", ".py", ".ino", ".example", ".editorconfig",
        ".gitignore", ".gitattributes",
    };

    public static string Root => Repository.Root;

    /// <summary>Every text file, relative to the root, with <c>/</c>.</summary>
    public static IReadOnlyList<string> TextFiles { get; } =
        [.. Walk(Root).Where(path => TextExtensions.Contains(Path.GetExtension(path))).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. TextFiles.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Select(ProjectFile.Read)];

    /// <summary>C# of the product, which is everything outside <c>tests/</c>.</summary>
    public static IReadOnlyList<string> ProductSources { get; } =
        [.. TextFiles.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)
            && !path.StartsWith("tests/", StringComparison.Ordinal))];

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static ProjectFile Project(string name) => Projects.Single(project => project.Name == name);

    /// <summary>The room a source file lies in: the name of its project's folder.</summary>
    public static string RoomOf(string path) => path.Split('/') is [_, var room, _, ..] ? room : "";

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (Skipped.Contains(entry.Name)) continue;
            if (entry is DirectoryInfo)
            {
                foreach (var file in Walk(entry.FullName)) yield return file;
            }
            else
            {
                yield return Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');
            }
        }
    }
}
