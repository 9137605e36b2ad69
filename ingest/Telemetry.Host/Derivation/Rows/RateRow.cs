using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Rows;

/// <summary>A rate of a day as its row in <c>indicator_daily</c>.</summary>
internal static class RateRow
{
    public static Series SeriesOf(RateDay rate) =>
        new(DerivedMeasurements.IndicatorDaily, rate.Basis, rate.ScopeName, rate.Indicator);

    public static DerivedPoint Write(RateDay rate, long startMs, RowMark mark) =>
        new DerivedPoint(SeriesOf(rate), startMs)
            .Set(DerivedMeasurements.Rate, rate.Rate)
            .Set(DerivedMeasurements.Numerator, rate.Numerator)
            .Set(DerivedMeasurements.Denominator, rate.Denominator)
            .Set(DerivedMeasurements.CompliantNumerator, rate.CompliantNumerator)
            .Set(DerivedMeasurements.CompliantRate, rate.CompliantRate)
            .Set(DerivedMeasurements.ReportedNumerator, rate.ReportedNumerator)
            .Set(DerivedMeasurements.Missing, MissingMeter.Text(rate.Missing))
            .Set(
                DerivedMeasurements.ReportedDenominator,
                rate.BasisKind == DenominatorBasis.Metered ? rate.ReportedDenominator : (double?)null)
            .Set(DerivedMeasurements.DenominatorMissing, MissingMeter.Text(rate.DenominatorMissing))
            .Set(DerivedMeasurements.BasisKind, rate.BasisKind is { } kind ? WireNames.Of(kind) : "")
            .Set(DerivedMeasurements.Target, rate.Target?.Rate)
            .Set(DerivedMeasurements.Coefficient, rate.Coefficient)
            .Set(DerivedMeasurements.Source, rate.Source)
            .Set(DerivedMeasurements.Version, rate.Version)
            .Set(DerivedMeasurements.Official, rate.Official)
            .Set(DerivedMeasurements.Checks, (long?)rate.Flags)
            .Set(DerivedMeasurements.Completeness, rate.Completeness)
            .Set(DerivedMeasurements.Valid, rate.Rate is not null)
            .Set(DerivedMeasurements.Reason, rate.Reason.ToString())
            .Set(mark);

    /// <summary>A row whose definition no longer holds on its day: it says so in place of its figures.</summary>
    public static DerivedPoint Undefined(StoredPoint stored, RowMark mark) =>
        new DerivedPoint(stored.Series, stored.Time.ToUnixTimeMilliseconds())
            .Set(DerivedMeasurements.Checks, 0L)
            .Set(DerivedMeasurements.Completeness, 1.0)
            .Set(DerivedMeasurements.Valid, false)
            .Set(DerivedMeasurements.Reason, WireNames.Of(ReasonCode.NoDenominator))
            .Set(mark);

    /// <summary>What people are given of it.</summary>
    public static ValueSet Values(RateDay rate) => ValueSet.Of(
        ("rate", rate.Rate), ("numerator", rate.Numerator), ("denominator", rate.Denominator),
        ("compliant_rate", rate.CompliantRate), ("target", rate.Target?.Rate));
}
