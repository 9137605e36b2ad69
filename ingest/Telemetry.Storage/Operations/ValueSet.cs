using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Telemetry.Storage.Operations;

/// <summary>
/// Named numbers and words that belong together, such as a plant's day or a month's totals. Two sets are equal where
/// their JSON is: names in ordinal order, numbers in their shortest form that reads back the same. A value that can't
/// be computed is there as null, never as 0.
/// </summary>
public sealed class ValueSet : IEquatable<ValueSet>
{
    public static readonly ValueSet Empty = new([]);

    private static readonly JsonWriterOptions Writing = new()
    {
        // District and plant names stay readable; the text is never put into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // double, string or null.
    private readonly ImmutableSortedDictionary<string, object?> _values;

    private ValueSet(IEnumerable<KeyValuePair<string, object?>> values)
    {
        _values = values.ToImmutableSortedDictionary(StringComparer.Ordinal);
        Json = Write();
    }

    /// <summary>One object without white space.</summary>
    public string Json { get; }

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Null where there is none, where it can't be computed, or where it is a word.</summary>
    public double? Number(string name) => _values.GetValueOrDefault(name) as double?;

    /// <summary>Null where there is none or where it is a number.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public ValueSet With(string name, double? value)
    {
        if (value is { } number && !double.IsFinite(number))
            throw new ArgumentException($"{name} is {number}: what can't be computed is null", nameof(value));
        // Zero has no sign here, as in the stores.
        return new ValueSet(_values.SetItem(name, value is { } some ? some + 0.0 : null));
    }

    public ValueSet With(string name, string? text) => new(_values.SetItem(name, text));

    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static ValueSet Of(params IEnumerable<(string Name, double? Value)> values)
    {
        var set = Empty;
        foreach (var (name, value) in values) set = set.With(name, value);
        return set;
    }

    /// <exception cref="JsonException">It is no object of numbers, words and nulls.</exception>
    public static ValueSet Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it is no object");
        return new ValueSet(document.RootElement.EnumerateObject().Select(static member =>
            KeyValuePair.Create<string, object?>(member.Name, member.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Number => member.Value.GetDouble(),
                JsonValueKind.String => member.Value.GetString(),
                _ => throw new JsonException($"{member.Name} is neither a number nor a word"),
            })));
    }

    public bool Equals(ValueSet? other) => other is not null && other.Json == Json;

    public override bool Equals(object? obj) => Equals(obj as ValueSet);

    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Json;

    private string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            json.WriteStartObject();
            foreach (var (name, value) in _values)
            {
                switch (value)
                {
                    case double number:
                        json.WriteNumber(name, number);
                        break;
                    case string text:
                        json.WriteString(name, text);
                        break;
                    default:
                        json.WriteNull(name);
                        break;
                }
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
