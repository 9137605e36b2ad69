using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Volumes;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>An hour of a meter to and from its row in <c>volume_hourly</c>.</summary>
internal static class HourRow
{
    public static DerivedPoint Write(MeterKey meter, HourVolume hour, string inputs)
    {
        var edges = hour.Edges;
        return new DerivedPoint(meter.Hours, hour.Hour.StartMs)
            .Set(DerivedMeasurements.VolumeM3, hour.VolumeM3)
            .Set(DerivedMeasurements.MeasuredM3, hour.VolumeM3)
            .Set(DerivedMeasurements.UndistributedM3, hour.UndistributedM3)
            .Set(DerivedMeasurements.GapFromMs, hour.GapFromMs)
            .Set(DerivedMeasurements.Coverage, hour.Coverage)
            .Set(DerivedMeasurements.Completeness, hour.Coverage)
            .Set(DerivedMeasurements.Method, WireNames.Of(hour.Method))
            .Set(DerivedMeasurements.IntegralM3, hour.IntegralM3)
            .Set(DerivedMeasurements.IntegralCoverage, hour.IntegralCoverage)
            .Set(DerivedMeasurements.UnknownGaps, (long?)hour.UnknownGaps)
            .Set(DerivedMeasurements.Checks, (long?)hour.Checks)
            .Set(DerivedMeasurements.Readings, hour.Readings)
            .Set(DerivedMeasurements.FirstMs, edges.FirstTotal?.TimeMs)
            .Set(DerivedMeasurements.FirstM3, edges.FirstTotal?.TotalM3)
            .Set(DerivedMeasurements.LastMs, edges.LastTotal?.TimeMs)
            .Set(DerivedMeasurements.LastM3, edges.LastTotal?.TotalM3)
            .Set(DerivedMeasurements.FlowFirstMs, edges.FirstFlow?.TimeMs)
            .Set(DerivedMeasurements.FlowFirstM3H, edges.FirstFlow?.FlowM3H)
            .Set(DerivedMeasurements.FlowLastMs, edges.LastFlow?.TimeMs)
            .Set(DerivedMeasurements.FlowLastM3H, edges.LastFlow?.FlowM3H)
            .Set(DerivedMeasurements.Valid, hour.VolumeM3 is not null)
            .Set(DerivedMeasurements.Reason, hour.Reason)
            .Set(DerivedMeasurements.Revision, 0L)
            .Set(DerivedMeasurements.Inputs, inputs);
    }

    /// <summary>The row as computed; it need not hold anything (<see cref="HourVolume.IsEmpty"/>).</summary>
    public static HourVolume Read(StoredPoint row, LocalHour hour)
    {
        var values = row.Values;
        return new HourVolume
        {
            Hour = hour,
            Method = Method(values.Text(DerivedMeasurements.Method)),
            VolumeM3 = values.Number(DerivedMeasurements.VolumeM3),
            UndistributedM3 = values.Number(DerivedMeasurements.UndistributedM3),
            GapFromMs = values.Integer(DerivedMeasurements.GapFromMs),
            Coverage = values.Number(DerivedMeasurements.Coverage) ?? 0,
            IntegralM3 = values.Number(DerivedMeasurements.IntegralM3),
            IntegralCoverage = values.Number(DerivedMeasurements.IntegralCoverage) ?? 0,
            UnknownGaps = (int)(values.Integer(DerivedMeasurements.UnknownGaps) ?? 0),
            Checks = (VolumeChecks)(values.Integer(DerivedMeasurements.Checks) ?? 0),
            Readings = values.Integer(DerivedMeasurements.Readings),
            Edges = Edges(row),
        };
    }

    public static HourEdges Edges(StoredPoint row)
    {
        var values = row.Values;
        return new HourEdges(
            Total(values.Integer(DerivedMeasurements.FirstMs), values.Number(DerivedMeasurements.FirstM3)),
            Total(values.Integer(DerivedMeasurements.LastMs), values.Number(DerivedMeasurements.LastM3)),
            Flow(values.Integer(DerivedMeasurements.FlowFirstMs), values.Number(DerivedMeasurements.FlowFirstM3H)),
            Flow(values.Integer(DerivedMeasurements.FlowLastMs), values.Number(DerivedMeasurements.FlowLastM3H)));
    }

    /// <summary>Whether the hour held any reading or event when it was derived.</summary>
    public static bool HasReadings(StoredPoint row) =>
        row.Values.Integer(DerivedMeasurements.Readings) > 0 || Edges(row) is not { FirstTotal: null, FirstFlow: null };

    public static VolumeMethod Method(string word) =>
        WireNames.TryParse<VolumeMethod>(word, out var method) ? method : VolumeMethod.Totaliser;

    private static TotalPoint? Total(long? ms, double? m3) => ms is { } at && m3 is { } total ? new(at, total) : null;

    private static FlowPoint? Flow(long? ms, double? m3H) => ms is { } at ? new(at, m3H) : null;
}
