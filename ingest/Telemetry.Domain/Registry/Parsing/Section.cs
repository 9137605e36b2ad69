using System.Globalization;
using System.Text.Json;

namespace Telemetry.Domain.Registry.Parsing;

/// <summary>
/// One JSON object of the file while it is read. Remembers which keys were asked for, so that what nobody asked for is
/// reported as unknown when it is closed. A wrong value is a finding, and a placeholder goes on in its stead.
/// </summary>
internal sealed partial class Section
{
    private const int LongestQuote = 48;

    private readonly JsonElement _object;
    private readonly List<string> _asked = [];

    private Section(JsonElement element, string path, Findings findings)
    {
        _object = element;
        Path = path;
        Findings = findings;
    }

    /// <summary>Empty for the file's own object.</summary>
    public string Path { get; }

    public Findings Findings { get; }

    public static Section? Open(JsonElement element, string path, Findings findings)
    {
        if (element.ValueKind == JsonValueKind.Object) return new Section(element, path, findings);
        findings.Add(path, $"{Quote(element)} is not an object {{...}}");
        return null;
    }

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public void Wrong(string key, string message) => Findings.Add(PathOf(key), message);

    public bool Has(string key)
    {
        Ask(key);
        return _object.TryGetProperty(key, out _);
    }

    /// <summary>The value; null where it is absent, which is a finding where it is required.</summary>
    public JsonElement? Find(string key, bool required = false)
    {
        Ask(key);
        if (!_object.TryGetProperty(key, out var value))
        {
            if (required) Wrong(key, "is missing");
            return null;
        }
        if (value.ValueKind != JsonValueKind.Null) return value;
        Wrong(key, required ? "is null, but has to be given" : "is null; leave the key out instead");
        return null;
    }

    /// <summary>An object under a key, opened.</summary>
    public Section? Child(string key, bool required = false) =>
        Find(key, required) is { } value ? Open(value, PathOf(key), Findings) : null;

    /// <summary>The objects of an array; none where it is absent.</summary>
    public IEnumerable<Section> Children(string key, bool required = false)
    {
        if (Find(key, required) is not { } list) yield break;
        if (list.ValueKind != JsonValueKind.Array)
        {
            Wrong(key, $"{Quote(list)} is not a list [...]");
            yield break;
        }
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{index++}]");
            if (Open(item, path, Findings) is { } section) yield return section;
        }
    }

    /// <summary>Reports keys that nobody asked for, and keys that stand twice.</summary>
    public void Close()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in _object.EnumerateObject())
        {
            var name = property.Name;
            if (!seen.Add(name))
            {
                Wrong(Shown(name), "stands twice in this object; keep one");
            }
            else if (!_asked.Contains(name))
            {
                var absent = _asked.Where(key => !_object.TryGetProperty(key, out _));
                Wrong(Shown(name), $"is no key here; known: {string.Join(", ", _asked)}" +
                    Suggestion.For(name, absent));
            }
        }
    }

    /// <summary>A value as the file has it, cut where it is long.</summary>
    public static string Quote(JsonElement value) => Clip(value.GetRawText());

    /// <summary>A text in quotes, cut where it is long.</summary>
    public static string Said(string text) => $"\"{Clip(text)}\"";

    private static string Clip(string text) =>
        text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");

    private static string Shown(string key) => key.Length == 0 ? "(empty key)" : Clip(key);

    private void Ask(string key)
    {
        if (!_asked.Contains(key)) _asked.Add(key);
    }
}
