using System.Text.Json;

namespace Telemetry.Dashboards.Requests;

/// <summary>JSON that is kept as text, shown as JSON.</summary>
internal static class JsonText
{
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
