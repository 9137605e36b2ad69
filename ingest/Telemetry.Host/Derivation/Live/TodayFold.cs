using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Live;

/// <summary>
/// Folds today's hours as they stand in the store, and keeps those of the last like weekdays beside them. Live figures:
/// nothing of it is stored, so a restart or a late reading leaves no trace but the right figure.
/// </summary>
internal sealed class TodayFold(IDerivedReader store)
{
    private readonly Dictionary<(MeterKey Meter, DateOnly Day), double?[]> _likeDays = [];
    private DateOnly _likeDaysOf;
    private string _likeDaysFrom = "";

    public async Task<IReadOnlyList<PlantToday>> FoldAsync(
        CityBook book, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var day = book.Calendar.DayOf(now.ToUnixTimeMilliseconds());
        var plants = book.Registry.Plants.Values.Where(plant => !PlantMeters.Required(plant).IsEmpty)
            .OrderBy(plant => plant.Id.Value, StringComparer.Ordinal).ToList();
        await LikeDaysAsync(book, day, plants, cancellationToken);
        var meters = plants.SelectMany(KeysOf).ToList();
        var rows = await store.ReadAsync(
            [.. meters.Select(meter => SeriesSpan.Of(meter.Hours, day.StartMs, day.EndMs))], cancellationToken);
        var hours = meters.Select((meter, i) => (meter, Rows: rows[i]))
            .ToDictionary(one => one.meter, one => one.Rows);
        return [.. plants.Select(plant => Fold(book, plant, day, now, hours))];
    }

    private PlantToday Fold(
        CityBook book, Plant plant, LocalDay day, DateTimeOffset now,
        Dictionary<MeterKey, IReadOnlyList<StoredPoint>> rows)
    {
        var meters = KeysOf(plant).ToList();
        var today = Together(meters.Select(meter => HoursOf(book, day, rows[meter])));
        HourlyVolumes[] like =
        [
            .. TodaySoFar.LikeDaysOf(day.Date)
                .Where(date => meters.TrueForAll(meter => _likeDays.ContainsKey((meter, date))))
                .Select(date => new HourlyVolumes(
                    date, [.. Together(meters.Select(meter => _likeDays[(meter, date)]))])),
        ];
        var figures = TodaySoFar.Compute(
            like, today, now - DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs),
            TimeSpan.FromMilliseconds(day.LengthMs));
        var newest = meters.SelectMany(meter => rows[meter]).Select(NewestMs).Prepend(day.StartMs).Max();
        var silence = PlantMeters.Required(plant).Max(meter => Staleness.Of(meter.Interval));
        return new PlantToday(plant, figures, newest, silence);
    }

    /// <summary>Read once a day; the hours of a like day that come late are in the next day's expectation.</summary>
    private async Task LikeDaysAsync(
        CityBook book, LocalDay today, IReadOnlyList<Plant> plants, CancellationToken cancellationToken)
    {
        if (_likeDaysOf == today.Date && _likeDaysFrom == book.Registry.Version) return;
        _likeDays.Clear();
        foreach (var date in TodaySoFar.LikeDaysOf(today.Date))
        {
            var day = book.Calendar.Day(date);
            var meters = plants.SelectMany(KeysOf).ToList();
            var rows = await store.ReadAsync(
                [.. meters.Select(meter => SeriesSpan.Of(meter.Hours, day.StartMs, day.EndMs))], cancellationToken);
            for (var i = 0; i < meters.Count; i++) _likeDays[(meters[i], date)] = HoursOf(book, day, rows[i]);
        }
        (_likeDaysOf, _likeDaysFrom) = (today.Date, book.Registry.Version);
    }

    private static double?[] HoursOf(CityBook book, LocalDay day, IReadOnlyList<StoredPoint> rows)
    {
        var hours = new double?[book.Calendar.HoursOf(day).Count()];
        foreach (var row in rows)
        {
            var hour = book.Calendar.HourOf(row.Time.ToUnixTimeMilliseconds());
            if (row.Values.Truth(DerivedMeasurements.Valid))
                hours[hour.Index] = row.Values.Number(DerivedMeasurements.VolumeM3);
        }
        return hours;
    }

    /// <summary>Known only where every meter is.</summary>
    private static double?[] Together(IEnumerable<double?[]> meters) =>
        meters.Aggregate(static (sum, more) => [.. sum.Zip(more, static (one, other) => one + other)]);

    private static IEnumerable<MeterKey> KeysOf(Plant plant) =>
        PlantMeters.Required(plant).Select(meter => new MeterKey(plant.Id, meter.Id));

    private static long NewestMs(StoredPoint row)
    {
        var edges = HourRow.Edges(row);
        return Math.Max(edges.LastTotal?.TimeMs ?? 0, edges.LastFlow?.TimeMs ?? 0);
    }
}
