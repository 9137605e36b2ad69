using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>A plant's day as its row in <c>plant_daily</c>.</summary>
internal static class PlantDayRow
{
    public static Series SeriesOf(Plant plant) => new(DerivedMeasurements.PlantDaily, plant.Id.Value);

    /// <param name="meters">The stored days of the meters whose volume is the plant's.</param>
    public static DerivedPoint Write(
        Plant plant, long startMs, PlantDay day, IReadOnlyList<StoredPoint> meters, RowMark mark) =>
        new DerivedPoint(SeriesOf(plant), startMs)
            .Set(DerivedMeasurements.TreatedM3, day.TreatedM3)
            .Set(DerivedMeasurements.TreatedT, day.TreatedT)
            .Set(DerivedMeasurements.CompliantM3, day.CompliantM3)
            .Set(DerivedMeasurements.Compliance, WireNames.Of(day.Compliance.Verdict))
            .Set(DerivedMeasurements.BypassM3, day.BypassM3)
            .Set(DerivedMeasurements.InfluentM3, day.InfluentM3)
            .Set(DerivedMeasurements.EffluentM3, day.EffluentM3)
            .Set(DerivedMeasurements.WeighedM3, day.WeighedM3)
            .Set(DerivedMeasurements.ReportedM3, day.ReportedM3)
            .Set(DerivedMeasurements.Missing, MissingMeter.Text(day.Missing))
            .Set(DerivedMeasurements.MeasuredM3, Sum(meters, DerivedMeasurements.MeasuredM3))
            .Set(DerivedMeasurements.EstimatedM3, Sum(meters, DerivedMeasurements.EstimatedM3))
            .Set(DerivedMeasurements.UndistributedM3, day.Gaps.IsEmpty ? null : day.UndistributedM3)
            .Set(DerivedMeasurements.Coverage, meters.Count == 0
                ? null : (double?)meters.Min(row => row.Values.Number(DerivedMeasurements.Coverage) ?? 0))
            .Set(DerivedMeasurements.CapacityM3, day.CapacityM3)
            .Set(DerivedMeasurements.CapacityState, day.State is { } state ? WireNames.Of(state) : "")
            .Set(DerivedMeasurements.Load, day.Load)
            .Set(DerivedMeasurements.UnknownGaps, (long?)meters.Sum(
                row => row.Values.Integer(DerivedMeasurements.UnknownGaps) ?? 0))
            .Set(DerivedMeasurements.Checks, (long?)day.Checks)
            .Set(DerivedMeasurements.Completeness, day.Completeness)
            .Set(DerivedMeasurements.Valid, day.TreatedM3 is not null)
            .Set(DerivedMeasurements.Reason, day.Reason.ToString())
            .Set(mark);

    /// <summary>What people are given of it.</summary>
    public static ValueSet Values(PlantDay day) => ValueSet.Of(
        ("treated_m3", day.TreatedM3), ("compliant_m3", day.CompliantM3), ("bypass_m3", day.BypassM3),
        ("capacity_m3", day.CapacityM3), ("load", day.Load));

    private static double? Sum(IReadOnlyList<StoredPoint> meters, FieldDefinition field)
    {
        double? sum = null;
        foreach (var row in meters)
        {
            if (row.Values.Number(field) is { } value) sum = (sum ?? 0) + value;
        }
        return sum;
    }
}
