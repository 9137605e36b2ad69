using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Fleet.Loads;

/// <summary>A city's loads of one material on a day against the scales. Every weighing is in exactly one sum.</summary>
public sealed record LoadBalance
{
    public required DateOnly Day { get; init; }

    public required Material Material { get; init; }

    /// <summary>All loads of the day, by end and vehicle.</summary>
    public required ImmutableArray<Load> Loads { get; init; }

    /// <summary>Weighed that day and matched to a visit, kg.</summary>
    public required double MatchedKg { get; init; }

    /// <summary>Weighed that day and matched to none, kg.</summary>
    public required double UnmatchedKg { get; init; }

    /// <summary>
    /// What was collected in the city that day, by the scales where loads end, kg; null where unknown.
    /// </summary>
    public required double? CollectedKg { get; init; }

    public required ImmutableArray<UnmatchedWeighing> Unmatched { get; init; }

    /// <summary>Weighings whose weight is unknown: the sums are that much short.</summary>
    public required int WeightsUnknown { get; init; }

    public int Count(LoadEnd end) => Loads.Count(load => load.End == end);

    /// <summary>Loads that should have been delivered and weren't.</summary>
    public IEnumerable<Load> Wanting => Loads.Where(load => load.End != LoadEnd.Delivered);

    /// <param name="vehicles">Of that day; those of other materials are passed over.</param>
    /// <param name="rows">Weighings of the day and of the days around it in which a ticket may come again.</param>
    /// <param name="visits">Of all vehicles, of the day and around it, those that go on as well.</param>
    public static LoadBalance Compute(
        CityRegistry city, LocalDay day, Material material, IEnumerable<VehicleLoads> vehicles,
        IReadOnlyCollection<WeighingRow> rows, IEnumerable<VehicleVisit> visits)
    {
        WeighingRow[] newest = [.. WeighingRow.Newest(rows)];
        var own = newest.Where(r => r.Material == material && day.Contains(r.TimeMs));
        return Of(
            city, day, material, vehicles.Where(v => v.Material == material).SelectMany(v => v.All), newest,
            LoadMatch.Unmatched(city, day.Date, own, visits));
    }

    /// <param name="loads">Of that day and material, those that are still on as well, in any order.</param>
    /// <param name="rows">As above.</param>
    /// <param name="unmatched">Those of the day that belong to no visit; of other materials too.</param>
    public static LoadBalance Of(
        CityRegistry city, LocalDay day, Material material, IEnumerable<Load> loads,
        IReadOnlyCollection<WeighingRow> rows, IEnumerable<UnmatchedWeighing> unmatched)
    {
        WeighingRow[] own =
            [.. WeighingRow.Newest(rows).Where(r => r.Material == material && day.Contains(r.TimeMs))];
        ImmutableArray<UnmatchedWeighing> lost = [.. unmatched.Where(u => u.Row.Material == material)];
        var without = lost.Select(u => Key(u.Row)).ToHashSet();
        return new()
        {
            Day = day.Date,
            Material = material,
            Loads =
            [
                .. loads.OrderBy(load => load.EndMs).ThenBy(load => load.Vehicle.Value, StringComparer.Ordinal),
            ],
            MatchedKg = own.Where(r => !without.Contains(Key(r))).Sum(r => r.KnownKg ?? 0),
            UnmatchedKg = lost.Sum(u => u.Row.KnownKg ?? 0),
            CollectedKg = WeighedDay.Compute(city, day.Date, day.StartMs, day.EndMs, rows).Total(material).Kg,
            Unmatched = lost,
            WeightsUnknown = own.Count(r => r.KnownKg is null),
        };

        static (FacilityId, string, string, long) Key(WeighingRow row) =>
            (row.Facility, row.Scale, row.Ticket, row.TimeMs);
    }
}

/// <summary>What was weighed at a plant's gates against what came in by its meters, m³ of a local day.</summary>
/// <param name="WeighedM3">By the material's density; null where nothing was weighed or a weight is unknown.</param>
/// <param name="InflowM3">As metered; null where unknown.</param>
public sealed record InflowBalance(PlantId Plant, DateOnly Day, double? WeighedM3, double? InflowM3)
{
    /// <summary>More apart than this part of the larger they don't agree.</summary>
    public const double Tolerance = 0.2;

    /// <summary>Inflow less weighed, of the larger of the two; null where either is unknown.</summary>
    public double? Difference => (WeighedM3, InflowM3) is ({ } weighed, { } inflow)
        ? Math.Max(weighed, inflow) > 0 ? (inflow - weighed) / Math.Max(weighed, inflow) : 0
        : null;

    /// <summary>Null where either is unknown.</summary>
    public bool? Agrees => Difference is { } part ? Math.Abs(part) <= Tolerance : null;

    /// <param name="inflowM3">The day's volume of the plant's influent meters.</param>
    public static InflowBalance Compute(CityRegistry city, PlantId plant, WeighedDay weighed, double? inflowM3)
    {
        var material = Material.Fecal;
        var kg = weighed.At(city, plant, material).Kg;
        return new(plant, weighed.Day, kg is { } known ? city.Densities.VolumeM3(material, known) : null, inflowM3);
    }
}
