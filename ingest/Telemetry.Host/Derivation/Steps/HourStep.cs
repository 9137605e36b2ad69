using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Volumes;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <summary>
/// Derives the noted hours of one meter and one local day. What follows is noted before the rows are written, and the
/// hours are settled after: a crash in between repeats the step and loses nothing.
/// </summary>
internal sealed class HourStep(
    IDerivedStore store, IDerivationState state, Reconciliation reconciliation, DeriveTally tally)
{
    /// <param name="noted">Of one meter and one local day.</param>
    public async Task RunAsync(
        CityBook book, IReadOnlyList<DirtyPartition> noted, FiguresInForce figures, CancellationToken cancellationToken)
    {
        var meter = MeterKey.Parse(noted[0].Subject);
        if (book.RulesOf(meter) is { } rules)
        {
            var cause = noted.Aggregate(ChangeCause.None, static (all, one) => all | one.Cause);
            var window = await HourWindow.ReadAsync(store, book, meter, rules, noted, figures, cancellationToken);
            var result = await window.DeriveAsync(cancellationToken);
            await WriteAsync(book, meter, result, figures, cause, cancellationToken);
            tally.Recomputed(PartitionKind.MeterHour, result.Hours.Count);
        }
        await state.SettleAsync(noted, [], cancellationToken);
    }

    private async Task WriteAsync(
        CityBook book, MeterKey meter, HourResult result, FiguresInForce figures, ChangeCause cause,
        CancellationToken cancellationToken)
    {
        var rows = new List<DerivedPoint>();
        var following = new HashSet<NewPartition>();
        foreach (var hour in result.Later) following.Add(Of(PartitionKind.MeterHour, hour));
        foreach (var (hour, stored) in result.Hours)
        {
            if (hour.IsEmpty && (stored is null || !cause.HasFlag(ChangeCause.DeclaredFigure)))
            {
                // A reading, once stored, goes only by the store's retention: the hour stays as it was derived.
                if (stored is not null) tally.Kept();
                continue;
            }
            var day = book.Calendar.DayOf(hour.Hour.StartMs);
            var row = HourRow.Write(meter, hour, book.MeterInputs(meter, Replacements(figures, meter, day.Date)));
            var difference = row.Against(stored);
            if (difference == RowDifference.None) continue;
            rows.Add(row);
            reconciliation.Wrote(cause, PartitionKind.MeterHour, meter.ToString(), hour.Hour.StartMs);
            // The day counts its readings, and goes no further where these alone are more.
            if (difference != RowDifference.Value
                && stored?.Values.Integer(DerivedMeasurements.Readings) == hour.Readings) continue;
            following.Add(Of(PartitionKind.MeterDay, day.StartMs));
            if (MayClose(hour, stored, day))
                following.Add(Of(PartitionKind.MeterDay, book.Calendar.DayOf(day.StartMs - 1).StartMs));
        }
        if (following.Count > 0) await state.NoteAsync(following, null, cancellationToken);
        if (rows.Count > 0) await store.WriteAsync(rows, cancellationToken);
        tally.Written(PartitionKind.MeterHour, rows.Count);

        NewPartition Of(PartitionKind kind, long startMs) => new(kind, meter.ToString(), startMs, cause);
    }

    /// <summary>Whether a gap ends at the beginning of a day, or did, and may be the day's before.</summary>
    private static bool MayClose(HourVolume hour, StoredPoint? stored, LocalDay day) =>
        hour.Hour.StartMs == day.StartMs && (hour.UndistributedM3 is not null
            || stored?.Values.Number(DerivedMeasurements.UndistributedM3) is not null);

    /// <summary>Declared resets and replacements that concern a meter's day.</summary>
    public static IReadOnlyList<DeclaredFigure> Replacements(FiguresInForce figures, MeterKey meter, DateOnly day) =>
        figures.On(FigureKind.MeterReplacement, meter.ToString(), day);
}
