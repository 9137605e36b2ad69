using System.Collections.Frozen;
using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>A sum of weighings, kg.</summary>
/// <param name="Kg">Null where nothing was weighed, or where a weight is unknown.</param>
/// <param name="Reason">Why it is null.</param>
public readonly record struct WeighedSum(double? Kg, int Weighings, Reason Reason)
{
    public static readonly WeighedSum Nothing = new(null, 0, new Reason(ReasonCode.NothingWeighed));
}

/// <summary>
/// What was weighed in the city on one local day. A load counts where it ends: what a transfer station weighs goes on
/// and is weighed again, so it is in no sum of what was collected.
/// </summary>
public sealed class WeighedDay
{
    private readonly FrozenDictionary<(FacilityId, Material), WeighedSum> _byFacility;
    private readonly FrozenDictionary<(DistrictId, Material), WeighedSum> _bySource;
    private readonly FrozenDictionary<Material, WeighedSum> _total;
    private readonly FrozenDictionary<Material, WeighedSum> _unassigned;

    private WeighedDay(CityRegistry city, DateOnly day, IReadOnlyList<WeighingRow> rows)
    {
        Day = day;
        WeighingRow[] ended = [.. rows.Where(r => EndsAt(city, r.Facility))];
        _byFacility = Sums(rows, r => (r.Facility, r.Material));
        _total = Sums(ended, r => r.Material);
        _unassigned = Sums(ended.Where(r => SourceOf(city, r) is null), r => r.Material);
        _bySource = Sums(
            ended.Where(r => SourceOf(city, r) is not null), r => (SourceOf(city, r)!.Value, r.Material));
    }

    public DateOnly Day { get; }

    /// <summary>Nothing is known of the day.</summary>
    public static WeighedDay Empty(CityRegistry city, DateOnly day) => new(city, day, []);

    /// <summary>
    /// Takes the newest row of each (facility, ticket) and keeps those of the day. Give the rows of the days around it
    /// as well, as far as a ticket may be written again.
    /// </summary>
    /// <param name="startMs">Where the local day begins, Unix ms, inclusive.</param>
    /// <param name="endMs">Where it ends, exclusive.</param>
    public static WeighedDay Compute(
        CityRegistry city, DateOnly day, long startMs, long endMs, IEnumerable<WeighingRow> rows) =>
        new(city, day, [.. WeighingRow.Newest(rows).Where(r => startMs <= r.TimeMs && r.TimeMs < endMs)]);

    /// <summary>What one facility weighed, a transfer station too.</summary>
    public WeighedSum At(FacilityId facility, Material material) => Find(_byFacility, (facility, material));

    /// <summary>
    /// What was collected in a district, by the weighing's <c>source</c>, or by the district of its vehicle where it
    /// says none. Nothing from a district while other districts brought something is a known 0.
    /// </summary>
    public WeighedSum From(DistrictId district, Material material)
    {
        var own = Find(_bySource, (district, material));
        if (own.Weighings > 0) return own;
        return _total.ContainsKey(material) ? new WeighedSum(0, 0, Reason.None) : own;
    }

    /// <summary>What was collected in the whole city.</summary>
    public WeighedSum Total(Material material) => Find(_total, material);

    /// <summary>The part of the total that no district could be found for.</summary>
    public WeighedSum Unassigned(Material material) => Find(_unassigned, material);

    /// <summary>What was weighed at the gates of a plant.</summary>
    public WeighedSum At(CityRegistry city, PlantId plant, Material material)
    {
        var gates = Gates(city, plant);
        var (kg, weighings) = (0.0, 0);
        foreach (var gate in gates)
        {
            var sum = At(gate, material);
            if (sum.Weighings == 0) continue;
            if (sum.Kg is null) return sum;
            kg += sum.Kg.Value;
            weighings += sum.Weighings;
        }
        return weighings > 0 ? new WeighedSum(kg, weighings, Reason.None)
            : gates.IsEmpty ? new WeighedSum(null, 0, new Reason(ReasonCode.NoMeter))
            : WeighedSum.Nothing;
    }

    /// <summary>The facilities at which a plant weighs, in the order of their names.</summary>
    public static ImmutableArray<FacilityId> Gates(CityRegistry city, PlantId plant) =>
    [
        .. city.Facilities.Values.Where(f => f.Plant == plant && Ends(f.Kind)).Select(f => f.Id)
            .OrderBy(f => f.Value, StringComparer.Ordinal),
    ];

    private static bool Ends(FacilityKind kind) => kind is not (FacilityKind.TransferStation or FacilityKind.Depot);

    /// <summary>A facility the registry doesn't know any more is taken for an end: its loads were collected.</summary>
    private static bool EndsAt(CityRegistry city, FacilityId facility) =>
        !city.Facilities.TryGetValue(facility, out var found) || Ends(found.Kind);

    private static DistrictId? SourceOf(CityRegistry city, WeighingRow row)
    {
        if (row.Source is { } source && city.Districts.ContainsKey(source)) return source;
        return row.Vehicle is { } id && city.Vehicles.TryGetValue(id, out var vehicle) ? vehicle.District : null;
    }

    private static WeighedSum Find<TKey>(FrozenDictionary<TKey, WeighedSum> sums, TKey key)
        where TKey : notnull => sums.TryGetValue(key, out var sum) ? sum : WeighedSum.Nothing;

    private static FrozenDictionary<TKey, WeighedSum> Sums<TKey>(
        IEnumerable<WeighingRow> rows, Func<WeighingRow, TKey> key)
        where TKey : notnull => rows.GroupBy(key).ToFrozenDictionary(g => g.Key, Sum);

    private static WeighedSum Sum(IEnumerable<WeighingRow> rows)
    {
        var (kg, count) = (0.0, 0);
        var reason = Reason.None;
        foreach (var row in rows)
        {
            count++;
            if (row.KnownKg is { } known) kg += known;
            else if (reason.IsNone) reason = new Reason(ReasonCode.WeightUnknown, row.Ticket);
        }
        return new WeighedSum(reason.IsNone ? kg : null, count, reason);
    }
}
