using Telemetry.Domain.Derived;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>What was derived by another time zone or day start of the city.</summary>
internal sealed class StrayRows
{
    private const long DayMs = 24 * 3_600_000;

    private readonly IDerivedStore _store;
    private readonly CityBook _book;
    private readonly long _nowMs;
    private readonly Dictionary<MeterKey, long> _firstReadings;

    private StrayRows(IDerivedStore store, CityBook book, long nowMs, Dictionary<MeterKey, long> firstReadings) =>
        (_store, _book, _nowMs, _firstReadings) = (store, book, nowMs, firstReadings);

    public static async Task<StrayRows> LookAsync(
        IDerivedStore store, CityBook book, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var firstReadings = new Dictionary<MeterKey, long>();
        foreach (var meter in book.Meters)
        {
            if (await FirstReadingAsync(store, meter, cancellationToken) is { } firstMs)
                firstReadings.Add(meter, firstMs);
        }
        return new StrayRows(store, book, now.ToUnixTimeMilliseconds(), firstReadings);
    }

    /// <summary>Stands where no day begins.</summary>
    public bool Is(StoredPoint row) => !_book.Calendar.BeginsDay(row.Time.ToUnixTimeMilliseconds());

    /// <summary>
    /// What a daily row covers, Unix ms, both inclusive; a stray one that says so already covers nothing.
    /// </summary>
    public (long FirstMs, long LastMs)? Covers(StoredPoint row)
    {
        var startMs = row.Time.ToUnixTimeMilliseconds();
        if (!Is(row)) return (startMs, _book.Calendar.DayOf(startMs).EndMs - 1);
        if (StrayRow.IsVoid(row)) return null;
        var lastMs = Math.Max(startMs, Math.Min(startMs + DayMs - 1, _nowMs));
        // The very first day begins with its first reading: what lies before it may be of another day now, of which
        // nothing was ever heard.
        var firstMs = _firstReadings.Where(one => TakesPartIn(one.Key, row)).Select(static one => one.Value)
            .DefaultIfEmpty(startMs).Min();
        return (firstMs > startMs && firstMs <= lastMs ? firstMs : startMs, lastMs);
    }

    /// <summary>
    /// Voids the stray ones among daily rows, and before them the hours of their time, by which the next start would
    /// find them if this process ended in between.
    /// </summary>
    public async Task VoidAsync(
        IEnumerable<StoredPoint> daily, long firstMs, long endMs, CancellationToken cancellationToken)
    {
        var strays = daily.Where(row => Is(row) && !StrayRow.IsVoid(row)).ToList();
        if (strays.Count == 0) return;
        var meters = strays.Where(static row => row.Series.Measurement == DerivedMeasurements.VolumeDaily)
            .Select(static row => MeterKey.Of(row.Series)).Union(_book.Meters);
        foreach (var meter in meters)
        {
            var hours = await _store.ReadAsync([SeriesSpan.Of(meter.Hours, firstMs, endMs)], cancellationToken);
            await VoidAsync(
                [
                    .. hours[0].Where(row => !_book.Calendar.BeginsHour(row.Time.ToUnixTimeMilliseconds())
                        && !StrayRow.IsVoid(row)),
                ],
                cancellationToken);
        }
        await VoidAsync(strays, cancellationToken);
    }

    private static bool TakesPartIn(MeterKey meter, StoredPoint row) =>
        row.Series.Measurement == DerivedMeasurements.IndicatorDaily
        || (row.Series["plant"] == meter.Plant.Value
            && (row.Series.Measurement == DerivedMeasurements.PlantDaily || row.Series["meter"] == meter.Meter.Value));

    /// <summary>Device time of the oldest reading that any hour of a meter was made of, Unix ms.</summary>
    private static async Task<long?> FirstReadingAsync(
        IDerivedStore store, MeterKey meter, CancellationToken cancellationToken)
    {
        var at = DateTimeOffset.UnixEpoch;
        while (await store.AfterAsync(meter.Hours, at, cancellationToken) is { } row)
        {
            if (HourRow.HasReadings(row))
            {
                // Readings that measure nothing leave no edge: theirs is the hour's.
                var (total, flow) = (HourRow.Edges(row).FirstTotal, HourRow.Edges(row).FirstFlow);
                var hour = row.Time.ToUnixTimeMilliseconds();
                return Math.Min(total?.TimeMs ?? flow?.TimeMs ?? hour, flow?.TimeMs ?? total?.TimeMs ?? hour);
            }
            at = row.Time.AddMilliseconds(1);
        }
        return null;
    }

    private async Task VoidAsync(List<StoredPoint> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        await _store.WriteAsync(
            [.. rows.Select(static row => StrayRow.Void(row.Series, row.Time.ToUnixTimeMilliseconds()))],
            cancellationToken);
    }
}
