using System.Collections.Immutable;
using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Derived;

/// <summary>
/// Every derived measurement, once. A row is stamped with the UTC instant at which its local hour or day begins, and is
/// written whole: a field that is not set has no value, whatever stood there before. Units are in the names, as in
/// <see cref="Measurements"/>; <c>rate</c>, <c>load</c>, <c>coverage</c>, <c>completeness</c> and <c>target</c> are
/// fractions (0.65 is 65 %) and are never clamped.
/// </summary>
public static class DerivedMeasurements
{
    // Nothing here may come from Measurements, whose list of all begins with this class.

    /// <summary>False where the row says that its value can't be computed; <see cref="Reason"/> says why.</summary>
    public static readonly FieldDefinition Valid = new("valid", FieldType.Boolean);

    /// <summary>Why there is no value, or what is doubtful about it; empty where there is nothing to say.</summary>
    public static readonly FieldDefinition Reason = new("reason", FieldType.Text);

    /// <summary>Versions of what went in: registry, declared figures, algorithm.</summary>
    public static readonly FieldDefinition Inputs = new("inputs", FieldType.Text);

    /// <summary>Counts the changes of a value that was not provisional any more; 0 before the first.</summary>
    public static readonly FieldDefinition Revision = new("revision", FieldType.Integer);

    /// <summary><c>provisional</c>, <c>final</c>, <c>final_incomplete</c>, <c>locked</c>.</summary>
    public static readonly FieldDefinition State = new("state", FieldType.Text);

    /// <summary>The part of what was expected that is there.</summary>
    public static readonly FieldDefinition Completeness = new("completeness", FieldType.Float);

    /// <summary>What was noticed, a bit set.</summary>
    public static readonly FieldDefinition Checks = new("checks", FieldType.Integer);

    public static readonly FieldDefinition VolumeM3 = new("volume_m3", FieldType.Float);

    /// <summary>The part of the volume that a meter measured.</summary>
    public static readonly FieldDefinition MeasuredM3 = new("measured_m3", FieldType.Float);

    /// <summary>The part of the volume that a declaration added; never scaled up from a part of the day.</summary>
    public static readonly FieldDefinition EstimatedM3 = new("estimated_m3", FieldType.Float);

    /// <summary>Measured, over a gap that began before the hour or day: exact in the sum, in no single one.</summary>
    public static readonly FieldDefinition UndistributedM3 = new("undistributed_m3", FieldType.Float);

    /// <summary>Where the gap of <see cref="UndistributedM3"/> began, Unix ms.</summary>
    public static readonly FieldDefinition GapFromMs = new("gap_from_ms", FieldType.Integer);

    /// <summary>Seconds covered by measurement over seconds of the hour or day.</summary>
    public static readonly FieldDefinition Coverage = new("coverage", FieldType.Float);

    /// <summary><c>totaliser</c>, <c>integral</c>, <c>declared</c>, <c>none</c>.</summary>
    public static readonly FieldDefinition Method = new("method", FieldType.Text);

    /// <summary>The volume by integration of the flow, beside the totaliser's.</summary>
    public static readonly FieldDefinition IntegralM3 = new("integral_m3", FieldType.Float);

    public static readonly FieldDefinition IntegralCoverage = new("integral_coverage", FieldType.Float);

    /// <summary>Gaps whose volume nobody knows: a totaliser that fell unexplained or rose beyond belief.</summary>
    public static readonly FieldDefinition UnknownGaps = new("unknown_gaps", FieldType.Integer);

    /// <summary>Readings that are stored, whatever they say: what arrived and was not rejected.</summary>
    public static readonly FieldDefinition Readings = new("readings", FieldType.Integer);

    /// <summary>First and last valid totaliser reading of the hour: device time in Unix ms, and m³.</summary>
    public static readonly FieldDefinition FirstMs = new("first_ms", FieldType.Integer);
    public static readonly FieldDefinition FirstM3 = new("first_m3", FieldType.Float);
    public static readonly FieldDefinition LastMs = new("last_ms", FieldType.Integer);
    public static readonly FieldDefinition LastM3 = new("last_m3", FieldType.Float);

    /// <summary>First and last flow sample of the hour; the flow is absent where its letter forbids it.</summary>
    public static readonly FieldDefinition FlowFirstMs = new("flow_first_ms", FieldType.Integer);
    public static readonly FieldDefinition FlowFirstM3H = new("flow_first_m3h", FieldType.Float);
    public static readonly FieldDefinition FlowLastMs = new("flow_last_ms", FieldType.Integer);
    public static readonly FieldDefinition FlowLastM3H = new("flow_last_m3h", FieldType.Float);

    /// <summary>One row for each hour of a meter in which it sent anything, or which a correction touches.</summary>
    public static readonly Measurement VolumeHourly = new(
        "volume_hourly", ["meter", "plant"],
        [VolumeM3, MeasuredM3, EstimatedM3, UndistributedM3, GapFromMs, Coverage, Method, IntegralM3, IntegralCoverage,
            UnknownGaps, Checks, Readings, FirstMs, FirstM3, LastMs, LastM3, FlowFirstMs, FlowFirstM3H, FlowLastMs,
            FlowLastM3H, Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    public static readonly Measurement VolumeDaily = new(
        "volume_daily", ["meter", "plant"],
        [VolumeM3, MeasuredM3, EstimatedM3, UndistributedM3, GapFromMs, Coverage, Method, IntegralM3, IntegralCoverage,
            UnknownGaps, Checks, Readings, Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    /// <summary>Volume of the meter that the registry names as treated.</summary>
    public static readonly FieldDefinition TreatedM3 = new("treated_m3", FieldType.Float);

    /// <summary>Treated in tonnes, where it is weighed; absent where a meter measures it.</summary>
    public static readonly FieldDefinition TreatedT = new("treated_t", FieldType.Float);

    /// <summary>Weighed at the plant's gates, by density; absent where nothing was, or where it has none.</summary>
    public static readonly FieldDefinition WeighedM3 = new("weighed_m3", FieldType.Float);

    /// <summary>Volume of those treated meters that reported: a part of it where <c>missing</c> names others.</summary>
    public static readonly FieldDefinition ReportedM3 = new("reported_m3", FieldType.Float);

    /// <summary>
    /// Meters whose absence makes the treated volume, or the numerator, unknown: <c>PLANT/METER</c>, a space between
    /// two. A month needs to know them: a gap that one of them measured across midnight may bridge the day.
    /// </summary>
    public static readonly FieldDefinition Missing = new("missing", FieldType.Text);

    /// <summary>Treated on a day whose effluent kept its limits; absent where that isn't known.</summary>
    public static readonly FieldDefinition CompliantM3 = new("compliant_m3", FieldType.Float);

    /// <summary><c>yes</c>, <c>no</c>, <c>unknown</c>: the day's means against the limits.</summary>
    public static readonly FieldDefinition Compliance = new("compliance", FieldType.Text);

    public static readonly FieldDefinition BypassM3 = new("bypass_m3", FieldType.Float);
    public static readonly FieldDefinition InfluentM3 = new("influent_m3", FieldType.Float);
    public static readonly FieldDefinition EffluentM3 = new("effluent_m3", FieldType.Float);

    /// <summary>Design capacity in force, m³ a day; absent where nothing is treated or it was never given.</summary>
    public static readonly FieldDefinition CapacityM3 = new("capacity_m3", FieldType.Float);

    /// <summary>State of the capacity's period, as the registry words it.</summary>
    public static readonly FieldDefinition CapacityState = new("capacity_state", FieldType.Text);

    /// <summary>Treated over capacity.</summary>
    public static readonly FieldDefinition Load = new("load", FieldType.Float);

    public static readonly Measurement PlantDaily = new(
        "plant_daily", ["plant"],
        [TreatedM3, TreatedT, CompliantM3, Compliance, BypassM3, InfluentM3, EffluentM3, WeighedM3, MeasuredM3,
            EstimatedM3, UndistributedM3, ReportedM3, Missing, Coverage, CapacityM3, CapacityState, Load, UnknownGaps,
            Checks, Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    public static readonly FieldDefinition Rate = new("rate", FieldType.Float);

    /// <summary>Cubic metres (garbage: tonnes) processed.</summary>
    public static readonly FieldDefinition Numerator = new("numerator", FieldType.Float);
    public static readonly FieldDefinition Denominator = new("denominator", FieldType.Float);

    /// <summary>The numerator's part that reported: less than the numerator would be, where one is missing.</summary>
    public static readonly FieldDefinition ReportedNumerator = new("reported_numerator", FieldType.Float);

    /// <summary>The same of a metered denominator; absent for every other basis.</summary>
    public static readonly FieldDefinition ReportedDenominator = new("reported_denominator", FieldType.Float);

    /// <summary>As <see cref="Missing"/>, of a metered denominator.</summary>
    public static readonly FieldDefinition DenominatorMissing = new("denominator_missing", FieldType.Text);

    /// <summary>
    /// <c>metered</c>, <c>estimated</c>, <c>declared</c>, <c>collected</c>; empty where no definition holds.
    /// </summary>
    public static readonly FieldDefinition BasisKind = new("basis_kind", FieldType.Text);

    /// <summary>The numerator's part that was compliant, and its rate.</summary>
    public static readonly FieldDefinition CompliantNumerator = new("compliant_numerator", FieldType.Float);
    public static readonly FieldDefinition CompliantRate = new("compliant_rate", FieldType.Float);

    /// <summary>The target in force; absent where there is none.</summary>
    public static readonly FieldDefinition Target = new("target", FieldType.Float);

    /// <summary>Generated for each supplied, for an estimated denominator.</summary>
    public static readonly FieldDefinition Coefficient = new("coefficient", FieldType.Float);

    /// <summary>Where the denominator comes from.</summary>
    public static readonly FieldDefinition Source = new("source", FieldType.Text);

    /// <summary>Version of the denominator's definition.</summary>
    public static readonly FieldDefinition Version = new("version", FieldType.Text);

    /// <summary>Whether this basis is the one the published rate is held against.</summary>
    public static readonly FieldDefinition Official = new("official", FieldType.Boolean);

    /// <summary>The tag <c>district</c> is <see cref="City"/> for the city.</summary>
    public static readonly Measurement IndicatorDaily = new(
        "indicator_daily", ["basis", "district", "indicator"],
        [Rate, Numerator, Denominator, CompliantNumerator, CompliantRate, ReportedNumerator, Missing,
            ReportedDenominator, DenominatorMissing, BasisKind, Target, Coefficient, Source, Version, Official, Checks,
            Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    /// <summary>The scope of an indicator that is no district's.</summary>
    public const string City = "city";

    /// <summary>All that a vehicle drove, and the part of it with the body at work, km.</summary>
    public static readonly FieldDefinition DrivenKm = new("driven_km", FieldType.Float);
    public static readonly FieldDefinition WorkingKm = new("working_km", FieldType.Float);

    /// <summary>In service: on the move, at work, or with the engine on. Hours.</summary>
    public static readonly FieldDefinition Hours = new("hours", FieldType.Float);

    public static readonly FieldDefinition Trips = new("trips", FieldType.Integer);
    public static readonly FieldDefinition Stops = new("stops", FieldType.Integer);

    /// <summary>Different collection points at which something was collected.</summary>
    public static readonly FieldDefinition PointsServed = new("points_served", FieldType.Integer);

    /// <summary>Weighings of what a vehicle brought, and their sum; absent where a weight is unknown.</summary>
    public static readonly FieldDefinition Loads = new("loads", FieldType.Integer);
    public static readonly FieldDefinition NetKg = new("net_kg", FieldType.Float);

    /// <summary>Straight distance across long silences and jumps, km; no part of what was driven.</summary>
    public static readonly FieldDefinition UnseenKm = new("unseen_km", FieldType.Float);

    /// <summary>Positions that came, and those that were used.</summary>
    public static readonly FieldDefinition Pings = new("pings", FieldType.Integer);
    public static readonly FieldDefinition Accepted = new("accepted", FieldType.Integer);

    /// <summary>Coverage is the part of the day in which the feed was alive; by it a day is final.</summary>
    public static readonly Measurement VehicleDaily = new(
        "vehicle_daily", ["vehicle"],
        [DrivenKm, WorkingKm, Hours, Trips, Stops, PointsServed, Loads, NetKg, UnseenKm, Coverage, Pings, Accepted,
            Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    /// <summary>Loads of a day by how they ended: the first is what all of them should come to.</summary>
    public static readonly FieldDefinition Delivered = new("delivered", FieldType.Integer);
    public static readonly FieldDefinition NotWeighed = new("not_weighed", FieldType.Integer);
    public static readonly FieldDefinition Elsewhere = new("elsewhere", FieldType.Integer);
    public static readonly FieldDefinition Undelivered = new("undelivered", FieldType.Integer);

    /// <summary>Weighed where loads end, kg: the <c>collected</c> denominator; absent where it isn't known.</summary>
    public static readonly FieldDefinition CollectedKg = new("collected_kg", FieldType.Float);

    /// <summary>What was weighed and belongs to a visit of its vehicle, and what belongs to none, kg.</summary>
    public static readonly FieldDefinition MatchedKg = new("matched_kg", FieldType.Float);
    public static readonly FieldDefinition UnmatchedKg = new("unmatched_kg", FieldType.Float);

    /// <summary>Weighings of the second kind.</summary>
    public static readonly FieldDefinition Unmatched = new("unmatched", FieldType.Integer);

    /// <summary>Weighings without a weight: the sums are that much short.</summary>
    public static readonly FieldDefinition WeightsUnknown = new("weights_unknown", FieldType.Integer);

    /// <summary>A city's loads of a material on a day, against the scales.</summary>
    public static readonly Measurement LoadDaily = new(
        "load_daily", ["material"],
        [Delivered, NotWeighed, Elsewhere, Undelivered, CollectedKg, MatchedKg, UnmatchedKg, Unmatched, WeightsUnknown,
            Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    /// <summary>Metered inflow less weighed, of the larger of the two, a fraction.</summary>
    public static readonly FieldDefinition Difference = new("difference", FieldType.Float);

    /// <summary>What was weighed at a fecal plant's gates against what its inlet metered on a day.</summary>
    public static readonly Measurement InflowDaily = new(
        "inflow_daily", ["plant"],
        [WeighedM3, InfluentM3, Difference, Completeness, State, Valid, Reason, Inputs, Revision],
        IsDerived: true);

    public static readonly ImmutableArray<Measurement> All =
        [VolumeHourly, VolumeDaily, PlantDaily, IndicatorDaily, VehicleDaily, LoadDaily, InflowDaily];
}
