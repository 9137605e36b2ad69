using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// What JSON's own grammar lets pass and no string can hold: other encodings, and halves of characters.
/// </summary>
internal static class TextCheck
{
    /// <summary>Where the content stops being UTF-8; null where it never does.</summary>
    public static RegistryError? NotUtf8(ReadOnlySpan<byte> content)
    {
        var (line, column) = (1, 1);
        while (!content.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(content, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return new RegistryError(
                    string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}"),
                    "is not UTF-8; save the file as UTF-8 (was it written as GBK?)");
            }
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + length);
            content = content[length..];
        }
        return null;
    }

    /// <summary>Finds <c>\ud83d</c> and its like, half of a pair, in any value or key.</summary>
    public static void FindHalfCharacters(JsonElement element, string path, Findings findings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (IsWhole(property)) FindHalfCharacters(property.Value, $"{path}.{property.Name}", findings);
                    else findings.Add(path.TrimStart('.'), "has a key with half of a surrogate pair in it");
                }
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
                    FindHalfCharacters(item, itemPath, findings);
                }
                break;
            case JsonValueKind.String when !IsWhole(element):
                findings.Add(path.TrimStart('.'), $"{Section.Quote(element)} has half of a surrogate pair in it");
                break;
        }
    }

    // Asking is the only way to know; JsonElement has no Try for it.
    private static bool IsWhole(JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsWhole(JsonProperty property)
    {
        try
        {
            return property.Name is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
