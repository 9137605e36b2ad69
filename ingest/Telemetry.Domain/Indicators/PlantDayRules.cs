using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Indicators;

/// <summary>
/// How a plant's day is made: from its meters where the registry names one as treated, else by weight.
/// </summary>
internal static class PlantDayRules
{
    private const double KgPerTonne = 1_000;

    /// <summary>Above three times its capacity a plant is less likely than litres taken for cubic metres.</summary>
    private const double UnitErrorLoad = 3;

    private const double BalanceTolerance = 0.2;

    /// <summary>Two meters are compared on days that both cover nearly whole.</summary>
    private const double BalanceCoverage = 0.9;

    public static PlantDay Compute(
        CityRegistry city, Plant plant, DateOnly day, IReadOnlyList<MeterDay> meters, WeighedDay weighed,
        ComplianceDay compliance)
    {
        var period = plant.CapacityAt(day);
        var treats = period is { Treats: true };
        var required = PlantMeters.Required(plant);
        var treated = MeterSum.Of(required, meters);
        var influent = MeterSum.Of(PlantMeters.Of(plant, MeterRole.Influent), meters);
        var effluent = MeterSum.Of(PlantMeters.Of(plant, MeterRole.Effluent), meters);
        var bypass = MeterSum.Of(PlantMeters.Of(plant, MeterRole.Bypass), meters);
        var arriving = MeterSum.Of(PlantMeters.Arriving(plant), meters);
        var material = plant.Kind == PlantKind.Fecal ? Material.Fecal : Material.Garbage;
        // What trucks bring to a sewage plant is no sewage, and takes no part in its balance.
        var gate = plant.Kind == PlantKind.Sewage
            ? new WeighedSum(null, 0, new Reason(ReasonCode.NoMeter)) : weighed.At(city, plant.Id, material);
        double? gateM3 = gate.Kg is { } kg ? city.Densities.VolumeM3(material, kg) : null;
        var metered = !required.IsEmpty;
        var treatedM3 = metered ? treated.SumM3 : gateM3;
        var known = new PlantDay
        {
            Plant = plant.Id,
            Day = day,
            Kind = plant.Kind,
            State = period?.State,
            TreatedM3 = treatedM3,
            TreatedT = metered ? null : gate.Kg / KgPerTonne,
            ReportedM3 = metered ? treated.ReportedM3 : gateM3 ?? 0,
            Compliance = compliance,
            BypassM3 = bypass.SumM3,
            InfluentM3 = influent.SumM3,
            EffluentM3 = effluent.SumM3,
            WeighedM3 = gateM3,
            GeneratedM3 = treats ? Generated(arriving, bypass) : arriving.ReportedM3 + bypass.ReportedM3,
            CapacityM3 = period?.InForceM3D,
            Completeness = !treats ? 1 : metered ? treated.Coverage : gate.Kg is null ? 0 : 1,
            GeneratedCompleteness = treats ? Math.Min(arriving.Coverage, bypass.Coverage) : 1,
            ReportedGeneratedM3 = arriving.ReportedM3 + bypass.ReportedM3,
            GeneratedMissing = treats ? Named(plant, [.. arriving.Missing, .. bypass.Missing]) : [],
            Missing = treats && metered ? Named(plant, treated.Missing) : [],
            Gaps = GapsOf(plant, day, required, meters),
            TreatedReason = treatedM3 is null
                ? treats ? WhyUntreated(metered, treated, gate) : WhyIdle(period) : Reason.None,
        };
        return known with
        {
            LoadReason = WhyNoLoad(period, known),
            Checks = Check(known, influent, effluent, metered),
        };
    }

    private static ImmutableArray<MissingMeter> Named(Plant plant, ImmutableArray<MeterId> meters) =>
        [.. meters.Select(meter => new MissingMeter(plant.Id, meter))];

    private static double? Generated(MeterSum arriving, MeterSum bypass) =>
        arriving.SumM3 is { } came && bypass.Missing.IsEmpty ? came + (bypass.SumM3 ?? 0) : null;

    private static ImmutableArray<MeterGap> GapsOf(
        Plant plant, DateOnly day, ImmutableArray<Meter> required, IReadOnlyList<MeterDay> meters)
    {
        var gaps = ImmutableArray.CreateBuilder<MeterGap>();
        foreach (var meter in required)
        {
            foreach (var own in meters)
            {
                var volume = own.UndistributedM3;
                if (own.Meter != meter.Id || volume == 0 || !double.IsFinite(volume)) continue;
                gaps.Add(new MeterGap(plant.Id, meter.Id, own.GapFrom ?? day.AddDays(-1), day, volume));
            }
        }
        return gaps.ToImmutable();
    }

    private static Reason WhyUntreated(bool metered, MeterSum treated, WeighedSum gate) =>
        metered ? new Reason(ReasonCode.MeterMissing, treated.Missing[0].Value) : gate.Reason;

    private static Reason WhyIdle(CapacityPeriod? period) => new(period?.State switch
    {
        CapacityState.Planned => ReasonCode.Planned,
        CapacityState.BuiltNotConnected => ReasonCode.NotConnected,
        CapacityState.Suspended => ReasonCode.Suspended,
        _ => ReasonCode.NotRegistered,
    });

    private static Reason WhyNoLoad(CapacityPeriod? period, PlantDay day) =>
        day.Load is not null ? Reason.None
        : !day.Treats ? WhyIdle(period)
        : day.CapacityM3 is null ? new Reason(ReasonCode.CapacityUnknown)
        : day.TreatedReason;

    private static PlantChecks Check(PlantDay day, MeterSum influent, MeterSum effluent, bool metered)
    {
        var checks = PlantChecks.None;
        if (day.Load > UnitErrorLoad) checks |= PlantChecks.UnitError;
        var covered = Math.Min(influent.Coverage, effluent.Coverage) >= BalanceCoverage;
        // A landfill's leachate is no measure of what comes in.
        if (metered && covered && Differ(day.InfluentM3, day.EffluentM3))
            checks |= PlantChecks.InfluentAgainstEffluent;
        if (metered && day.Completeness >= BalanceCoverage && Differ(day.WeighedM3, day.TreatedM3))
            checks |= PlantChecks.WeighedAgainstMetered;
        if (!day.Treats && day.TreatedM3 > 0) checks |= PlantChecks.TreatsWhileNotInService;
        return checks;
    }

    private static bool Differ(double? came, double? went) =>
        came is { } before && went is { } after && Math.Abs(after - before) > BalanceTolerance * Math.Abs(before);
}
