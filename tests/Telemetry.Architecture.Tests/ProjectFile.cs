using System.Collections.Immutable;
using System.Xml.Linq;

namespace Telemetry.Architecture.Tests;

/// <summary>What a project file says of its neighbours.</summary>
public sealed record ProjectFile(
    string Name, string Path, ImmutableSortedSet<string> Projects, ImmutableSortedSet<string> Packages,
    ImmutableArray<string> InlineVersions)
{
    public bool IsProduct => !Path.StartsWith("tests/", StringComparison.Ordinal);

    public static ProjectFile Read(string path)
    {
        var document = XDocument.Load(System.IO.Path.Combine(SourceTree.Root, path));
        var packages = document.Descendants("PackageReference").ToArray();
        return new ProjectFile(
            System.IO.Path.GetFileNameWithoutExtension(path),
            path,
            [.. document.Descendants("ProjectReference").Select(Include).Select(NameOf)],
            [.. packages.Select(Include)],
            [.. packages.Where(package => package.Attribute("Version") is not null).Select(Include)]);
    }

    private static string Include(XElement element) =>
        element.Attribute("Include")?.Value ?? element.Attribute("Update")?.Value ?? "";

    private static string NameOf(string reference) =>
        System.IO.Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
}
