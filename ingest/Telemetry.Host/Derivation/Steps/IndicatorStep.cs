using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>
/// Derives the rates of the noted indicators on one local day: every scope, under every definition of the denominator.
/// </summary>
internal sealed class IndicatorStep(IDerivedStore store, DayWriter writer, IDerivationState state, DeriveTally tally)
{
    public async Task RunAsync(DayBook book, IReadOnlyList<DirtyPartition> noted, CancellationToken cancellationToken)
    {
        var drafts = new List<DayDraft>();
        foreach (var partition in noted)
        {
            var stored = await store.ReadAsync(
                DerivedMeasurements.IndicatorDaily,
                new Dictionary<string, string> { ["indicator"] = partition.Subject },
                DateTimeOffset.FromUnixTimeMilliseconds(book.Day.StartMs),
                DateTimeOffset.FromUnixTimeMilliseconds(book.Day.StartMs + 1), cancellationToken);
            drafts.AddRange(Drafts(book, partition, stored));
        }
        await writer.WriteAsync(PartitionKind.IndicatorDay, book.Day, drafts, cancellationToken);
        tally.Recomputed(PartitionKind.IndicatorDay, noted.Count);
        await state.SettleAsync(noted, [], cancellationToken);
    }

    private static IEnumerable<DayDraft> Drafts(
        DayBook book, DirtyPartition partition, IReadOnlyList<StoredPoint> stored)
    {
        var byKey = stored.ToDictionary(row => row.Series.Key, StringComparer.Ordinal);
        var indicator = book.City.Indicators.FirstOrDefault(one => one.Id == partition.Subject);
        if (indicator is not null)
        {
            var declared = DeclaredOfDay.OfIndicator(book.City.Registry, indicator, book.Figures, book.Day.Date);
            var inputs = book.City.IndicatorInputs(indicator, book.Day.Date, declared);
            foreach (var scope in Scopes(book.City.Registry))
            {
                foreach (var rate in Rates.Compute(book.Rates, indicator, scope))
                {
                    byKey.Remove(RateRow.SeriesOf(rate).Key, out var row);
                    yield return Draft(book, rate, row, inputs) with { Cause = partition.Cause };
                }
            }
        }
        // What is left was derived under definitions, or of a scope or an indicator, that no longer hold.
        foreach (var row in byKey.Values) yield return Undefined(row, partition.Cause);
    }

    private static DayDraft Draft(DayBook book, RateDay rate, StoredPoint? stored, string inputs)
    {
        return new DayDraft(
            ValueSubject.OfIndicator(rate.Indicator, rate.Scope, rate.Basis), rate.Completeness, RateRow.Values(rate),
            stored, mark => RateRow.Write(rate, book.Day.StartMs, mark), inputs)
        {
            Scopes = rate.Scope is { } district ? [Scope.City, Scope.Of(district)] : [Scope.City],
        };
    }

    private static DayDraft Undefined(StoredPoint row, ChangeCause cause)
    {
        DistrictId? district = row.Series["district"] is var name && name == DerivedMeasurements.City
            ? null : new DistrictId(name);
        return new DayDraft(
            ValueSubject.OfIndicator(row.Series["indicator"], district, row.Series["basis"]), 1,
            ValueSet.Of(("rate", null), ("numerator", null), ("denominator", null), ("compliant_rate", null), (
                "target", null)),
            row, mark => RateRow.Undefined(row, mark), row.Values.Text(DerivedMeasurements.Inputs))
        {
            Cause = cause,
            Scopes = district is { } id ? [Scope.City, Scope.Of(id)] : [Scope.City],
        };
    }

    private static DistrictId?[] Scopes(CityRegistry registry) =>
        [null, .. registry.Districts.Keys.OrderBy(id => id.Value, StringComparer.Ordinal).Cast<DistrictId?>()];
}
