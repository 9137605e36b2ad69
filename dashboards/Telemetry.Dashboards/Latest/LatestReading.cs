using System.Text.Json;
using Telemetry.Domain.Live;
using Telemetry.Domain.Readings;

namespace Telemetry.Dashboards.Latest;

/// <summary>The newest values of one asset, from the live board or the store.</summary>
/// <param name="Values">double, long, string or bool by field name; a field without a value is absent.</param>
internal sealed record LatestReading(DateTimeOffset Time, IReadOnlyDictionary<string, object> Values)
{
    private const int LongestName = 64;
    private const int UsualValues = 32;

    private static readonly object True = true;
    private static readonly object False = false;

    // A name that is known is no new string a message.
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Names =
        Measurements.All.SelectMany(static measurement => measurement.Fields).Select(static field => field.Name)
            .Append("ts").Append("state").Append("place").Append("host").Distinct(StringComparer.Ordinal)
            .ToDictionary(static name => name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public double? Number(string field) => Values.GetValueOrDefault(field) switch
    {
        double number => number,
        long number => number,
        _ => null,
    };

    public string? Text(string field) => Values.GetValueOrDefault(field) as string;

    public bool? Truth(string field) => Values.GetValueOrDefault(field) as bool?;

    /// <summary>Null where the message is no object: another program may have published it.</summary>
    public static LatestReading? Of(LiveMessage message)
    {
        try
        {
            var json = new Utf8JsonReader(message.Json.Span);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
            var values = new Dictionary<string, object>(UsualValues, StringComparer.Ordinal);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = NameOf(ref json);
                json.Read();
                if (ValueOf(ref json) is { } value) values[name] = value;
                else json.Skip();
            }
            // Nothing may follow, and the reader says so.
            return json.Read() ? null
                : new LatestReading(DateTimeOffset.FromUnixTimeMilliseconds(message.TimeMs), values);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string NameOf(ref Utf8JsonReader json)
    {
        if (json.HasValueSequence || json.ValueSpan.Length > LongestName) return json.GetString()!;
        Span<char> name = stackalloc char[LongestName];
        var written = json.CopyString(name);
        return Names.TryGetValue(name[..written], out var known) ? known : new string(name[..written]);
    }

    private static object? ValueOf(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Number => json.GetDouble(),
        JsonTokenType.String => json.GetString(),
        JsonTokenType.True => True,
        JsonTokenType.False => False,
        _ => null,
    };
}
