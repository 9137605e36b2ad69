using System.Buffers.Text;
using System.Text.Json;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Native;

/// <summary>
/// Keys of a quality point beyond the declared ones: any number under a valid name is a parameter. A number under a
/// name that cannot be stored rejects the object, as a measured value would be lost; anything else is passed over.
/// </summary>
sealed class OpenParameters(QualityParameters parameters, int maxPerPoint)
{
    // The names this connection has met; bounded as the shared ones are.
    readonly Dictionary<byte[], FieldDefinition> _met = new(Utf8Comparer.Instance);

    /// <param name="reader">At the key's value; left at its end.</param>
    /// <param name="name">The key.</param>
    /// <param name="reading">Takes the value.</param>
    /// <param name="ignored">True where the key was passed over.</param>
    public Fault? Read(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, Reading reading, out bool ignored)
    {
        ignored = false;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return ReadNumber(ref reader, name, reading);
            case JsonTokenType.Null:
                if (Met(name) is { } known) reading.Remove(known);
                return null;
            case JsonTokenType.String when QualityParameters.IsValidName(name) && IsNumber(ref reader):
                return NotANumber(ref reader, JsonText.Cut(name));
            default:
                reader.Skip();
                ignored = true;
                return null;
        }
    }

    /// <summary>What is wrong with a value that should be a number and isn't.</summary>
    public static Fault NotANumber(ref Utf8JsonReader reader, string key)
    {
        if (reader.TokenType is not JsonTokenType.String)
            return Fault.Schema(key, JsonText.Shown(ref reader), "a number");
        var text = JsonText.Bytes(ref reader);
        if (IsNotFinite(text))
        {
            return new Fault(
                RejectReason.OutOfRange,
                $"'{key}' is {JsonText.Shown(ref reader)}, allowed is a finite number; leave the key out where there "
                + $"is none");
        }
        return IsNumber(ref reader)
            ? Fault.Schema(key, JsonText.Shown(ref reader), $"a number without quotes: {JsonText.Cut(text)}")
            : Fault.Schema(key, JsonText.Shown(ref reader), "a number");
    }

    Fault? ReadNumber(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, Reading reading)
    {
        var field = Met(name);
        if (field is null)
        {
            if (QualityParameters.IsReserved(name))
                return Fault.Schema($"'{JsonText.Cut(name)}' is a reserved name and can be no quality parameter");
            if (!QualityParameters.IsValidName(name))
            {
                return Fault.Schema(
                    $"'{JsonText.Cut(name)}' can be no quality parameter: allowed are a to z, 0 to 9 and '_', 1 to "
                    + $"{QualityParameters.MaxNameLength} of them");
            }
            field = parameters.Find(name);
            if (field is null)
            {
                return Fault.Schema(
                    $"'{JsonText.Cut(name)}' would be a further quality parameter, and this host takes "
                    + $"{parameters.Limit} different ones");
            }
            _met.Add(name.ToArray(), field);
        }
        reading.Set(field, NumberText.Parse(reader.ValueSpan));
        return reading.Fields.Length > maxPerPoint
            ? Fault.Schema($"more than {maxPerPoint} quality parameters in one object")
            : null;
    }

    FieldDefinition? Met(ReadOnlySpan<byte> name) =>
        _met.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var field) ? field : null;

    static bool IsNumber(ref Utf8JsonReader reader)
    {
        var text = JsonText.Bytes(ref reader);
        return IsNotFinite(text)
            || (Utf8Parser.TryParse(text, out double _, out var consumed) && consumed == text.Length);
    }

    static bool IsNotFinite(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        return Is(text, "nan"u8) || Is(text, "inf"u8) || Is(text, "infinity"u8);

        static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
            System.Text.Ascii.EqualsIgnoreCase(text, word);
    }
}
