using System.Text.Json;

namespace Telemetry.Storage.Operations.Declared.Forms;

/// <summary>The fields of one row or object, by name, as text. What is absent or empty isn't there.</summary>
internal static class FieldTexts
{
    /// <summary>Of a JSON object: numbers as written; what is neither word nor number as its raw text.</summary>
    public static Dictionary<string, string> Of(JsonElement json)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            var text = member.Value.ValueKind == JsonValueKind.String
                ? member.Value.GetString()!.Trim()
                : member.Value.GetRawText();
            if (text.Length > 0) texts[member.Name] = text;
        }
        return texts;
    }
}
