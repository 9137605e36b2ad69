using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Storage.Operations.Published;

/// <summary>
/// Whose value: <c>plant:ID</c>, <c>meter:PLANT/METER</c>, <c>indicator:ID/DISTRICT/BASIS</c>, with the district
/// <c>city</c> for the whole, <c>vehicle:ID</c>, <c>loads:MATERIAL</c> or <c>inflow:PLANT</c>.
/// </summary>
public readonly record struct ValueSubject
{
    private readonly string _text;

    private ValueSubject(string text) => _text = text;

    public static ValueSubject Of(PlantId plant) => new($"plant:{plant}");

    public static ValueSubject Of(PlantId plant, MeterId meter) => new($"meter:{plant}/{meter}");

    /// <param name="district">Null for the city.</param>
    /// <param name="basis">As in the tag of the rate's series.</param>
    public static ValueSubject OfIndicator(string indicator, DistrictId? district, string basis) =>
        new($"indicator:{indicator}/{district?.Value ?? "city"}/{basis}");

    public static ValueSubject Of(VehicleId vehicle) => new($"vehicle:{vehicle}");

    public static ValueSubject OfLoads(Material material) => new($"loads:{WireNames.Of(material)}");

    public static ValueSubject OfInflow(PlantId plant) => new($"inflow:{plant}");

    public override string ToString() => _text ?? "";

    internal static ValueSubject Parse(string text) => new(text);
}
