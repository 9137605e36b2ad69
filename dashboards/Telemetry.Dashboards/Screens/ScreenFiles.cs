using System.Collections.Frozen;

namespace Telemetry.Dashboards.Screens;

/// <summary>The console within this assembly; empty where it was built without Node.</summary>
internal static class ScreenFiles
{
    private const string Prefix = "console/";

    private static readonly FrozenDictionary<string, ScreenFile> Files = Load();

    /// <summary>The page that every screen begins with; null where the console was left out.</summary>
    public static ScreenFile? Index { get; } = Find("index.html");

    /// <summary>Changes with every build that changes anything: open pages learn from it that they are old.</summary>
    public static string? Version => Index?.Hash;

    public static ScreenFile? Find(string path) => Files.GetValueOrDefault(path);

    private static FrozenDictionary<string, ScreenFile> Load()
    {
        var names = typeof(ScreenFiles).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return names
            .Where(name => !IsCopy(name, names))
            .Select(name => new ScreenFile(
                name[Prefix.Length..], Read(name), Copy(name + ".br", names), Copy(name + ".gz", names)))
            .ToFrozenDictionary(file => file.Path, StringComparer.Ordinal);
    }

    private static bool IsCopy(string name, HashSet<string> names) =>
        Path.GetExtension(name) is ".br" or ".gz" && names.Contains(name[..^3]);

    private static byte[]? Copy(string name, HashSet<string> names) => names.Contains(name) ? Read(name) : null;

    private static byte[] Read(string name)
    {
        using var stream = typeof(ScreenFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
