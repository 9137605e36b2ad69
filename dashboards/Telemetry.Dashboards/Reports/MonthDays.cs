using System.Collections.Immutable;
using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;

namespace Telemetry.Dashboards.Reports;

/// <summary>A month's stored days as the domain's rules take them.</summary>
internal sealed class MonthDays
{
    private readonly MonthFigures _figures;
    private readonly CityCalendar _calendar;
    private readonly ILookup<(string Plant, string Meter), MeterDayView> _meterDays;

    public MonthDays(MonthFigures figures)
    {
        _figures = figures;
        _calendar = new CityCalendar(figures.Registry.City);
        Month = new LocalMonth(figures.Month.Year, figures.Month.Month);
        _meterDays = figures.EarlierMeterDays.Concat(figures.MeterDays).OrderBy(day => day.Day)
            .ToLookup(day => (day.Plant, day.Meter));
        Gaps =
        [
            .. figures.Registry.Plants.Values.OrderBy(plant => plant.Id.Value, StringComparer.Ordinal)
                .SelectMany(plant => plant.Meters.Values.OrderBy(meter => meter.Id.Value, StringComparer.Ordinal))
                .SelectMany(meter => MeterGap.Of(
                    meter.Plant, meter.Id, VolumesOf(meter), ms => _calendar.DayOf(ms).Date)),
        ];
    }

    public LocalMonth Month { get; }

    /// <summary>What the meters measured across midnight, each less what the days inside it count.</summary>
    public ImmutableArray<MeterGap> Gaps { get; }

    /// <summary>What a meter's month comes to.</summary>
    public PeriodVolume Of(Meter meter) =>
        PeriodVolume.Since(_calendar.Day(_figures.Month.FirstDay).StartMs, VolumesOf(meter));

    /// <param name="days">A plant's, in any order.</param>
    public static IEnumerable<(PlantDay Day, DayState State)> Of(Plant plant, IEnumerable<PlantDayView> days) =>
        days.Select(day => (Computed(plant, day), StateOf(day.State)));

    /// <param name="days">Of one indicator and scope, in any order.</param>
    public static IEnumerable<(RateDay Day, DayState State)> Of(
        Indicator indicator, DistrictId? scope, IEnumerable<RateDayView> days) =>
        days.Select(day => (Computed(indicator, scope, day), StateOf(day.State)));

    private DayVolume[] VolumesOf(Meter meter) =>
        [.. _meterDays[(meter.Plant.Value, meter.Id.Value)].Select(Volume)];

    private DayVolume Volume(MeterDayView day) => new()
    {
        Day = _calendar.Day(day.Day),
        Method = WireNames.TryParse<VolumeMethod>(day.Method ?? "", out var method) ? method : VolumeMethod.Totaliser,
        MeasuredM3 = day.MeasuredM3,
        EstimatedM3 = day.EstimatedM3,
        UndistributedM3 = day.UndistributedM3,
        GapFromMs = day.GapFrom?.ToUnixTimeMilliseconds(),
        Coverage = day.Coverage ?? 0,
        IntegralM3 = null,
        IntegralCoverage = 0,
        Readings = day.Readings,
        UnknownGaps = (int)day.UnknownGaps,
        Checks = VolumeChecks.None,
        WhyNot = null,
    };

    private static PlantDay Computed(Plant plant, PlantDayView day) => new()
    {
        Plant = plant.Id,
        Day = day.Day,
        Kind = plant.Kind,
        State = WireNames.TryParse<CapacityState>(day.CapacityState ?? "", out var state) ? state : null,
        TreatedM3 = day.TreatedM3,
        TreatedT = day.TreatedT,
        ReportedM3 = day.ReportedM3 ?? 0,
        // What failed stands in the day's own reason; a month asks for the verdict alone.
        Compliance = new ComplianceDay(
            WireNames.TryParse<Compliance>(day.Compliance ?? "", out var verdict) ? verdict : Compliance.Unknown,
            Reason.None, [], []),
        BypassM3 = day.BypassM3,
        InfluentM3 = day.InfluentM3,
        EffluentM3 = day.EffluentM3,
        WeighedM3 = day.WeighedM3,
        GeneratedM3 = null,
        CapacityM3 = day.CapacityM3,
        Completeness = day.Completeness ?? 0,
        TreatedReason = day.TreatedM3 is null ? ReasonOf(day.Reason) : Reason.None,
        Missing = MissingMeter.Parse(day.MissingMeters),
    };

    private static RateDay Computed(Indicator indicator, DistrictId? scope, RateDayView day) => new()
    {
        Indicator = indicator.Id,
        Kind = indicator.Kind,
        Scope = scope,
        Day = day.Day,
        Basis = day.Basis,
        BasisKind = WireNames.TryParse<DenominatorBasis>(day.BasisKind ?? "", out var kind) ? kind : null,
        Official = day.Official,
        Unit = indicator.Kind == IndicatorKind.GarbageHarmlessRate ? QuantityUnit.Tonnes : QuantityUnit.CubicMetres,
        Numerator = day.Numerator,
        CompliantNumerator = day.CompliantNumerator,
        Denominator = day.Denominator,
        Target = day.Target is null ? null : indicator.TargetAt(day.Day, scope),
        Version = day.Version ?? "",
        Source = day.Source ?? "",
        Completeness = day.Completeness ?? 0,
        Flags = FlagsOf(day.Checks),
        Reason = ReasonOf(day.Reason),
        ReportedNumerator = day.ReportedNumerator ?? 0,
        Missing = MissingMeter.Parse(day.MissingMeters),
        ReportedDenominator = day.ReportedDenominator ?? 0,
        DenominatorMissing = MissingMeter.Parse(day.DenominatorMissingMeters),
    };

    private static DayState StateOf(string state) =>
        WireNames.TryParse<DayState>(state, out var known) ? known : DayState.Provisional;

    private static Reason ReasonOf(string? text) => Reason.TryParse(text ?? "", out var reason) ? reason : Reason.None;

    private static RateFlags FlagsOf(IReadOnlyList<string> checks)
    {
        var flags = RateFlags.None;
        foreach (var check in checks)
        {
            if (WireNames.TryParse<RateFlags>(check, out var flag)) flags |= flag;
        }
        return flags;
    }
}
