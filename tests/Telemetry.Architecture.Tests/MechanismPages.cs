using System.Text.RegularExpressions;

namespace Telemetry.Architecture.Tests;

/// <summary>
/// A page that says which test proves a step, and where in the code it is, is wrong once either is renamed.
/// </summary>
public sealed partial class MechanismPages
{
    private static readonly string[] Pages =
    [
        "docs/how-the-spool-commits.md", "docs/how-acknowledgements-are-ordered.md", "docs/how-a-day-is-computed.md",
        "docs/fleet.md",
    ];

    private static readonly string Sources = string.Join('\n', SourceTree.TextFiles
        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal)
            && !path.StartsWith("tests/Telemetry.Architecture.Tests/", StringComparison.Ordinal))
        .SelectMany(SourceTree.Lines));

    [Fact]
    public void Every_test_and_member_that_a_page_names_is_there()
    {
        var named = Pages.SelectMany(page => SourceTree.Lines(page)).SelectMany(line => Name.Matches(line))
            .Select(match => match.Groups[1].Value).Distinct().ToArray();

        Assert.True(named.Length > 40);
        Assert.All(named.SelectMany(name => name.Split('.')), part => Assert.Matches($@"\b{part}\b", Sources));
    }

    [Fact]
    public void The_architecture_leads_to_each()
    {
        var architecture = string.Join('\n', SourceTree.Lines("ARCHITECTURE.md"));

        Assert.All(Pages, page => Assert.Contains($"({page})", architecture, StringComparison.Ordinal));
    }

    /// <summary>Names of types, members and tests; not of files, folders and commands.</summary>
    [GeneratedRegex(@"`([A-Z]\w+(?:\.[A-Z]\w+)?)`")]
    private static partial Regex Name { get; }
}
