using System.Runtime.CompilerServices;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Host.Derivation.Fleet;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Intake;

/// <summary>
/// The same comparison for vehicles as <see cref="InputSweep"/> makes for plants: hours, loads and rounds that name
/// other versions of places, limits and rounds than those in force are dirty, a day at a time, and no others.
/// </summary>
internal sealed class FleetSweep(IDerivedStore store, ITelemetryReader reader, IFleet fleet, CityBook book)
{
    private static readonly Dictionary<string, string> AnyTags = [];

    private static readonly Measurement[] Daily =
        [DerivedMeasurements.VehicleDaily, DerivedMeasurements.LoadDaily, DerivedMeasurements.InflowDaily];

    /// <summary>What is dirty; each portion is to be noted before the next is asked for.</summary>
    public async IAsyncEnumerable<IEnumerable<NewPartition>> RunAsync(
        DateTimeOffset now, ChangeCause cause, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await fleet.FirstHoursAsync(cancellationToken);
        if (book.Registry.Vehicles.Count > 0) yield return await UnseenAsync(first, now, cause, cancellationToken);
        if (first.Count == 0) yield break;
        var nowMs = now.ToUnixTimeMilliseconds();
        for (var day = book.Calendar.DayOf(first.Values.Min()); day.StartMs <= nowMs;
            day = book.Calendar.DayOf(day.EndMs))
        {
            var hours = await fleet.InputsAsync(day.StartMs, day.EndMs, cancellationToken);
            var dirty = new HashSet<NewPartition>();
            foreach (var (vehicle, startMs, inputs) in hours)
            {
                if (!book.Registry.Vehicles.ContainsKey(vehicle) || inputs == book.Fleet.Inputs(vehicle)) continue;
                foreach (var ms in (long[])[startMs, startMs + HourMs - 1])
                {
                    dirty.Add(new(
                        PartitionKind.VehicleHour, vehicle.Value, book.Calendar.HourOf(ms).StartMs, cause));
                }
            }
            foreach (var loads in await fleet.LoadDaysAsync(day.Date, day.Date.AddDays(1), cancellationToken))
            {
                if (book.Registry.Vehicles.ContainsKey(loads.Vehicle) && !loads.Inputs.StartsWith(
                    book.Fleet.LoadInputs(loads.Vehicle, day.Date), StringComparison.Ordinal))
                    dirty.Add(new(PartitionKind.VehicleDay, loads.Vehicle.Value, day.StartMs, cause));
            }
            if ((await fleet.ServiceAsync(day.Date, cancellationToken))?.Inputs != book.Fleet.ServiceInputs(day.Date))
                dirty.Add(new(PartitionKind.ServiceDay, FleetBook.City, day.StartMs, cause));
            if (await NamesOtherAsync(day, cancellationToken))
                dirty.Add(new(PartitionKind.LoadDay, FleetBook.City, day.StartMs, cause));
            yield return dirty;
            await LeaveAsync(hours, day.StartMs, day.EndMs, cancellationToken);
        }
    }

    private const long HourMs = 3_600_000;

    /// <summary>Vehicles that were registered after they had begun to send: all they ever sent.</summary>
    private async Task<IEnumerable<NewPartition>> UnseenAsync(
        IReadOnlyDictionary<VehicleId, long> known, DateTimeOffset now, ChangeCause cause,
        CancellationToken cancellationToken)
    {
        var dirty = new List<IEnumerable<NewPartition>>();
        foreach (var newest in await reader.LatestAsync(Measurements.VehiclePosition, AnyTags, cancellationToken))
        {
            var vehicle = new VehicleId(newest.Series["vehicle"]);
            if (known.ContainsKey(vehicle) || !book.Registry.Vehicles.ContainsKey(vehicle)) continue;
            var oldest = await reader.RangeAsync(newest.Series, DateTimeOffset.UnixEpoch, now, 1, cancellationToken);
            if (oldest is not [var first, ..]) continue;
            dirty.Add(new ChangedPartitions(book, book.RunningHourMs(now)).VehicleHours(
                vehicle, first.Time.ToUnixTimeMilliseconds(), newest.Time.ToUnixTimeMilliseconds(), cause));
        }
        return dirty.SelectMany(static hours => hours);
    }

    /// <summary>What stands where no hour or day begins any more, since the city's calendar was changed.</summary>
    private async Task LeaveAsync(
        IReadOnlyList<HourInputs> hours, long fromMs, long untilMs, CancellationToken cancellationToken)
    {
        var strays = hours.Where(one => !book.Calendar.BeginsHour(one.HourMs))
            .Select(static one => (one.Vehicle, one.HourMs)).ToList();
        if (strays.Count > 0) await fleet.RemoveAsync(strays, cancellationToken);
        foreach (var measurement in Daily)
        {
            var rows = (await RowsAsync(measurement, fromMs, untilMs, cancellationToken))
                .Where(row => !book.Calendar.BeginsDay(row.Time.ToUnixTimeMilliseconds()) && !StrayRow.IsVoid(row))
                .Select(static row => StrayRow.Void(row.Series, row.Time.ToUnixTimeMilliseconds())).ToList();
            if (rows.Count > 0) await store.WriteAsync(rows, cancellationToken);
        }
    }

    /// <summary>Whether a day's loads or inflows were held against each other by other versions.</summary>
    private async Task<bool> NamesOtherAsync(LocalDay day, CancellationToken cancellationToken)
    {
        var inputs = book.Fleet.LoadDayInputs(day.Date);
        foreach (var measurement in (Measurement[])[DerivedMeasurements.LoadDaily, DerivedMeasurements.InflowDaily])
        {
            var rows = await RowsAsync(measurement, day.StartMs, day.StartMs + 1, cancellationToken);
            if (rows.Any(row => row.Values.Text(DerivedMeasurements.Inputs) != inputs)) return true;
        }
        return false;
    }

    private Task<IReadOnlyList<StoredPoint>> RowsAsync(
        Measurement measurement, long fromMs, long untilMs, CancellationToken cancellationToken) => store.ReadAsync(
        measurement, AnyTags, DateTimeOffset.FromUnixTimeMilliseconds(fromMs),
        DateTimeOffset.FromUnixTimeMilliseconds(untilMs), cancellationToken);
}
