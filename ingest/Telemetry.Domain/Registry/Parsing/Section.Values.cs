using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Domain.Registry.Parsing;

internal sealed partial class Section
{
    /// <summary>A text that is not blank; null where absent or wrong.</summary>
    public string? Text(string key, bool required = false)
    {
        if (Find(key, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Wrong(key, $"{Quote(value)} is not a text in quotes");
            return null;
        }
        var text = value.GetString()!;
        if (!string.IsNullOrWhiteSpace(text)) return text;
        Wrong(key, "is empty");
        return null;
    }

    /// <summary>An identifier as it may stand in a topic; null where absent or wrong.</summary>
    public string? Id(string key, bool required = false)
    {
        if (Text(key, required) is not { } text) return null;
        if (Identifier.IsValid(text)) return text;
        Wrong(key, $"{Said(text)} is not an identifier: 1 to 64 letters, digits, '.', '_' or '-'");
        return null;
    }

    /// <summary>
    /// A number above <paramref name="above"/> and at most <paramref name="atMost"/>; null where absent or wrong.
    /// </summary>
    public double? Number(
        string key, double above = double.NegativeInfinity, double atMost = double.PositiveInfinity,
        bool required = false)
    {
        if (Find(key, required) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number)
        {
            Wrong(key, $"{Quote(value)} is not a number");
            return null;
        }
        var number = value.GetDouble();
        if (double.IsFinite(number) && number > above && number <= atMost) return number;
        Wrong(key, $"{Quote(value)} is out of range; allowed: {Range(above, atMost)}");
        return null;
    }

    public int? WholeNumber(string key, int least, int most)
    {
        if (Find(key) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least &&
            number <= most)
        {
            return number;
        }
        Wrong(key, string.Create(
            CultureInfo.InvariantCulture, $"{Quote(value)} is not a whole number from {least} to {most}"));
        return null;
    }

    public bool Flag(string key, bool otherwise = false)
    {
        if (Find(key) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Wrong(key, $"{Quote(value)} is neither true nor false");
        return otherwise;
    }

    /// <summary>One of an enumeration's wire names; null where absent or wrong.</summary>
    public T? Choice<T>(string key, bool required = true)
        where T : struct, Enum
    {
        if (Text(key, required) is not { } text) return null;
        if (WireNames.TryParse(text, out T value)) return value;
        Wrong(key, $"{Said(text)} is not known; allowed: {string.Join(", ", WireNames.All<T>())}" +
            Suggestion.For(text, WireNames.All<T>()));
        return null;
    }

    /// <summary>A list of an enumeration's wire names; empty where absent or wrong.</summary>
    public ImmutableArray<T> Choices<T>(string key)
        where T : struct, Enum
    {
        if (Find(key) is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            Wrong(key, $"{Quote(list)} is not a list of any of {string.Join(", ", WireNames.All<T>())}");
            return [];
        }
        var choices = ImmutableArray.CreateBuilder<T>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && WireNames.TryParse(item.GetString()!, out T value) &&
                !choices.Contains(value))
            {
                choices.Add(value);
            }
            else
            {
                Wrong(key, $"{Quote(item)} is not known here, or stands twice; allowed: " +
                    string.Join(", ", WireNames.All<T>()));
            }
        }
        return choices.ToImmutable();
    }

    /// <summary>A text for both languages, or <c>{"en": ..., "zh": ...}</c>.</summary>
    public LocalizedName Name(string key, bool required = true)
    {
        var nameless = new LocalizedName("", "");
        if (Find(key, required) is not { } value) return nameless;
        if (value.ValueKind == JsonValueKind.String) return Text(key) is { } text ? new(text, text) : nameless;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Wrong(key, $"{Quote(value)} is neither a text nor {{\"en\": ..., \"zh\": ...}}");
            return nameless;
        }
        var both = Child(key)!;
        var name = new LocalizedName(both.Text("en", required: true) ?? "", both.Text("zh", required: true) ?? "");
        both.Close();
        return name;
    }

    private static string Range(double above, double atMost)
    {
        var low = above.ToString(CultureInfo.InvariantCulture);
        var high = atMost.ToString(CultureInfo.InvariantCulture);
        if (double.IsPositiveInfinity(atMost)) return double.IsNegativeInfinity(above) ? "any number" : $"above {low}";
        return double.IsNegativeInfinity(above) ? $"at most {high}" : $"above {low}, at most {high}";
    }
}
