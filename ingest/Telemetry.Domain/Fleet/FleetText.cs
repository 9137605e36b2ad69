using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Telemetry.Domain.Fleet.Loads;

namespace Telemetry.Domain.Fleet;

/// <summary>States as one line of JSON: the same state is always the same text.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VehicleState))]
[JsonSerializable(typeof(OpenLoad))]
internal sealed partial class FleetText : JsonSerializerContext
{
    /// <summary>Null where the text is empty, no JSON, or of another version of the algorithm.</summary>
    public static T? Parse<T>(string? text, JsonTypeInfo<T> type)
        where T : class
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
