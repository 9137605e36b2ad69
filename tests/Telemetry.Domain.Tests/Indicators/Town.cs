using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Tests.Registry;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>The small city of the registry's tests, and days of its plants.</summary>
internal static class Town
{
    public static readonly DateOnly June = new(2009, 6, 30);
    public static readonly DateOnly July = new(2009, 7, 1);
    public static readonly DistrictId North = new("north");
    public static readonly DistrictId South = new("south");
    public static readonly PlantId Sewage = new("sewage-1");
    public static readonly PlantId Fecal = new("fecal-1");
    public static readonly FacilityId Gate = new("gate");
    public static readonly MeterId Influent = new("influent");
    public static readonly MeterId Effluent = new("effluent");
    public static readonly MeterId Bypass = new("bypass");
    public static readonly QualityPointId Outlet = new("outlet");

    /// <summary>In service from the first of January, with shares of a quarter and three quarters until July.</summary>
    public static SmallCity InService() =>
        new SmallCity().With("plants/0/capacity/0/state", "\"in_service\"");

    public static CityRegistry Registry(this SmallCity city)
    {
        var parsed = city.Parse();
        Assert.Equal("", string.Join('\n', parsed.Errors));
        return parsed.Registry!;
    }

    public static MeterDay Meter(MeterId meter, double? volume, double coverage = 1) =>
        new(meter, volume, 0, coverage, Valid: volume is not null);

    public static MeterDay[] Meters(double? influent, double? effluent, double? bypass = 0) =>
        [Meter(Influent, influent), Meter(Effluent, effluent), Meter(Bypass, bypass)];

    public static PlantDay Day(
        CityRegistry city, DateOnly day, IReadOnlyList<MeterDay> meters, IReadOnlyList<QualityMean>? means = null) =>
        PlantDay.Compute(city, city.Plants[Sewage], day, meters, WeighedDay.Empty(city, day), means ?? []);

    public static DayFigures Figures(
        CityRegistry city, DateOnly day, IReadOnlyList<MeterDay> meters, DeclaredFigures? declared = null,
        WeighedDay? weighed = null)
    {
        var known = weighed ?? WeighedDay.Empty(city, day);
        var plants = city.Plants.Values.ToDictionary(p => p.Id, p => PlantDay.Compute(
            city, p, day, p.Id == Sewage ? meters : [], known, []));
        return new DayFigures(city, day, plants, known, declared ?? DeclaredFigures.None);
    }

    public static IEnumerable<RateDay> SewageRates(DayFigures figures, DistrictId? scope) =>
        Rates.Compute(figures).Where(r => r.Kind == IndicatorKind.SewageTreatmentRate && r.Scope == scope);

    public static WeighingRow Weighing(
        string ticket, double? netKg, long timeMs, Material material = Material.Fecal, FacilityId? facility = null,
        DistrictId? source = null, VehicleId? vehicle = null) =>
        new(facility ?? Gate, material, "-", ticket, timeMs, null, null, netKg, source, vehicle);
}
