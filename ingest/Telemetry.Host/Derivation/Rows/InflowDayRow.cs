using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Operations;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>What was weighed at a plant's gates against its inflow, as the row in <c>inflow_daily</c>.</summary>
internal static class InflowDayRow
{
    public static Series SeriesOf(PlantId plant) => new(DerivedMeasurements.InflowDaily, plant.Value);

    /// <param name="reason">Why either is unknown.</param>
    public static DerivedPoint Write(
        InflowBalance balance, Reason reason, double completeness, long startMs, RowMark mark) =>
        new DerivedPoint(SeriesOf(balance.Plant), startMs)
            .Set(DerivedMeasurements.WeighedM3, balance.WeighedM3)
            .Set(DerivedMeasurements.InfluentM3, balance.InflowM3)
            .Set(DerivedMeasurements.Difference, balance.Difference)
            .Set(DerivedMeasurements.Completeness, completeness)
            .Set(DerivedMeasurements.Valid, balance.Difference is not null)
            .Set(DerivedMeasurements.Reason, reason.ToString())
            .Set(mark);

    /// <summary>What people are given of it.</summary>
    public static ValueSet Values(InflowBalance balance) => ValueSet.Of(
        ("weighed_m3", balance.WeighedM3), ("influent_m3", balance.InflowM3), ("difference", balance.Difference));
}
