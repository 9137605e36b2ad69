using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Plants;

/// <param name="Points">By id: those of the registry, and those that send without being in it.</param>
public sealed record PlantQuality(string Plant, IReadOnlyList<QualityPointView> Points);

/// <param name="Registered">False where the registry does not know it; then only what it sent is here.</param>
/// <param name="Latest">When it last sent, in the city's time; absent where it never did.</param>
/// <param name="Quality">HJ 212 letter of its newest reading.</param>
/// <param name="Parameters">Those with a limit, and those of its newest reading, by name.</param>
public sealed record QualityPointView(
    string Id, bool Registered, LocalizedName? Name, MeterRole? Role, DateTimeOffset? Latest, double? AgeSeconds,
    string? Quality, IReadOnlyList<QualityParameterView> Parameters);

/// <param name="Id">As on the wire, its unit in the name: <c>cod_mgl</c>.</param>
/// <param name="Value">Of the newest reading; absent where it did not bring one.</param>
/// <param name="Min">Lowest allowed value, inclusive; absent for none.</param>
/// <param name="Max">Highest allowed value, inclusive; absent for none.</param>
public sealed record QualityParameterView(string Id, double? Value, double? Min, double? Max);

/// <summary>The past of a point's parameters. A gap stays a gap.</summary>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">Last instant, exclusive.</param>
/// <param name="Every">As asked for or chosen: <c>5m</c>, <c>day</c>.</param>
/// <param name="Parameters">One that has nothing in the range has no buckets.</param>
public sealed record QualityHistory(
    string Plant, string Point, DateTimeOffset From, DateTimeOffset To, string Every,
    IReadOnlyList<ParameterHistory> Parameters);

/// <param name="Buckets">By time; a bucket without a value is left out.</param>
public sealed record ParameterHistory(string Parameter, IReadOnlyList<ValueBucket> Buckets);

/// <param name="Start">Where the bucket begins, in the city's time.</param>
/// <param name="Last">By device time.</param>
/// <param name="Count">Stored points with a value; at least 1.</param>
public sealed record ValueBucket(DateTimeOffset Start, double Min, double Mean, double Max, double Last, long Count);
