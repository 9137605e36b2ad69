using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>A city's loads of a material as their row in <c>load_daily</c>.</summary>
internal static class LoadDayRow
{
    public static Series SeriesOf(Material material) => new(DerivedMeasurements.LoadDaily, WireNames.Of(material));

    /// <param name="reason">Why it isn't known what was collected.</param>
    public static DerivedPoint Write(
        LoadBalance balance, Reason reason, double completeness, long startMs, RowMark mark) =>
        new DerivedPoint(SeriesOf(balance.Material), startMs)
            .Set(DerivedMeasurements.Delivered, (long?)balance.Count(LoadEnd.Delivered))
            .Set(DerivedMeasurements.NotWeighed, (long?)balance.Count(LoadEnd.NotWeighed))
            .Set(DerivedMeasurements.Elsewhere, (long?)balance.Count(LoadEnd.Elsewhere))
            .Set(DerivedMeasurements.Undelivered, (long?)balance.Count(LoadEnd.Undelivered))
            .Set(DerivedMeasurements.CollectedKg, balance.CollectedKg)
            .Set(DerivedMeasurements.MatchedKg, balance.MatchedKg)
            .Set(DerivedMeasurements.UnmatchedKg, balance.UnmatchedKg)
            .Set(DerivedMeasurements.Unmatched, (long?)balance.Unmatched.Length)
            .Set(DerivedMeasurements.WeightsUnknown, (long?)balance.WeightsUnknown)
            .Set(DerivedMeasurements.Completeness, completeness)
            .Set(DerivedMeasurements.Valid, balance.CollectedKg is not null)
            .Set(DerivedMeasurements.Reason, reason.ToString())
            .Set(mark);

    /// <summary>What people are given of it.</summary>
    public static ValueSet Values(LoadBalance balance) => ValueSet.Of(
        ("delivered", balance.Count(LoadEnd.Delivered)), ("not_weighed", balance.Count(LoadEnd.NotWeighed)),
        ("elsewhere", balance.Count(LoadEnd.Elsewhere)), ("undelivered", balance.Count(LoadEnd.Undelivered)),
        ("collected_kg", balance.CollectedKg), ("matched_kg", balance.MatchedKg),
        ("unmatched_kg", balance.UnmatchedKg));
}
