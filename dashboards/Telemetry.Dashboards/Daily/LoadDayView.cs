using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Daily;

/// <summary>A city's loads of a material on a local day, against the scales.</summary>
/// <param name="Material"><c>fecal</c>, <c>garbage</c> or <c>sludge</c>.</param>
/// <param name="State">
/// <c>provisional</c>, <c>final</c>, <c>final_incomplete</c> or <c>locked</c>.
/// </param>
/// <param name="Delivered">Loads that were brought to an authorised facility and weighed there.</param>
/// <param name="NotWeighed">Loads that were brought to one, where no weighing came.</param>
/// <param name="Elsewhere">Loads that were let go where they may not be.</param>
/// <param name="Undelivered">Loads that were still on when the day ended.</param>
/// <param name="CollectedT">
/// Weighed where loads end, t: the <c>collected</c> denominator. Absent where nothing was, or a weight is unknown.
/// </param>
/// <param name="MatchedT">Weighed and matched to a visit of its vehicle, t.</param>
/// <param name="UnmatchedT">Weighed and matched to none, t.</param>
/// <param name="Unmatched">Such weighings; <c>/api/rounds/{date}</c> names each with the reason.</param>
/// <param name="WeightsUnknown">Weighings without a weight: the sums are that much short.</param>
/// <param name="Reason">Why it isn't known what was collected.</param>
/// <param name="Revision">How often it became another after it was given out.</param>
public sealed record LoadDayView(
    string Material, DateOnly Day, string State, long Delivered, long NotWeighed, long Elsewhere, long Undelivered,
    double? CollectedT, double? MatchedT, double? UnmatchedT, long Unmatched, long WeightsUnknown, string? Reason,
    long Revision)
{
    private const double KgPerTonne = 1_000;

    internal static LoadDayView Of(StoredPoint row, City city)
    {
        var values = row.Values;
        return new LoadDayView(
            row.Series["material"], city.DayOf(row.Time), StoredState.Of(row),
            values.Integer(DerivedMeasurements.Delivered) ?? 0, values.Integer(DerivedMeasurements.NotWeighed) ?? 0,
            values.Integer(DerivedMeasurements.Elsewhere) ?? 0, values.Integer(DerivedMeasurements.Undelivered) ?? 0,
            values.Number(DerivedMeasurements.CollectedKg) / KgPerTonne,
            values.Number(DerivedMeasurements.MatchedKg) / KgPerTonne,
            values.Number(DerivedMeasurements.UnmatchedKg) / KgPerTonne,
            values.Integer(DerivedMeasurements.Unmatched) ?? 0,
            values.Integer(DerivedMeasurements.WeightsUnknown) ?? 0,
            values.Text(DerivedMeasurements.Reason) is { Length: > 0 } reason ? reason : null,
            values.Integer(DerivedMeasurements.Revision) ?? 0);
    }
}

/// <summary>What was weighed at a fecal plant's gates on a local day against what its inlet metered.</summary>
/// <param name="WeighedM3">By the material's density, m³; absent where nothing was, or a weight is unknown.</param>
/// <param name="InfluentM3">As metered, m³; absent where a meter gave no volume.</param>
/// <param name="Difference">Metered less weighed, of the larger of the two, a fraction.</param>
/// <param name="Agrees">Whether that is 0.2 at most either way; absent where either is unknown.</param>
/// <param name="Reason">Why either is unknown.</param>
public sealed record InflowDayView(
    string Plant, DateOnly Day, string State, double? WeighedM3, double? InfluentM3, double? Difference, bool? Agrees,
    string? Reason, long Revision)
{
    internal static InflowDayView Of(StoredPoint row, City city)
    {
        var values = row.Values;
        double? difference = values.Truth(DerivedMeasurements.Valid)
            ? values.Number(DerivedMeasurements.Difference) : null;
        return new InflowDayView(
            row.Series["plant"], city.DayOf(row.Time), StoredState.Of(row),
            values.Number(DerivedMeasurements.WeighedM3), values.Number(DerivedMeasurements.InfluentM3), difference,
            difference is { } part ? Math.Abs(part) <= InflowBalance.Tolerance : null,
            values.Text(DerivedMeasurements.Reason) is { Length: > 0 } reason ? reason : null,
            values.Integer(DerivedMeasurements.Revision) ?? 0);
    }
}
