using System.Text.Json.Serialization;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Plants;

/// <summary>Every plant of the registry, and those that send without being in it.</summary>
/// <param name="Version">Of the registry.</param>
/// <param name="TimeZone">The city's, as in the tz database.</param>
/// <param name="Incomplete">Why older readings may be missing; absent where none are.</param>
public sealed record PlantList(
    LocalizedName City, string TimeZone, string Version, IReadOnlyList<PlantView> Plants, string? Incomplete);

/// <param name="Id">As in topics.</param>
/// <param name="Registered">False where the registry does not know it; then only what it sent is here.</param>
/// <param name="Name">In both languages; absent where unregistered.</param>
/// <param name="Capacity">The period in force today; absent where none is.</param>
/// <param name="State">The last state it reported; absent where it never did.</param>
public sealed record PlantView(
    string Id, bool Registered, LocalizedName? Name, PlantKind? Kind, string? District, CapacityView? Capacity,
    GeoPoint? Location, PlantStateView? State, IReadOnlyList<MeterView> Meters);

/// <param name="From">First local day of the period.</param>
/// <param name="DesignM3D">Cubic metres a day; absent where it was never given.</param>
public sealed record CapacityView(
    DateOnly From, CapacityState State, [property: JsonPropertyName("design_m3d")] double? DesignM3D, string? Note);

/// <param name="Time">When the plant said so, in the city's time.</param>
/// <param name="AgeSeconds">Since then.</param>
/// <param name="State"><c>running</c>, <c>standby</c>, <c>stopped</c>, <c>maintenance</c> or <c>fault</c>.</param>
/// <param name="Stale">True after 25 hours without a word.</param>
public sealed record PlantStateView(
    DateTimeOffset Time, double AgeSeconds, bool Stale, string? State, string? Code, string? Message);

/// <param name="Treated">True where its volume is the plant's treated volume; several of them are added up.</param>
/// <param name="FullScaleM3H">Flow at full scale, m³/h; absent where unknown.</param>
/// <param name="IntervalSeconds">How often it reports; absent where unregistered.</param>
/// <param name="StaleAfterSeconds">Three intervals.</param>
/// <param name="Latest">Absent where it never sent.</param>
public sealed record MeterView(
    string Id, bool Registered, LocalizedName? Name, MeterRole? Role, bool Treated,
    [property: JsonPropertyName("full_scale_m3h")] double? FullScaleM3H, double? IntervalSeconds,
    double StaleAfterSeconds,
    FlowReadingView? Latest);

/// <param name="Time">Device time, in the city's time.</param>
/// <param name="AgeSeconds">Since then; negative where the device's clock is ahead.</param>
/// <param name="Stale">Older than the meter's <c>stale_after_seconds</c>.</param>
/// <param name="FlowM3H">m³/h; absent where the device sent none.</param>
/// <param name="TotalM3">Totaliser, m³; absent where the device sent none.</param>
/// <param name="LevelM">m; absent where the device sent none.</param>
/// <param name="Quality">
/// HJ 212 letter: N normal, F stopped, M maintenance, S manual, D fault, C calibration, T over range, B communication
/// fault.
/// </param>
/// <param name="Flags">What is doubtful about it, a bit set; 0 for nothing.</param>
public sealed record FlowReadingView(
    DateTimeOffset Time, double AgeSeconds, bool Stale,
    [property: JsonPropertyName("flow_m3h")] double? FlowM3H, [property: JsonPropertyName("total_m3")] double? TotalM3,
    [property: JsonPropertyName("level_m")] double? LevelM, [property: JsonPropertyName("q")] string? Quality,
    long Flags);
