using System.Globalization;
using System.Text.Json;

namespace Telemetry.Mqtt.Live;

/// <summary>The two keys of a live message that its transport must know.</summary>
internal static class LiveJson
{
    /// <summary>
    /// <c>ts</c> as Unix ms (a number, or RFC 3339 text) and whether <c>state</c> is <c>offline</c>, both at the top
    /// level.
    /// </summary>
    /// <returns>False where it isn't a JSON object with such a <c>ts</c>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out long tsMs, out bool offline)
    {
        tsMs = 0;
        offline = false;
        var found = false;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isTs = reader.ValueTextEquals("ts"u8);
                var isState = reader.ValueTextEquals("state"u8);
                reader.Read();
                if (isTs) found = TryTime(ref reader, out tsMs);
                else if (isState) offline = reader.TokenType == JsonTokenType.String
                    && reader.ValueTextEquals("offline"u8);
                else reader.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return found;
    }

    private static bool TryTime(ref Utf8JsonReader reader, out long tsMs)
    {
        tsMs = 0;
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt64(out tsMs);
        if (reader.TokenType != JsonTokenType.String
            || !DateTimeOffset.TryParse(
                reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return false;
        tsMs = time.ToUnixTimeMilliseconds();
        return true;
    }
}
