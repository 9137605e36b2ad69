using System.Runtime.CompilerServices;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Host.Derivation.Steps;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>
/// Compares the versions that stored daily rows name with those now in force, a month at a time. A row that names
/// others is dirty, and no other row is: so an edit of the registry costs exactly what depends on it, and an edit that
/// was made while nobody looked is found as surely.
/// </summary>
internal sealed class InputSweep(IDerivedStore store, ITelemetryReader reader, IDeclaredFigures declared, CityBook book)
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    private readonly ChangedPartitions _partitions = new(book);

    /// <summary>The first local day of which any meter has a row; null where none has.</summary>
    public static async Task<DateOnly?> OldestDayAsync(
        IDerivedStore store, CityBook book, CancellationToken cancellationToken)
    {
        DateOnly? oldest = null;
        foreach (var meter in book.Meters)
        {
            if (await store.AfterAsync(meter.Days, Begin, cancellationToken) is not { } row) continue;
            var day = book.DateOf(row.Time.ToUnixTimeMilliseconds());
            if (oldest is null || day < oldest) oldest = day;
        }
        return oldest;
    }

    /// <summary>
    /// What is dirty: first whatever meters sent that were never derived, then by month; an empty one for a month in
    /// which nothing is. Each is to be noted before the next is asked for.
    /// </summary>
    public async IAsyncEnumerable<IEnumerable<NewPartition>> RunAsync(
        DateTimeOffset now, ChangeCause cause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All at once: what comes in meanwhile is derived between two portions, and a meter of which anything is
        // derived is not a new one any more.
        var unseen = new List<IEnumerable<NewPartition>>();
        foreach (var meter in book.Meters)
        {
            if (await store.AfterAsync(meter.Days, Begin, cancellationToken) is null
                && await FirstSeenAsync(meter, now, cause, cancellationToken) is { } hours)
                unseen.Add(hours);
        }
        if (unseen.Count > 0) yield return unseen.SelectMany(static hours => hours);
        if (await OldestDayAsync(store, book, cancellationToken) is not { } oldest) yield break;
        var today = book.DateOf(now.ToUnixTimeMilliseconds());
        var strays = await StrayRows.LookAsync(store, book, now, cancellationToken);
        for (var from = oldest; from <= today;)
        {
            var until = new DateOnly(from.Year, from.Month, 1).AddMonths(1);
            var rows = await MonthRows.ReadAsync(
                store, book.Calendar.Day(from).StartMs, book.Calendar.Day(until).StartMs, cancellationToken);
            var figures = await declared.InForceAsync([], from, until, cancellationToken);
            yield return Dirty(rows, strays, figures, cause);
            // Noted by now: what a row that goes has told of is not forgotten.
            await strays.VoidAsync(rows.All, rows.FirstMs, rows.EndMs, cancellationToken);
            from = until;
        }
    }

    private HashSet<NewPartition> Dirty(
        MonthRows rows, StrayRows strays, FiguresInForce figures, ChangeCause cause)
    {
        var dirty = new HashSet<NewPartition>();
        foreach (var row in rows.Meters)
        {
            if (strays.Covers(row) is { } covered) Meter(row, covered, figures, cause, dirty);
        }
        Plants(rows, strays, figures, cause, dirty);
        Rates(rows, strays, figures, cause, dirty);
        return dirty;
    }

    private void Meter(
        StoredPoint row, (long FirstMs, long LastMs) covered, FiguresInForce figures, ChangeCause cause,
        HashSet<NewPartition> dirty)
    {
        var meter = MeterKey.Of(row.Series);
        if (book.RulesOf(meter) is null) return;
        var date = book.DateOf(covered.FirstMs);
        var expected = book.MeterInputs(meter, MeterDayStep.Declared(figures, meter, date));
        var named = row.Values.Text(DerivedMeasurements.Inputs);
        if (named == expected) return;
        // A declared figure beside the same rules: a replacement has noted its hour itself, the others are of the day.
        if (CityBook.WithoutDeclared(named) != CityBook.WithoutDeclared(expected))
        {
            foreach (var hour in _partitions.Hours(meter, covered.FirstMs, covered.LastMs, cause)) dirty.Add(hour);
        }
        foreach (var startMs in _partitions.Days(covered.FirstMs, covered.LastMs))
            dirty.Add(new(PartitionKind.MeterDay, meter.ToString(), startMs, cause));
    }

    private void Plants(
        MonthRows rows, StrayRows strays, FiguresInForce figures, ChangeCause cause, HashSet<NewPartition> dirty)
    {
        var named = rows.Plants.ToDictionary(
            row => (row.Series["plant"], row.Time.ToUnixTimeMilliseconds()),
            row => row.Values.Text(DerivedMeasurements.Inputs));
        foreach (var plant in book.Registry.Plants.Values)
        {
            var own = rows.Plants.Concat(rows.Meters).Where(row => row.Series["plant"] == plant.Id.Value);
            foreach (var startMs in Days(own, strays))
            {
                var date = book.DateOf(startMs);
                var expected = book.PlantInputs(
                    plant, date, DeclaredOfDay.OfPlant(book.Registry, plant, figures, date));
                if (named.GetValueOrDefault((plant.Id.Value, startMs)) != expected)
                    dirty.Add(new(PartitionKind.PlantDay, plant.Id.Value, startMs, cause));
            }
        }
    }

    private void Rates(
        MonthRows rows, StrayRows strays, FiguresInForce figures, ChangeCause cause, HashSet<NewPartition> dirty)
    {
        var days = Days(rows.Plants.Concat(rows.Rates), strays);
        var named = rows.Rates.ToLookup(
            row => (row.Series["indicator"], row.Time.ToUnixTimeMilliseconds()),
            row => row.Values.Text(DerivedMeasurements.Inputs));
        foreach (var indicator in book.Indicators)
        {
            foreach (var startMs in days)
            {
                var date = book.DateOf(startMs);
                var expected = book.IndicatorInputs(
                    indicator, date, DeclaredOfDay.OfIndicator(book.Registry, indicator, figures, date));
                // A row of a definition that no longer holds keeps the versions under which it once did.
                if (!named[(indicator.Id, startMs)].Contains(expected))
                    dirty.Add(new(PartitionKind.IndicatorDay, indicator.Id, startMs, cause));
            }
        }
    }

    /// <summary>Starts of the days that rows tell of.</summary>
    private List<long> Days(IEnumerable<StoredPoint> rows, StrayRows strays) =>
    [
        .. rows.Select(strays.Covers).OfType<(long FirstMs, long LastMs)>().Distinct()
            .SelectMany(covered => _partitions.Days(covered.FirstMs, covered.LastMs)).Distinct(),
    ];

    /// <summary>A meter that was registered after it had begun to send: all it ever sent; null where it sent nothing.
    /// </summary>
    private async Task<IEnumerable<NewPartition>?> FirstSeenAsync(
        MeterKey meter, DateTimeOffset now, ChangeCause cause, CancellationToken cancellationToken)
    {
        var oldest = await reader.RangeAsync(meter.Flow, Begin, now, 1, cancellationToken);
        if (oldest is not [var first, ..]) return null;
        var tags = new Dictionary<string, string>
        {
            ["plant"] = meter.Plant.Value, ["meter"] = meter.Meter.Value,
        };
        var newest = await reader.LatestAsync(Measurements.PlantFlow, tags, cancellationToken);
        var last = newest is [var row, ..] ? row.Time : first.Time;
        return _partitions.Hours(
            meter, first.Time.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds(), cause);
    }

    /// <summary>The daily rows of a month.</summary>
    private sealed record MonthRows(
        IReadOnlyList<StoredPoint> Meters, IReadOnlyList<StoredPoint> Plants, IReadOnlyList<StoredPoint> Rates,
        long FirstMs, long EndMs)
    {
        private static readonly Dictionary<string, string> AnyTags = [];

        public IEnumerable<StoredPoint> All => Meters.Concat(Plants).Concat(Rates);

        public static async Task<MonthRows> ReadAsync(
            IDerivedStore store, long firstMs, long endMs, CancellationToken cancellationToken)
        {
            return new MonthRows(
                await RowsAsync(DerivedMeasurements.VolumeDaily), await RowsAsync(DerivedMeasurements.PlantDaily),
                await RowsAsync(DerivedMeasurements.IndicatorDaily), firstMs, endMs);

            Task<IReadOnlyList<StoredPoint>> RowsAsync(Measurement measurement) => store.ReadAsync(
                measurement, AnyTags, DateTimeOffset.FromUnixTimeMilliseconds(firstMs),
                DateTimeOffset.FromUnixTimeMilliseconds(endMs), cancellationToken);
        }
    }
}
