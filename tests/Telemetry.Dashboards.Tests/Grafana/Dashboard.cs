using System.Text.Json;
using Telemetry.Rig;

namespace Telemetry.Dashboards.Tests.Grafana;

/// <summary>A dashboard of the pack, as its file says it.</summary>
internal sealed class Dashboard
{
    private Dashboard(string file, JsonElement json)
    {
        File = file;
        Json = json;
    }

    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory.EnumerateFiles(Repository.File("dashboards", "grafana", "dashboards"), "*.json")
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    public string File { get; }

    public JsonElement Json { get; }

    public string Uid => Json.GetProperty("uid").GetString()!;

    /// <summary>Such as <c>now-6h</c>.</summary>
    public string From => Json.GetProperty("time").GetProperty("from").GetString()!;

    public IReadOnlyList<JsonElement> Panels => [.. Json.GetProperty("panels").EnumerateArray()];

    public IReadOnlyList<JsonElement> Variables =>
        [.. Json.GetProperty("templating").GetProperty("list").EnumerateArray()];

    public static Dashboard Read(string file)
    {
        var text = System.IO.File.ReadAllText(Repository.File("dashboards", "grafana", "dashboards", file));
        using var document = JsonDocument.Parse(text);
        return new Dashboard(file, document.RootElement.Clone());
    }

    public static IReadOnlyList<JsonElement> Targets(JsonElement panel) =>
        [.. panel.GetProperty("targets").EnumerateArray()];

    public static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
