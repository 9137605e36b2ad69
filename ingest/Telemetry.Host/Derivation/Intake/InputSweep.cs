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
    private static readonly Dictionary<string, string> AnyTags = [];
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

    /// <summary>What is dirty, by month; an empty one for a month in which nothing is.</summary>
    public async IAsyncEnumerable<IReadOnlyList<NewPartition>> RunAsync(
        DateTimeOffset now, ChangeCause cause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var meter in book.Meters)
        {
            if (await store.AfterAsync(meter.Days, Begin, cancellationToken) is null
                && await FirstSeenAsync(meter, now, cause, cancellationToken) is { } unseen)
                yield return unseen;
        }
        if (await OldestDayAsync(store, book, cancellationToken) is not { } oldest) yield break;
        var today = book.DateOf(now.ToUnixTimeMilliseconds());
        for (var from = oldest; from <= today;)
        {
            var until = new DateOnly(from.Year, from.Month, 1).AddMonths(1);
            yield return await MonthAsync(from, until, cause, cancellationToken);
            from = until;
        }
    }

    private async Task<IReadOnlyList<NewPartition>> MonthAsync(
        DateOnly from, DateOnly until, ChangeCause cause, CancellationToken cancellationToken)
    {
        var figures = await declared.InForceAsync([], from, until, cancellationToken);
        var dirty = new HashSet<NewPartition>();
        var meters = await ReadAsync(DerivedMeasurements.VolumeDaily, from, until, cancellationToken);
        foreach (var row in meters) Meter(row, figures, cause, dirty);
        var plants = await ReadAsync(DerivedMeasurements.PlantDaily, from, until, cancellationToken);
        Plants(meters, plants, figures, cause, dirty);
        var rates = await ReadAsync(DerivedMeasurements.IndicatorDaily, from, until, cancellationToken);
        Rates(plants, rates, figures, cause, dirty);
        return [.. dirty];
    }

    private void Meter(StoredPoint row, FiguresInForce figures, ChangeCause cause, HashSet<NewPartition> dirty)
    {
        var meter = MeterKey.Of(row.Series);
        if (book.RulesOf(meter) is null) return;
        var day = book.Calendar.DayOf(row.Time.ToUnixTimeMilliseconds());
        var expected = book.MeterInputs(meter, MeterDayStep.Declared(figures, meter, day.Date));
        var named = row.Values.Text(DerivedMeasurements.Inputs);
        if (named == expected) return;
        // A declared figure beside the same rules: a replacement has noted its hour itself, the others are of the day.
        if (CityBook.WithoutDeclared(named) != CityBook.WithoutDeclared(expected))
        {
            foreach (var hour in _partitions.Hours(meter, day.StartMs, day.EndMs - 1, cause)) dirty.Add(hour);
        }
        dirty.Add(new(PartitionKind.MeterDay, meter.ToString(), day.StartMs, cause));
    }

    private void Plants(
        IReadOnlyList<StoredPoint> meters, IReadOnlyList<StoredPoint> plants, FiguresInForce figures,
        ChangeCause cause, HashSet<NewPartition> dirty)
    {
        var named = plants.ToDictionary(
            row => (row.Series["plant"], row.Time.ToUnixTimeMilliseconds()),
            row => row.Values.Text(DerivedMeasurements.Inputs));
        foreach (var plant in book.Registry.Plants.Values)
        {
            var days = plants.Concat(meters).Where(row => row.Series["plant"] == plant.Id.Value)
                .Select(row => row.Time.ToUnixTimeMilliseconds()).Distinct();
            foreach (var startMs in days)
            {
                var day = book.Calendar.DayOf(startMs);
                var expected = book.PlantInputs(
                    plant, day.Date, DeclaredOfDay.OfPlant(book.Registry, plant, figures, day.Date));
                if (named.GetValueOrDefault((plant.Id.Value, startMs)) != expected)
                    dirty.Add(new(PartitionKind.PlantDay, plant.Id.Value, day.StartMs, cause));
            }
        }
    }

    private void Rates(
        IReadOnlyList<StoredPoint> plants, IReadOnlyList<StoredPoint> rates, FiguresInForce figures,
        ChangeCause cause, HashSet<NewPartition> dirty)
    {
        var days = plants.Concat(rates).Select(row => row.Time.ToUnixTimeMilliseconds()).Distinct().ToList();
        var named = rates.ToLookup(
            row => (row.Series["indicator"], row.Time.ToUnixTimeMilliseconds()),
            row => row.Values.Text(DerivedMeasurements.Inputs));
        foreach (var indicator in book.Indicators)
        {
            foreach (var startMs in days)
            {
                var day = book.Calendar.DayOf(startMs);
                var expected = book.IndicatorInputs(
                    indicator, day.Date, DeclaredOfDay.OfIndicator(book.Registry, indicator, figures, day.Date));
                // A row of a definition that no longer holds keeps the versions under which it once did.
                if (!named[(indicator.Id, startMs)].Contains(expected))
                    dirty.Add(new(PartitionKind.IndicatorDay, indicator.Id, day.StartMs, cause));
            }
        }
    }

    /// <summary>A meter that was registered after it had begun to send: all it ever sent; null where it sent nothing.
    /// </summary>
    private async Task<IReadOnlyList<NewPartition>?> FirstSeenAsync(
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
        return
        [
            .. _partitions.Hours(
                meter, first.Time.ToUnixTimeMilliseconds(), last.ToUnixTimeMilliseconds(), cause),
        ];
    }

    private Task<IReadOnlyList<StoredPoint>> ReadAsync(
        Measurement measurement, DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        store.ReadAsync(
            measurement, AnyTags, DateTimeOffset.FromUnixTimeMilliseconds(book.Calendar.Day(from).StartMs),
            DateTimeOffset.FromUnixTimeMilliseconds(book.Calendar.Day(until).StartMs), cancellationToken);
}
