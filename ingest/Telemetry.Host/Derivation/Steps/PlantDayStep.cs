using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Derives the noted plants' days of one local day.</summary>
internal sealed class PlantDayStep(IDerivedStore store, DayWriter writer, IDerivationState state, DeriveTally tally)
{
    private static readonly Dictionary<string, string> AnyTags = [];

    public async Task RunAsync(DayBook book, IReadOnlyList<DirtyPartition> noted, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(
            DerivedMeasurements.PlantDaily, AnyTags, DateTimeOffset.FromUnixTimeMilliseconds(book.Day.StartMs),
            DateTimeOffset.FromUnixTimeMilliseconds(book.Day.StartMs + 1), cancellationToken);
        var stored = rows.ToDictionary(row => row.Series["plant"], StringComparer.Ordinal);
        var causes = noted.ToDictionary(partition => partition.Subject, partition => partition.Cause);
        var drafts = new List<DayDraft>();
        foreach (var (id, plant) in book.City.Registry.Plants.OrderBy(one => one.Key.Value, StringComparer.Ordinal))
        {
            var row = stored.GetValueOrDefault(id.Value);
            if (causes.TryGetValue(id.Value, out var cause))
                drafts.Add(Draft(book, plant) with { Stored = row, Cause = cause });
            else if (row is null && TreatsNothing(plant, book.Day))
                drafts.Add(Draft(book, plant) with { Following = [] });
        }
        if (drafts.Count > 0)
        {
            await writer.WriteAsync(PartitionKind.PlantDay, book.Day, drafts, cancellationToken);
            tally.Recomputed(PartitionKind.PlantDay, drafts.Count);
        }
        await state.SettleAsync(noted, [], cancellationToken);
    }

    /// <summary>
    /// No reading will ever tell of it: that its load is undefined is known with the first figure of the day. The rates
    /// are none the wiser for its row.
    /// </summary>
    private static bool TreatsNothing(Plant plant, LocalDay day) => plant.CapacityAt(day.Date) is { Treats: false };

    private static DayDraft Draft(DayBook book, Plant plant)
    {
        var (city, day) = (book.City, book.Day);
        var computed = book.Of(plant.Id);
        var required = PlantMeters.Required(plant).Select(meter => meter.Id.Value).ToHashSet(StringComparer.Ordinal);
        var meters = book.MetersOf(plant.Id).Where(row => required.Contains(row.Series["meter"])).ToList();
        var declared = DeclaredOfDay.OfPlant(city.Registry, plant, book.Figures, day.Date);
        return new DayDraft(
            ValueSubject.Of(plant.Id), computed.Completeness, PlantDayRow.Values(computed), null,
            mark => PlantDayRow.Write(plant, day.StartMs, computed, meters, mark),
            city.PlantInputs(plant, day.Date, declared))
        {
            Following =
            [
                .. city.IndicatorsOf(plant).Select(indicator =>
                    new NewPartition(PartitionKind.IndicatorDay, indicator.Id, day.StartMs, default)),
                .. FleetBook.WeighsInflow(city.Registry, plant)
                    ? [new NewPartition(PartitionKind.LoadDay, FleetBook.City, day.StartMs, default)]
                    : (NewPartition[])[],
            ],
            Scopes = city.ScopesOf(plant.Id, day.Date),
        };
    }
}
