using System.Text.RegularExpressions;

namespace Telemetry.Architecture.Tests;

/// <summary>The page of proofs names tests that exist: a promise that lost its test shows here.</summary>
public sealed partial class ProofsPage
{
    [Fact]
    public void Every_test_on_the_page_exists()
    {
        var names = SourceTree.Lines("docs/proofs.md").SelectMany(line => Named().Matches(line)).ToList();
        var sources = SourceTree.TextFiles
            .Where(path => path.StartsWith("tests/", StringComparison.Ordinal))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .GroupBy(path => Path.GetFileName(path).Split('.')[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Concat(group.SelectMany(SourceTree.Lines)));

        Assert.InRange(names.Count, 60, int.MaxValue);
        Assert.Empty(names
            .Where(name => !sources.TryGetValue(name.Groups[1].Value, out var source)
                || !source.Contains($" {name.Groups[2].Value}(", StringComparison.Ordinal))
            .Select(name => name.Value));
    }

    [GeneratedRegex(@"`(\w+)\.(\w+_\w+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
