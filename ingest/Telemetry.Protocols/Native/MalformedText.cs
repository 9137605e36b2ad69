using System.Text.Json;

namespace Telemetry.Protocols.Native;

/// <summary>What to mend where a payload is not JSON.</summary>
static class MalformedText
{
    public static string Describe(ReadOnlySpan<byte> payload, int at, JsonException notJson)
    {
        if (payload.IsEmpty) return "the payload is empty";
        var rest = payload[Math.Min(at, payload.Length)..].TrimStart(" \t\r\n:,"u8);
        var hint = rest switch
        {
            { IsEmpty: true } => "; it ends too early",
            _ when rest.StartsWith("NaN"u8) || rest.StartsWith("nan"u8)
                || rest.TrimStart((byte)'-').StartsWith("Inf"u8) =>
                "; NaN and infinities are no JSON: leave the key out where there is no value",
            [(byte)'{', ..] => "; several objects belong into an array, separated by commas",
            [(byte)'\'', ..] => "; strings stand in double quotes",
            [0, ..] => "; a zero byte follows the payload",
            _ => "",
        };
        return $"not JSON from byte {at} on: {Reason(notJson)}{hint}";
    }

    // Without the reader's own "LineNumber: 0 | BytePositionInLine: 5.", which counts from another place.
    static string Reason(JsonException notJson)
    {
        var text = notJson.Message;
        var position = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position > 0 ? text[..position] : text;
    }
}
