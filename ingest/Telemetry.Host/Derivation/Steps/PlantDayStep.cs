using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Derives the noted plants' days of one local day.</summary>
internal sealed class PlantDayStep(IDerivedStore store, DayWriter writer, IDerivationState state, DeriveTally tally)
{
    public async Task RunAsync(DayBook book, IReadOnlyList<DirtyPartition> noted, CancellationToken cancellationToken)
    {
        var plants = noted.Select(partition => (
                Plant: book.City.Registry.Plants.GetValueOrDefault(new PlantId(partition.Subject)), partition.Cause))
            .Where(one => one.Plant is not null).ToList();
        if (plants.Count > 0)
        {
            var stored = await store.ReadAsync(
                [
                    .. plants.Select(one => SeriesSpan.Of(
                        PlantDayRow.SeriesOf(one.Plant!), book.Day.StartMs, book.Day.StartMs + 1)),
                ],
                cancellationToken);
            var drafts = plants.Select((one, i) => Draft(book, one.Plant!) with
            {
                Stored = stored[i] is [var row, ..] ? row : null, Cause = one.Cause,
            });
            await writer.WriteAsync(PartitionKind.PlantDay, book.Day, [.. drafts], cancellationToken);
            tally.Recomputed(PartitionKind.PlantDay, plants.Count);
        }
        await state.SettleAsync(noted, [], cancellationToken);
    }

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
            ],
            Scopes = city.ScopesOf(plant.Id, day.Date),
        };
    }
}
