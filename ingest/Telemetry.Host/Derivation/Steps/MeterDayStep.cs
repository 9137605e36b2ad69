using Telemetry.Domain.Calendar;
using Telemetry.Domain.Volumes;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Published;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>Derives the noted meters' days of one local day from their hours' rows.</summary>
internal sealed class MeterDayStep(IDerivedStore store, DayWriter writer, IDerivationState state, DeriveTally tally)
{
    public async Task RunAsync(
        CityBook book, LocalDay day, IReadOnlyList<DirtyPartition> noted, FiguresInForce figures,
        CancellationToken cancellationToken)
    {
        var meters = noted.Select(partition => (Meter: MeterKey.Parse(partition.Subject), partition.Cause))
            .Where(one => book.RulesOf(one.Meter) is not null).ToList();
        if (meters.Count > 0)
        {
            var rows = await store.ReadAsync(
                [
                    // And the first hour of the next day, whose first reading may close this one.
                    .. meters.Select(one => SeriesSpan.Of(one.Meter.Hours, day.StartMs, day.EndMs + 1)),
                    .. meters.Select(one => SeriesSpan.Of(one.Meter.Days, day.StartMs, day.StartMs + 1)),
                ],
                cancellationToken);
            var drafts = meters.Select((one, i) => Draft(
                book, day, one.Meter, rows[i], rows[meters.Count + i] is [var stored, ..] ? stored : null, figures) with
            {
                Cause = one.Cause,
            });
            await writer.WriteAsync(PartitionKind.MeterDay, day, [.. drafts], cancellationToken);
            tally.Recomputed(PartitionKind.MeterDay, meters.Count);
        }
        await state.SettleAsync(noted, [], cancellationToken);
    }

    private static DayDraft Draft(
        CityBook book, LocalDay day, MeterKey meter, IReadOnlyList<StoredPoint> hours, StoredPoint? stored,
        FiguresInForce figures)
    {
        var volume = DayVolume.Compute(
            day,
            [
                // One that another calendar left here goes once the sweep comes to it.
                .. hours.Where(row => book.Calendar.BeginsHour(row.Time.ToUnixTimeMilliseconds()))
                    .Select(row => HourRow.Read(row, book.Calendar.HourOf(row.Time.ToUnixTimeMilliseconds())))
                    .Where(hour => !hour.IsEmpty),
            ],
            book.RulesOf(meter)!);
        var declared = Declared(figures, meter, day.Date);
        var isWhole = false;
        foreach (var figure in declared)
        {
            volume = figure.Declaration switch
            {
                MissedVolume missed => volume.With(new DeclaredVolume(DeclaredVolumeKind.Missed, missed.VolumeM3)),
                DayCorrection all => volume.With(new DeclaredVolume(DeclaredVolumeKind.Correction, all.VolumeM3)),
                _ => volume,
            };
            isWhole |= figure.Declaration is DayCorrection;
        }
        var inputs = book.MeterInputs(meter, declared);
        // A correction says what the whole day came to: nothing is missing any more.
        var completeness = isWhole ? 1 : volume.Coverage;
        return new DayDraft(
            ValueSubject.Of(meter.Plant, meter.Meter), completeness, MeterDayRow.Values(volume), stored,
            mark => MeterDayRow.Write(meter, volume, completeness, mark), inputs)
        {
            Following = book.Registry.Plants.ContainsKey(meter.Plant)
                ? [new(PartitionKind.PlantDay, meter.Plant.Value, day.StartMs, default)] : [],
            Scopes = book.ScopesOf(meter.Plant, day.Date),
        };
    }

    /// <summary>
    /// Declared figures that take part in a meter's day: what was missed first, then what replaces all.
    /// </summary>
    public static IReadOnlyList<DeclaredFigure> Declared(FiguresInForce figures, MeterKey meter, DateOnly day) =>
    [
        .. HourStep.Replacements(figures, meter, day),
        .. figures.On(FigureKind.MissedVolume, meter.ToString(), day),
        .. figures.On(FigureKind.DayCorrection, meter.ToString(), day),
    ];
}
