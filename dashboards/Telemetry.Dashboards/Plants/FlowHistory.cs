using System.Text.Json.Serialization;

namespace Telemetry.Dashboards.Plants;

/// <summary>
/// A meter's past: <c>buckets</c>, or <c>points</c> where <c>every</c> is <c>raw</c>. A gap stays a gap.
/// </summary>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">Last instant, exclusive.</param>
/// <param name="Every">As asked for or chosen: <c>5m</c>, <c>day</c>, <c>raw</c>.</param>
/// <param name="Buckets">By time; a bucket without a value is left out.</param>
/// <param name="Points">By time, each as stored.</param>
public sealed record FlowHistory(
    string Plant, string Meter, DateTimeOffset From, DateTimeOffset To, string Every,
    IReadOnlyList<FlowBucket>? Buckets,
    IReadOnlyList<FlowPoint>? Points);

/// <param name="Start">Where the bucket begins, in the city's time.</param>
/// <param name="FlowM3H">Of the flow, m³/h.</param>
/// <param name="TotalM3">Of the totaliser, m³.</param>
/// <param name="LevelM">Of the level, m.</param>
public sealed record FlowBucket(
    DateTimeOffset Start, [property: JsonPropertyName("flow_m3h")] BucketFigures? FlowM3H,
    [property: JsonPropertyName("total_m3")] BucketFigures? TotalM3,
    [property: JsonPropertyName("level_m")] BucketFigures? LevelM);

/// <param name="Last">By device time.</param>
/// <param name="Count">Stored points with a value; at least 1.</param>
public sealed record BucketFigures(double Min, double Mean, double Max, double Last, long Count);

/// <param name="Time">Device time, in the city's time.</param>
/// <param name="FlowM3H">m³/h; absent where the device sent none.</param>
/// <param name="TotalM3">Totaliser, m³; absent where the device sent none.</param>
/// <param name="LevelM">m; absent where the device sent none.</param>
/// <param name="Quality">HJ 212 letter.</param>
/// <param name="Flags">What is doubtful about it, a bit set; 0 for nothing.</param>
public sealed record FlowPoint(
    DateTimeOffset Time, [property: JsonPropertyName("flow_m3h")] double? FlowM3H,
    [property: JsonPropertyName("total_m3")] double? TotalM3, [property: JsonPropertyName("level_m")] double? LevelM,
    [property: JsonPropertyName("q")] string? Quality, long Flags);
