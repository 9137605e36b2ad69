namespace Telemetry.Architecture.Tests;

public sealed class WhoMayKnowWhom
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Telemetry.Domain"] = [],
        ["Telemetry.Protocols"] = ["Telemetry.Domain"],
        ["Telemetry.Storage"] = ["Telemetry.Domain"],
        ["Telemetry.Mqtt"] = ["Telemetry.Domain"],
        ["Telemetry.Dashboards"] = ["Telemetry.Domain", "Telemetry.Storage"],
        ["Telemetry.Simulators"] = ["Telemetry.Domain"],
        ["Telemetry.Host"] =
        [
            "Telemetry.Dashboards", "Telemetry.Domain", "Telemetry.Mqtt", "Telemetry.Protocols", "Telemetry.Simulators",
            "Telemetry.Storage",
        ],
    };

    /// <summary>Packages that belong to a room, by the beginning of their name.</summary>
    public static TheoryData<string, string[]> PackageOwners => new()
    {
        { "MQTTnet", ["Telemetry.Mqtt", "Telemetry.Simulators"] },
        { "Polly", ["Telemetry.Storage"] },
        { "MailKit", ["Telemetry.Storage"] },
        { "Microsoft.Data.Sqlite", ["Telemetry.Storage"] },
        { "Microsoft.EntityFrameworkCore", ["Telemetry.Storage"] },
        { "MiniExcel", ["Telemetry.Dashboards"] },
        { "NetTopologySuite", ["Telemetry.Domain"] },
        { "OpenTelemetry", ["Telemetry.Host"] },
        { "Microsoft.AspNetCore", ["Telemetry.Dashboards", "Telemetry.Host"] },
        { "Spectre.Console", ["Telemetry.Host", "Telemetry.Simulators"] },
    };

    [Fact]
    public void Every_product_project_is_a_known_room()
    {
        var rooms = SourceTree.Projects.Where(project => project.IsProduct).Select(project => project.Name);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), rooms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_room_references_only_the_rooms_it_may_know()
    {
        var trespasses = SourceTree.Projects
            .Where(project => project.IsProduct)
            .SelectMany(project => project.Projects.Except(Allowed[project.Name]).Select(
                other => $"{project.Name} -> {other}"));

        Assert.Empty(trespasses);
    }

    [Fact]
    public void No_product_project_references_a_test_project()
    {
        var tests = SourceTree.Projects.Where(project => !project.IsProduct).Select(project => project.Name)
            .ToHashSet();

        Assert.DoesNotContain(
            SourceTree.Projects.Where(project => project.IsProduct).SelectMany(project => project.Projects),
            tests.Contains);
    }

    [Theory]
    [MemberData(nameof(PackageOwners))]
    public void A_package_with_an_owner_is_referenced_by_it_alone(string package, string[] owners)
    {
        var trespasses = SourceTree.Projects
            .Where(project => project.IsProduct && !owners.Contains(project.Name))
            .SelectMany(project => project.Packages
                .Where(name => name.StartsWith(package, StringComparison.Ordinal))
                .Select(name => $"{project.Name} -> {name}"));

        Assert.Empty(trespasses);
    }

    [Fact]
    public void Domain_has_geometry_and_no_other_package()
    {
        Assert.DoesNotContain(
            SourceTree.Project("Telemetry.Domain").Packages,
            package => !package.StartsWith("NetTopologySuite", StringComparison.Ordinal));
    }

    [Fact]
    public void Package_versions_stand_in_one_file()
    {
        Assert.Empty(SourceTree.Projects.SelectMany(
            project => project.InlineVersions.Select(package => $"{project.Path}: {package}")));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(SourceTree.Root, "Telemetry.sln")).Replace('\\', '/');

        Assert.All(SourceTree.Projects, project => Assert.Contains(project.Path, solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_room_has_tests_of_its_own()
    {
        var projects = SourceTree.Projects.Select(project => project.Name).ToHashSet();

        Assert.All(Allowed.Keys, room => Assert.Contains(room + ".Tests", projects));
    }
}
