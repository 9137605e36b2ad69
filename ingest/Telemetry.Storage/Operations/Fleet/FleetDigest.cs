using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;

namespace Telemetry.Storage.Operations.Fleet;

/// <summary>
/// 16 hex digits over all that a partition holds: equal where nothing in it differs, so that what is derived again and
/// comes to the same is not written again.
/// </summary>
public static class FleetDigest
{
    public static string Of(VehicleState state) => Of(Encoding.UTF8.GetBytes(state.ToText()));

    public static string Of(VehicleHour hour) =>
        Of(JsonSerializer.SerializeToUtf8Bytes(hour, FleetJson.Default.VehicleHour));

    public static string Of(DerivedLoads day) => Of(JsonSerializer.SerializeToUtf8Bytes(
        day with { Inputs = "" }, FleetJson.Default.DerivedLoads));

    public static string Of(DerivedService day) => Of(JsonSerializer.SerializeToUtf8Bytes(
        day with { Inputs = "" }, FleetJson.Default.DerivedService));

    private static string Of(byte[] said) => Convert.ToHexStringLower(SHA256.HashData(said).AsSpan(0, 8));
}

[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VehicleHour))]
[JsonSerializable(typeof(DerivedLoads))]
[JsonSerializable(typeof(DerivedService))]
[JsonSerializable(typeof(OpenLoad))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class FleetJson : JsonSerializerContext;
