using System.Text.Json;

namespace Telemetry.Storage.Probing;

/// <summary>One row of a short answer of <c>/query</c>: values as text, by column.</summary>
internal sealed class QueryRow(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Empty where there is no such column.</summary>
    public string Text(string column) => values.GetValueOrDefault(column, "");

    /// <summary>What the server says went wrong; null where nothing did.</summary>
    public static string? ErrorOf(string body)
    {
        if (Parse(body) is not { } document) return "the answer is no JSON: something else than InfluxDB listens there";
        using (document)
        {
            if (document.RootElement.TryGetProperty("error", out var whole)) return whole.ToString();
            foreach (var result in Results(document))
            {
                if (result.TryGetProperty("error", out var error)) return error.ToString();
            }
            return null;
        }
    }

    /// <summary>The rows of all series, one after another; empty where there are none.</summary>
    public static IReadOnlyList<QueryRow> ReadAll(string body)
    {
        if (Parse(body) is not { } document) return [];
        using (document)
        {
            var all = Results(document).SelectMany(static result => Items(result, "series"));
            return [.. all.SelectMany(static series =>
            {
                string[] columns = [.. Items(series, "columns").Select(static column => column.ToString())];
                return Items(series, "values").Select(row => new QueryRow(columns
                    .Zip(row.EnumerateArray().Select(Word))
                    .ToDictionary(static cell => cell.First, static cell => cell.Second, StringComparer.Ordinal)));
            })];
        }
    }

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.ToString(),
    };

    private static JsonElement[] Results(JsonDocument document) => Items(document.RootElement, "results");

    private static JsonElement[] Items(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var items)
            && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()] : [];

    private static JsonDocument? Parse(string body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
