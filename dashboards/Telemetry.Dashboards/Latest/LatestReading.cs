using System.Collections.Immutable;
using System.Text.Json;
using Telemetry.Domain.Live;

namespace Telemetry.Dashboards.Latest;

/// <summary>The newest values of one asset, from the live board or the store.</summary>
/// <param name="Values">double, long, string or bool by field name; a field without a value is absent.</param>
internal sealed record LatestReading(DateTimeOffset Time, IReadOnlyDictionary<string, object> Values)
{
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
            using var document = JsonDocument.Parse(message.Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var values = ImmutableDictionary.CreateBuilder<string, object>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (ValueOf(property.Value) is { } value) values[property.Name] = value;
            }
            return new LatestReading(DateTimeOffset.FromUnixTimeMilliseconds(message.TimeMs), values.ToImmutable());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object? ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
