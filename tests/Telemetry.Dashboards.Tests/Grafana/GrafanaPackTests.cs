using System.Text.Json;
using System.Text.RegularExpressions;
using Telemetry.Rig;
using static Telemetry.Dashboards.Tests.Grafana.Dashboard;

namespace Telemetry.Dashboards.Tests.Grafana;

/// <summary>
/// The files of <c>dashboards/grafana</c>: each is what Grafana expects, and each query, with what Grafana puts into
/// it, gives rows of a real InfluxDB.
/// </summary>
public sealed partial class GrafanaPackTests(GrafanaData data) : IClassFixture<GrafanaData>
{
    /// <summary>Grafana 11; a later Grafana brings it up to date by itself.</summary>
    private const int SchemaVersion = 39;

    private static readonly string[] Sources = ["telemetry-readings", "telemetry-derived"];

    /// <summary>Grafana's own unit ids that the pack uses; what it has none for is a <c>suffix:</c>.</summary>
    private static readonly string[] Units =
    [
        "none", "short", "percent", "percentunit", "s", "h", "bytes", "ops", "m3", "lengthm", "lengthkm", "masskg",
        "velocitykmh", "celsius", "pH", "degree",
    ];

    public static TheoryData<string> Everyone => [.. Files];

    public static TheoryData<string, int> EveryPanel
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var file in Files)
            {
                foreach (var panel in Read(file).Panels) all.Add(file, panel.GetProperty("id").GetInt32());
            }
            return all;
        }
    }

    [Fact]
    public void The_pack_has_the_four_dashboards_under_fixed_uids() => Assert.Equal(
        ["telemetry-fleet", "telemetry-host-health", "telemetry-plant-daily", "telemetry-plant-flow"],
        Files.Select(file => Read(file).Uid));

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_dashboard_is_what_grafana_expects(string file)
    {
        var dashboard = Read(file);

        Assert.Equal($"telemetry-{Path.GetFileNameWithoutExtension(file)}", dashboard.Uid);
        Assert.Equal(SchemaVersion, dashboard.Json.GetProperty("schemaVersion").GetInt32());
        Assert.False(dashboard.Json.TryGetProperty("id", out _), "an id is the database's, not the file's");
        Assert.False(dashboard.Json.TryGetProperty("__inputs", out _), "exported for sharing: sources are asked for");
        var ids = dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(dashboard.Panels, panel =>
        {
            Assert.NotEqual("", Text(panel, "title"));
            Assert.NotEqual("", Text(panel, "description"));
        });
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Panels_lie_within_the_grid_and_none_on_another(string file)
    {
        var taken = new HashSet<(int, int)>();
        foreach (var panel in Read(file).Panels)
        {
            var place = panel.GetProperty("gridPos");
            var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            var (w, h) = (place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.InRange(x + w, 1, 24);
            for (var column = x; column < x + w; column++)
            {
                for (var row = y; row < y + h; row++)
                    Assert.True(taken.Add((column, row)), $"{Text(panel, "title")} lies on another panel");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Every_source_is_one_of_the_provisioned_ones(string file)
    {
        var dashboard = Read(file);
        var provisioned = Uid.Matches(File.ReadAllText(
                Repository.File("dashboards", "grafana", "provisioning", "datasources", "telemetry.yaml")))
            .Select(match => match.Groups[1].Value);

        Assert.Equal(Sources, provisioned);
        foreach (var holder in dashboard.Panels.Concat(dashboard.Panels.SelectMany(Targets))
            .Concat(dashboard.Variables))
        {
            var source = holder.GetProperty("datasource");
            Assert.Equal("influxdb", Text(source, "type"));
            Assert.Contains(Text(source, "uid"), Sources);
        }
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Every_value_has_a_unit_that_grafana_knows(string file)
    {
        var dashboard = Read(file);
        var units = dashboard.Panels.Select(panel => Text(panel.GetProperty("fieldConfig").GetProperty("defaults"),
            "unit")).Concat(dashboard.Panels.SelectMany(OverriddenUnits));

        Assert.All(units, unit => Assert.True(
            Units.Contains(unit) || unit.StartsWith("suffix: ", StringComparison.Ordinal), unit));
    }

    [Theory]
    [MemberData(nameof(EveryPanel))]
    public async Task A_panel_shows_rows(string file, int id)
    {
        var dashboard = Read(file);
        var panel = dashboard.Panels.Single(one => one.GetProperty("id").GetInt32() == id);
        var server = await data.ServerAsync();
        var range = Substitution.Parse(
            panel.TryGetProperty("timeFrom", out var own) ? own.GetString()! : dashboard.From);
        var least = Substitution.Parse(panel.TryGetProperty("interval", out var words) ? words.GetString()! : "10s");
        var sut = new Substitution(data.Now, range, least, await ChosenAsync(server, dashboard));

        foreach (var target in Targets(panel))
        {
            Assert.True(target.GetProperty("rawQuery").GetBoolean());
            var query = sut.Apply(Text(target, "query"));
            var rows = await server.RowsAsync(GrafanaData.Database, query);
            Assert.True(rows.Any(HasValue), $"{file}, {Text(panel, "title")}: no row of {query}");
            Assert.DoesNotContain(rows, HasFillValue);
        }
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Refs_of_a_panel_differ_and_tags_of_an_alias_are_grouped_by(string file)
    {
        foreach (var panel in Read(file).Panels)
        {
            var refs = Targets(panel).Select(target => Text(target, "refId")).ToArray();
            Assert.Equal(refs.Distinct(), refs);
            foreach (var target in Targets(panel).Where(target => target.TryGetProperty("alias", out _)))
            {
                foreach (Match tag in Tag.Matches(Text(target, "alias")))
                {
                    var groups = Text(target, "query").Split("GROUP BY")[^1];
                    Assert.Contains($"\"{tag.Groups[1].Value}\"", groups, StringComparison.Ordinal);
                }
            }
        }
    }

    private async Task<Dictionary<string, string[]>> ChosenAsync(InfluxDbServer server, Dashboard dashboard)
    {
        var chosen = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var variable in dashboard.Variables)
        {
            var sut = new Substitution(data.Now, TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), chosen);
            var rows = await server.RowsAsync(GrafanaData.Database, sut.Apply(Text(variable, "query")));
            Assert.NotEmpty(rows);
            chosen[Text(variable, "name")] = [.. rows.Select(row => row[1].GetString()!).Distinct()];
        }
        return chosen;
    }

    private static bool HasValue(JsonElement row) =>
        row.EnumerateArray().Skip(1).Any(value => value.ValueKind != JsonValueKind.Null);

    private static bool HasFillValue(JsonElement row) => row.EnumerateArray().Any(value =>
        value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble()) > 1e15);

    private static IEnumerable<string> OverriddenUnits(JsonElement panel) =>
        panel.GetProperty("fieldConfig").GetProperty("overrides").EnumerateArray()
            .SelectMany(one => one.GetProperty("properties").EnumerateArray())
            .Where(property => Text(property, "id") == "unit").Select(property => Text(property, "value"));

    [GeneratedRegex(@"^\s+uid: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Uid { get; }

    [GeneratedRegex(@"\$tag_(\w+)")]
    private static partial Regex Tag { get; }
}
