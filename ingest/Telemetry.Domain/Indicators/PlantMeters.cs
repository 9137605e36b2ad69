using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// Which meters make which figure of a plant, in the order of their names, so that a sum is the same every time.
/// </summary>
public static class PlantMeters
{
    /// <summary>
    /// Those whose volume is the plant's treated volume: all of them have to report before a day has a sum, and their
    /// coverage decides when it is final. Empty where what the plant treats is weighed.
    /// </summary>
    public static ImmutableArray<Meter> Required(Plant plant) => Of(plant, m => m.Treated);

    public static ImmutableArray<Meter> Of(Plant plant, MeterRole role) => Of(plant, m => m.Role == role);

    /// <summary>
    /// What measures the sewage that arrives: the influent meters, or, where there are none, those of the treated
    /// volume. A storm overflow leaves before them, so the bypass is added to it.
    /// </summary>
    public static ImmutableArray<Meter> Arriving(Plant plant) =>
        Of(plant, MeterRole.Influent) is { IsEmpty: false } influent ? influent : Required(plant);

    private static ImmutableArray<Meter> Of(Plant plant, Func<Meter, bool> chosen) =>
        [.. plant.Meters.Values.Where(chosen).OrderBy(m => m.Id.Value, StringComparer.Ordinal)];
}

/// <summary>Several meters' day, added up: known only with all of them.</summary>
/// <param name="SumM3">m³; null where a meter is missing, or where there is none to add up.</param>
/// <param name="ReportedM3">m³ of those that reported.</param>
/// <param name="Coverage">The lowest of them, a fraction; 0 where one is missing, 1 where none is needed.</param>
internal readonly record struct MeterSum(
    double? SumM3, double ReportedM3, double Coverage, ImmutableArray<MeterId> Missing)
{
    public static MeterSum Of(ImmutableArray<Meter> meters, IReadOnlyList<MeterDay> days)
    {
        var (sum, coverage) = (0.0, 1.0);
        var missing = ImmutableArray.CreateBuilder<MeterId>();
        foreach (var meter in meters)
        {
            if (Find(days, meter.Id) is { KnownM3: { } volume } day)
            {
                sum += volume;
                coverage = Math.Min(coverage, day.Coverage);
                continue;
            }
            coverage = 0;
            missing.Add(meter.Id);
        }
        return new MeterSum(meters.IsEmpty || missing.Count > 0 ? null : sum, sum, coverage, missing.ToImmutable());
    }

    private static MeterDay? Find(IReadOnlyList<MeterDay> days, MeterId meter)
    {
        foreach (var day in days)
        {
            if (day.Meter == meter) return day;
        }
        return null;
    }
}
