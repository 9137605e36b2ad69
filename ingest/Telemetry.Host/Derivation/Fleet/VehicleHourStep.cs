using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Fleet;

/// <summary>
/// Derives one hour of many vehicles, each from its pings and from what its nearest earlier hour handed on. Where the
/// next stored hour began with something else, that one is noted; where it didn't, the change ends here. What follows
/// is noted before the hours are replaced, and they are settled after.
/// </summary>
internal sealed class VehicleHourStep(
    IDerivedStore store, IOperations operations, Reconciliation reconciliation, DeriveTally tally)
{
    /// <param name="noted">Of one hour.</param>
    public async Task RunAsync(
        CityBook book, IReadOnlyList<DirtyPartition> noted, CancellationToken cancellationToken)
    {
        var causes = noted.Select(static one => (Id: new VehicleId(one.Subject), one.Cause))
            .Where(one => book.Registry.Vehicles.ContainsKey(one.Id)).ToDictionary(one => one.Id, one => one.Cause);
        if (causes.Count > 0)
            await DeriveAsync(book, book.Calendar.HourOf(noted[0].StartMs), causes, cancellationToken);
        await operations.Derivation.SettleAsync(noted, [], cancellationToken);
    }

    private async Task DeriveAsync(
        CityBook book, LocalHour hour, Dictionary<VehicleId, ChangeCause> causes, CancellationToken cancellationToken)
    {
        VehicleId[] ids = [.. causes.Keys];
        var fleet = operations.Fleet;
        var entries = await fleet.BeforeAsync(ids, hour.StartMs, cancellationToken);
        var stored = await fleet.HoursAsync(ids, hour.StartMs, hour.StartMs + 1, cancellationToken);
        var next = await fleet.AfterAsync(ids, hour.EndMs, cancellationToken);
        var pings = await store.PingsAsync(
            [.. ids.Select(id => SeriesSpan.Of(SeriesOf(id), hour.StartMs, hour.EndMs))], cancellationToken);
        var hours = new List<DerivedHour>();
        var following = new HashSet<NewPartition>();
        for (var i = 0; i < ids.Length; i++)
        {
            var (id, cause) = (ids[i], causes[ids[i]]);
            var was = stored.GetValueOrDefault(id)?[0];
            var entry = entries.GetValueOrDefault(id)?.Exit ?? VehicleState.None;
            var derived = new DerivedHour(
                id, VehicleHour.Compute(hour, [.. pings[i]], entry, book.Fleet.RulesOf(id)), FleetDigest.Of(entry),
                book.Fleet.Inputs(id));
            if (derived.Hour.IsEmpty)
            {
                // A ping, once stored, goes only by the store's retention: the hour stays as it was derived.
                if (was is not null) tally.Kept();
                continue;
            }
            if (next.GetValueOrDefault(id) is { } after && after.Entry != FleetDigest.Of(derived.Hour.Exit))
                following.Add(Of(PartitionKind.VehicleHour, id.Value, after.Figures.Hour.StartMs, cause));
            var isSame = was is not null && was.Digest == FleetDigest.Of(derived.Hour);
            if (isSame && was!.Entry == derived.Entry && was.Inputs == derived.Inputs) continue;
            hours.Add(derived);
            if (isSame) continue;
            tally.Written(PartitionKind.VehicleHour, 1);
            reconciliation.Wrote(cause, PartitionKind.VehicleHour, id.Value, hour.StartMs);
            foreach (var day in DaysOf(book, hour, entry))
            {
                following.Add(Of(PartitionKind.VehicleDay, id.Value, day, cause));
                following.Add(Of(PartitionKind.ServiceDay, FleetBook.City, day, cause));
            }
        }
        if (following.Count > 0) await operations.Derivation.NoteAsync(following, null, cancellationToken);
        if (hours.Count > 0) await fleet.ReplaceAsync(hours, cancellationToken);
        tally.Recomputed(PartitionKind.VehicleHour, ids.Length);

        static NewPartition Of(PartitionKind kind, string subject, long startMs, ChangeCause cause) =>
            new(kind, subject, startMs, cause);
    }

    public static Series SeriesOf(VehicleId vehicle) => new(Measurements.VehiclePosition, vehicle.Value);

    /// <summary>
    /// Starts of the days that a change of an hour may touch: its own, that of the last fix before it, at which a stop
    /// or visit may have ended, and those on which visits began that may serve a point.
    /// </summary>
    private static IEnumerable<long> DaysOf(CityBook book, LocalHour hour, VehicleState entry)
    {
        yield return book.Calendar.DayOf(hour.StartMs).StartMs;
        if (entry.Track.Last is { } last) yield return book.Calendar.DayOf(last.TimeMs).StartMs;
        foreach (var visit in entry.Visits.Inside)
        {
            if (visit.Place.Kind == PlaceKind.CollectionPoint)
                yield return book.Calendar.DayOf(visit.EnterMs).StartMs;
        }
    }
}
