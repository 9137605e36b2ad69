using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Fleet;

/// <summary>
/// Holds a local day's loads against the scales, and what was weighed at fecal plants against what their inlets
/// metered: the rows in <c>load_daily</c> and <c>inflow_daily</c>.
/// </summary>
internal sealed class LoadDayStep(
    IDerivedStore store, IOperations operations, RawDays raw, DayWriter writer, DeriveTally tally)
{
    private static readonly Dictionary<string, string> AnyTags = [];

    /// <param name="noted">Of one local day.</param>
    public async Task RunAsync(
        CityBook book, LocalDay day, IReadOnlyList<DirtyPartition> noted, FiguresInForce figures,
        CancellationToken cancellationToken)
    {
        var cause = noted.Aggregate(ChangeCause.None, static (all, one) => all | one.Cause);
        var weighings = WeighingRow.Newest(
            await ServiceDayStep.WeighingsAsync(book, day, raw, figures, cancellationToken));
        var weighed = WeighedDay.Compute(book.Registry, day.Date, day.StartMs, day.EndMs, weighings);
        List<DayDraft> drafts =
        [
            .. await LoadsAsync(book, day, weighings, weighed, cancellationToken),
            .. await InflowsAsync(book, day, weighed, cancellationToken),
        ];
        if (drafts.Count > 0)
        {
            await writer.WriteAsync(
                PartitionKind.LoadDay, day, [.. drafts.Select(draft => draft with { Cause = cause })],
                cancellationToken);
        }
        tally.Recomputed(PartitionKind.LoadDay, 1);
        await operations.Derivation.SettleAsync(noted, [], cancellationToken);
    }

    private async Task<List<DayDraft>> LoadsAsync(
        CityBook book, LocalDay day, IReadOnlyList<WeighingRow> weighings, WeighedDay weighed,
        CancellationToken cancellationToken)
    {
        var loads = (await operations.Fleet.LoadsAsync(null, day.Date, day.Date.AddDays(1), cancellationToken))
            .Select(static one => one.Load).ToLookup(static load => load.Material);
        var unmatched = (await operations.Fleet.ServiceAsync(day.Date, cancellationToken))?.Unmatched ?? [];
        var stored = await RowsAsync(DerivedMeasurements.LoadDaily, "material", day, cancellationToken);
        var inputs = book.Fleet.LoadDayInputs(day.Date);
        var drafts = new List<DayDraft>();
        foreach (var material in Enum.GetValues<Material>())
        {
            var was = stored.GetValueOrDefault(WireNames.Of(material));
            var total = weighed.Total(material);
            var balance = LoadBalance.Of(book.Registry, day, material, loads[material], weighings, unmatched);
            var all = weighings.Count(row => row.Material == material && day.Contains(row.TimeMs));
            if (balance.Loads.IsEmpty && all == 0 && was is null) continue;
            var completeness = all == 0 ? 1 : 1 - ((double)balance.WeightsUnknown / all);
            drafts.Add(new DayDraft(
                ValueSubject.OfLoads(material), completeness, LoadDayRow.Values(balance), was,
                mark => LoadDayRow.Write(balance, total.Reason, completeness, day.StartMs, mark), inputs)
            {
                Scopes = [Scope.City],
            });
        }
        return drafts;
    }

    private async Task<List<DayDraft>> InflowsAsync(
        CityBook book, LocalDay day, WeighedDay weighed, CancellationToken cancellationToken)
    {
        var plants = await RowsAsync(DerivedMeasurements.PlantDaily, "plant", day, cancellationToken);
        var stored = await RowsAsync(DerivedMeasurements.InflowDaily, "plant", day, cancellationToken);
        var inputs = book.Fleet.LoadDayInputs(day.Date);
        var drafts = new List<DayDraft>();
        foreach (var plant in book.Registry.Plants.Values.OrderBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            var was = stored.GetValueOrDefault(plant.Id.Value);
            if (was is null && !FleetBook.WeighsInflow(book.Registry, plant)) continue;
            var row = plants.GetValueOrDefault(plant.Id.Value);
            var balance = InflowBalance.Compute(
                book.Registry, plant.Id, weighed, row?.Values.Number(DerivedMeasurements.InfluentM3));
            if (was is null && balance is { WeighedM3: null, InflowM3: null }) continue;
            var reason = balance.WeighedM3 is null
                ? weighed.At(book.Registry, plant.Id, Material.Fecal).Reason
                : balance.InflowM3 is null ? new Reason(ReasonCode.MeterMissing) : Reason.None;
            var completeness = row?.Values.Number(DerivedMeasurements.Completeness) ?? 0;
            drafts.Add(new DayDraft(
                ValueSubject.OfInflow(plant.Id), completeness, InflowDayRow.Values(balance), was,
                mark => InflowDayRow.Write(balance, reason, completeness, day.StartMs, mark), inputs)
            {
                Scopes = book.ScopesOf(plant.Id, day.Date).Remove(Scope.Of(plant.Id)),
            });
        }
        return drafts;
    }

    private async Task<Dictionary<string, StoredPoint>> RowsAsync(
        Measurement measurement, string tag, LocalDay day, CancellationToken cancellationToken) =>
        (await store.ReadAsync(
            measurement, AnyTags, DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs),
            DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs + 1), cancellationToken))
        .ToDictionary(row => row.Series[tag], StringComparer.Ordinal);
}
