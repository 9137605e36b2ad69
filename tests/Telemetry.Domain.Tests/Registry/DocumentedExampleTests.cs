using System.Text;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

/// <summary>What docs/registry.md shows is what the parser takes and says.</summary>
public sealed class DocumentedExampleTests
{
    [Fact]
    public void The_example_of_the_page_is_a_good_registry()
    {
        var result = RegistryFile.Parse(Encoding.UTF8.GetBytes(Block("```jsonc")));

        Assert.Equal("", string.Join('\n', result.Errors));
        Assert.Single(result.Registry!.Plants);
    }

    [Fact]
    public void The_errors_of_the_page_are_those_of_the_parser()
    {
        const StringSplitOptions tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var shown = Block("```text").Split('\n', tidy);

        // The small city's first vehicle and meters are those of the page.
        var errors = new SmallCity()
            .With("plants/0/meters/1/role", "\"efluent\"")
            .With("facilities/1", null)
            .With("vehicles/0/depot", "\"depott\"")
            .With("indicators/0/targets/0/rate", "65")
            .Parse().Errors;

        Assert.Equal(shown[1..], errors.Select(e => e.ToString()));
    }

    private static string Block(string fence)
    {
        var page = CityFiles.Page().ReplaceLineEndings("\n");
        var from = page.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
