using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>A meter's day to and from its row in <c>volume_daily</c>.</summary>
internal static class MeterDayRow
{
    public static DerivedPoint Write(MeterKey meter, DayVolume day, double completeness, RowMark mark) =>
        new DerivedPoint(meter.Days, day.Day.StartMs)
            .Set(DerivedMeasurements.VolumeM3, day.VolumeM3)
            .Set(DerivedMeasurements.MeasuredM3, day.MeasuredM3)
            .Set(DerivedMeasurements.EstimatedM3, day.EstimatedM3)
            .Set(DerivedMeasurements.UndistributedM3, day.UndistributedM3)
            .Set(DerivedMeasurements.GapFromMs, day.GapFromMs)
            .Set(DerivedMeasurements.Coverage, day.Coverage)
            .Set(DerivedMeasurements.Completeness, completeness)
            .Set(DerivedMeasurements.Method, WireNames.Of(day.Method))
            .Set(DerivedMeasurements.IntegralM3, day.IntegralM3)
            .Set(DerivedMeasurements.IntegralCoverage, day.IntegralCoverage)
            .Set(DerivedMeasurements.UnknownGaps, (long?)day.UnknownGaps)
            .Set(DerivedMeasurements.Checks, (long?)day.Checks)
            .Set(DerivedMeasurements.Readings, day.Readings)
            .Set(DerivedMeasurements.Valid, day.VolumeM3 is not null)
            .Set(DerivedMeasurements.Reason, day.Reason)
            .Set(mark);

    /// <summary>What people are given of it.</summary>
    public static ValueSet Values(DayVolume day) => ValueSet.Of(
        ("volume_m3", day.VolumeM3), ("estimated_m3", day.EstimatedM3), ("undistributed_m3", day.UndistributedM3));

    /// <param name="row">Of <c>volume_daily</c>.</param>
    /// <param name="dayOf">The local day of an instant, Unix ms.</param>
    public static MeterDay Read(StoredPoint row, Func<long, DateOnly> dayOf)
    {
        var values = row.Values;
        return new MeterDay(
            new MeterId(row.Series["meter"]), values.Number(DerivedMeasurements.VolumeM3),
            values.Number(DerivedMeasurements.UndistributedM3) ?? 0,
            values.Number(DerivedMeasurements.Completeness) ?? 0, values.Truth(DerivedMeasurements.Valid),
            (int)(values.Integer(DerivedMeasurements.Checks) ?? 0))
        {
            GapFrom = values.Integer(DerivedMeasurements.GapFromMs) is { } from ? dayOf(from) : null,
        };
    }
}
