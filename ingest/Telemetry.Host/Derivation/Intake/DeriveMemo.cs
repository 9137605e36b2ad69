using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>What the derivation compares with at its next start; kept beside its cursor.</summary>
/// <param name="Inputs">Versions of registry, algorithm and options with which everything stored was last compared.
/// </param>
/// <param name="Closed">The last local day whose end was noticed.</param>
/// <param name="Reconciled">The local day in which the last reconciliation was done.</param>
/// <param name="HourMs">The hour that ran at the last look, Unix ms; what vehicles send in it waits for its end.
/// </param>
/// <param name="LockedMs">When the newest of the locks was made whose months' vehicle days were noted, Unix ms.</param>
internal sealed record DeriveMemo(
    string Inputs = "", DateOnly? Closed = null, DateOnly? Reconciled = null, long? HourMs = null,
    long? LockedMs = null)
{
    public string Write() => JsonSerializer.Serialize(this, MemoJson.Default.DeriveMemo);

    /// <summary>What can't be read was written by another version: it is as if nothing were known.</summary>
    public static DeriveMemo Read(string text)
    {
        if (text.Length == 0) return new DeriveMemo();
        try
        {
            return JsonSerializer.Deserialize(text, MemoJson.Default.DeriveMemo) ?? new DeriveMemo();
        }
        catch (JsonException)
        {
            return new DeriveMemo();
        }
    }
}

[JsonSerializable(typeof(DeriveMemo))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class MemoJson : JsonSerializerContext;
