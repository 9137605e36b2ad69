using System.Text;
using System.Text.Json;

namespace Telemetry.Protocols.Native;

/// <summary>
/// JSON strings, plain or escaped. The payload was checked to be UTF-8; an escape can still name half of a surrogate
/// pair, which is no text and which the reader answers with an exception.
/// </summary>
static class JsonText
{
    const int ShownBytes = 64;

    public static bool TryGet(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>Without its escapes; empty where they make no text. Allocates only where there are escapes.</summary>
    public static ReadOnlySpan<byte> Bytes(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;
        return TryGet(ref reader, out var text) ? Encoding.UTF8.GetBytes(text) : default;
    }

    /// <summary>A value as a person finds it in the payload, cut off where it is long.</summary>
    public static string Shown(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => $"\"{Cut(reader.ValueSpan)}\"",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Null => "null",
        _ => Cut(reader.ValueSpan),
    };

    public static string Cut(ReadOnlySpan<byte> text) =>
        text.Length <= ShownBytes ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..ShownBytes]) + "…";

    public static bool HasControl(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c)) return true;
        }
        return false;
    }

    /// <summary>Each control character becomes a space.</summary>
    public static string WithoutControls(string text) => string.Create(text.Length, text, static (clean, source) =>
    {
        for (var i = 0; i < clean.Length; i++) clean[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });
}
