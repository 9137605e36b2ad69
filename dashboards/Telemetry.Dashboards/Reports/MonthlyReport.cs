using Telemetry.Dashboards.Daily;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

/// <summary>
/// The monthly report (月报) of a city, a district or a plant. A pure function of what is stored and declared: the same
/// data version is the same report, to the byte.
/// </summary>
/// <param name="Month"><c>yyyy-MM</c>.</param>
/// <param name="Scope"><c>city</c>, <c>district:{id}</c> or <c>plant:{id}</c>.</param>
/// <param name="ResponsibleUnit">The unit that answers for it (责任单位); absent for the city.</param>
/// <param name="From">The instant at which the month begins, in the city's time.</param>
/// <param name="To">The instant at which the next begins.</param>
/// <param name="DataVersion">First 12 hex digits of the SHA-256 of everything else in the report.</param>
/// <param name="VersionAt">
/// The version's time, the city's: when the newest of what stands in it was computed, declared, reviewed, changed or
/// rejected, whether or not its day is closed.
/// </param>
/// <param name="State">
/// <c>final</c>: every day is; <c>final_incomplete</c>: days are closed without all their readings; <c>provisional</c>:
/// the figures may still change.
/// </param>
/// <param name="Inputs">Versions of registry, declared figures and algorithm behind the figures.</param>
/// <param name="Revised">
/// Figures that differ from what was published when the month was locked, before and after.
/// </param>
public sealed record MonthlyReport(
    string Month, string Scope, LocalizedName City, LocalizedName ScopeName, LocalizedName? ResponsibleUnit,
    string TimeZone, DateTimeOffset From, DateTimeOffset To, string DataVersion, DateTimeOffset VersionAt, string State,
    IReadOnlyList<string> Inputs, IReadOnlyList<PlantMonth> Plants, IReadOnlyList<RateMonth> Rates,
    IReadOnlyList<Correction> Corrections, IReadOnlyList<ReportNote> Notes, IReadOnlyList<AssetQuality> Quality,
    IReadOnlyList<RevisedFigure> Revised)
{
    /// <summary>Absent for a plant, and where nothing was derived of any vehicle.</summary>
    public FleetMonth? Fleet { get; init; }
}

/// <summary>A plant's month.</summary>
/// <param name="TreatedM3">
/// Days and what was measured across midnight together, m³; absent where no day counts.
/// </param>
/// <param name="TreatedT">Tonnes, where it is weighed; absent else.</param>
/// <param name="CompliantM3">
/// The part within the effluent's limits, m³; absent while that of a day, or of a gap, isn't known.
/// </param>
/// <param name="UndistributedM3">
/// The part of treated that gaps across midnight measured, m³: the month's, but no single day's.
/// </param>
/// <param name="LeftOutM3">
/// What gaps measured that is in no figure here, m³: they began in an earlier month, or have a day in them that another
/// meter leaves unknown.
/// </param>
/// <param name="CapacityM3">Sum of the design capacity over the days that <paramref name="Load"/> counts, m³.</param>
/// <param name="Load">Treated by capacity over the days that have both, a fraction; absent where there is none.</param>
/// <param name="LoadDays">Days that the load counts, those that a gap bridges among them.</param>
/// <param name="Completeness">Mean of the days' over the whole month, a fraction; a missing day is 0.</param>
/// <param name="Days">How many days stand in which state.</param>
/// <param name="Reason">Why treated or load is absent: what most days say; a code.</param>
public sealed record PlantMonth(
    string Id, LocalizedName Name, PlantKind Kind, string District, double? TreatedM3, double? TreatedT,
    double? CompliantM3, double? BypassM3, double? UndistributedM3, double? LeftOutM3, double? CapacityM3, double? Load,
    int LoadDays, double Completeness, DayCounts Days, string? Reason,
    IReadOnlyList<PlantDayView> Daily, IReadOnlyList<MeterMonth> Meters);

/// <summary>Days of a month by state.</summary>
/// <param name="WithFigure">Days that have a figure.</param>
/// <param name="None">Days of which nothing was computed.</param>
public sealed record DayCounts(
    int Total, int WithFigure, int Provisional, int Final, int FinalIncomplete, int Locked, int None);

/// <summary>A meter's month. Days and undistributed volume together are the difference of its totaliser.</summary>
/// <param name="VolumeM3">Sum of the days that have a figure, m³.</param>
/// <param name="UndistributedM3">
/// What gaps across midnight within the month measured beyond what its days count, m³.
/// </param>
/// <param name="LeftOutM3">
/// What gaps that began before the month and ended in it measured, m³: in neither month's figures.
/// </param>
/// <param name="TotalM3">Days and undistributed volume together, m³; absent where neither is there.</param>
/// <param name="Coverage">Covered time by the month's time, a fraction.</param>
/// <param name="UnknownGaps">Gaps whose volume is unknown and in no figure here.</param>
public sealed record MeterMonth(
    string Id, LocalizedName Name, MeterRole Role, bool Treated, double? VolumeM3, double? MeasuredM3,
    double? EstimatedM3, double? UndistributedM3, double? LeftOutM3, double? TotalM3, double? Coverage,
    int DaysWithFigure, long UnknownGaps);

/// <summary>A rate over the month: the sum of numerators by the sum of denominators, never a mean of rates.</summary>
/// <param name="Official">True for the definition that the published rate is held against.</param>
/// <param name="Source">Where the denominator comes from, in words of the registry.</param>
/// <param name="Unit">Of numerator and denominator: <c>m³</c>, or <c>t</c> for garbage.</param>
/// <param name="Numerator">Days and what was measured across midnight together.</param>
/// <param name="Denominator">The same where it is metered; of the same days in any case.</param>
/// <param name="Undistributed">The part of the numerator that is the month's and no single day's.</param>
/// <param name="UndistributedDenominator">The same of the denominator.</param>
/// <param name="LeftOut">What gaps that ended in the month measured and the numerator doesn't have.</param>
/// <param name="CompliantRate">
/// The same rate of what kept the effluent's limits; absent while that of a day, or of a gap, isn't known.
/// </param>
/// <param name="Versions">Of the denominator's definition, on the days that count.</param>
/// <param name="Completeness">Mean of the days' over the whole month, a fraction; a missing day is 0.</param>
/// <param name="DaysCounted">Days that the rate counts, of <paramref name="Days"/>: those with a rate, and those that a
/// gap bridges.</param>
/// <param name="DaysWithRate">Days that have a rate of their own.</param>
/// <param name="Target">On the last day that has one, a fraction.</param>
/// <param name="TargetMet">
/// Absent where rate or target is, where the definition is not the official one, and where the month's completeness is
/// below 0.95: of such a month <c>target_verdict</c> says how the days that are known stand.
/// </param>
/// <param name="AboveWhole">True above 100 %.</param>
/// <param name="Reason">Why there is no rate; a code.</param>
public sealed record RateMonth(
    string Id, LocalizedName Name, IndicatorKind Kind, string Basis, bool Official, string? Source, double? Rate,
    double? Numerator, double? Denominator, double? Undistributed, double? UndistributedDenominator, double? LeftOut,
    double? CompliantRate, string Unit, IReadOnlyList<string> Versions, double Completeness, int DaysCounted,
    int DaysWithRate, int Days, double? Target, string? TargetEdition, bool? TargetMet, bool AboveWhole, string? Reason,
    IReadOnlyList<RateDayView> Daily)
{
    /// <summary>
    /// <c>met</c>, <c>not_met</c>, <c>met_incomplete</c> or <c>not_met_incomplete</c>; absent where rate or target is,
    /// or where the definition is not the official one.
    /// </summary>
    public TargetVerdict? TargetVerdict { get; init; }
}

/// <summary>A declared figure or correction in force in the month.</summary>
/// <param name="Kind">As in <c>/api/declared</c>.</param>
/// <param name="Until">First local day it no longer holds; absent while it lasts.</param>
/// <param name="Value">As declared, in words.</param>
public sealed record Correction(
    string Kind, string Subject, DateOnly From, DateOnly? Until, string Value, string Source, string Actor,
    DateTimeOffset At);

/// <summary>
/// What was written about the month: reviews, and changes of figures that were no longer provisional.
/// </summary>
/// <param name="Kind">As in the ledger.</param>
/// <param name="Why">In words, as written.</param>
/// <param name="Before">The values that changed, before; absent for a review.</param>
public sealed record ReportNote(
    string Kind, string Subject, DateOnly? Day, string? Why, string? Before, string? After, string Actor,
    DateTimeOffset At);

/// <summary>The ledger's four words (准确、合理、规范、完整) for one asset and month.</summary>
/// <param name="Asset"><c>PLANT</c> or <c>PLANT/METER</c>.</param>
/// <param name="Accurate">Days without a doubtful value.</param>
/// <param name="Logical">Balances that come out: influent against effluent, weighed against received.</param>
/// <param name="InForm">Objects received that were not rejected.</param>
/// <param name="Complete">Covered time by the time of the days that are over.</param>
public sealed record AssetQuality(
    string Asset, LocalizedName Name, QualityWordView Accurate, QualityWordView Logical, QualityWordView InForm,
    QualityWordView Complete);

/// <param name="Met">Absent where there is nothing to judge by.</param>
/// <param name="Share">A fraction; absent where there is nothing to judge by.</param>
/// <param name="Good">Days, balances or objects that are in order.</param>
/// <param name="Judged">Of how many.</param>
public sealed record QualityWordView(bool? Met, double? Share, double Good, long Judged);

/// <param name="Day">Absent for a figure of the month.</param>
public sealed record RevisedFigure(
    string Subject, string Item, DateOnly? Day, double? Before, double? After, string BeforeVersion);
