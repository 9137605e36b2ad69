using System.Reflection;
using Telemetry.Host.Options;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Options;

/// <summary>A setting that no page names does not exist for its users; one that only a page names is a trap.</summary>
public sealed class SettingsPageTests
{
    /// <summary>Follows from <c>Telemetry:Ingest:TopicRoot</c>, so it is not the users' to set.</summary>
    private static readonly string[] NotForUsers = ["Telemetry:Mqtt:TopicRoot"];

    [Fact]
    public void Every_setting_stands_on_the_page_of_its_section()
    {
        var page = Sections(File.ReadAllText(Repository.File("docs", "settings.md")));
        var influx = File.ReadAllText(Repository.File("docs", "influxdb.md"));
        var sqlite = File.ReadAllText(Repository.File("docs", "sqlite.md"));

        var missing = Settings(typeof(TelemetryOptions), "Telemetry").Except(NotForUsers).Where(path =>
        {
            var (section, name) = (path[..path.LastIndexOf(':')], path[(path.LastIndexOf(':') + 1)..]);
            var text = section switch
            {
                "Telemetry:Store:InfluxDb" => influx,
                "Telemetry:Store:Sqlite" => sqlite,
                _ => page.GetValueOrDefault(section, ""),
            };
            // With a colon where it is a table of its own: `Retention:<measurement>`.
            return !text.Contains($"`{name}`", StringComparison.Ordinal)
                && !text.Contains($"`{name}:", StringComparison.Ordinal);
        });

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_setting_of_the_page_exists()
    {
        var known = Settings(typeof(TelemetryOptions), "Telemetry").ToHashSet(StringComparer.Ordinal);

        var named = Sections(File.ReadAllText(Repository.File("docs", "settings.md"))).SelectMany(section =>
            section.Value.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => $"{section.Key}:{line.Split('`')[1]}")).ToArray();

        Assert.True(named.Length > 50, $"only {named.Length} settings found on the page");
        Assert.Empty(named.Except(known));
    }

    private static Dictionary<string, string> Sections(string page) => page.Split("\n## `").Skip(1)
        .ToDictionary(part => part[..part.IndexOf('`', StringComparison.Ordinal)], StringComparer.Ordinal);

    private static IEnumerable<string> Settings(Type type, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var own = $"{path}:{property.Name}";
            if (property.PropertyType is { IsClass: true } section && section != typeof(string)
                && section.Assembly != typeof(string).Assembly
                && section != typeof(Uri))
            {
                if (property.CanWrite) foreach (var inner in Settings(section, own)) yield return inner;
            }
            else if (property.CanWrite || property.PropertyType.IsGenericType)
            {
                yield return own;
            }
        }
    }
}
