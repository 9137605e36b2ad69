using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Fleet;

/// <summary>What is replaced; the other parts answer questions.</summary>
internal sealed partial class FleetBook(OperationalDatabase database) : IFleet
{
    public Task ReplaceAsync(IReadOnlyCollection<DerivedHour> hours, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                Remove(context, hours.Select(static one => (one.Vehicle, one.Hour.Hour.StartMs)));
                foreach (var hour in hours)
                {
                    if (!hour.Hour.IsEmpty) Add(context, hour);
                }
                return true;
            },
            cancellationToken);

    public Task RemoveAsync(
        IReadOnlyCollection<(VehicleId Vehicle, long HourMs)> hours, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                Remove(context, hours);
                return true;
            },
            cancellationToken);

    public Task ReplaceAsync(IReadOnlyCollection<DerivedLoads> days, CancellationToken cancellationToken) =>
        database.ChangeAsync(
            context =>
            {
                foreach (var group in days.GroupBy(static one => one.Day))
                {
                    string[] vehicles = [.. group.Select(static one => one.Vehicle.Value)];
                    context.Loads.Where(row => row.Day == group.Key && vehicles.Contains(row.Vehicle)).ExecuteDelete();
                    context.VehicleDays.Where(row => row.Day == group.Key && vehicles.Contains(row.Vehicle))
                        .ExecuteDelete();
                }
                foreach (var day in days)
                {
                    context.VehicleDays.Add(LoadRowing.RowOf(day));
                    context.Loads.AddRange(day.Loads.Select((load, nr) => LoadRowing.RowOf(day.Day, nr, load)));
                }
                return true;
            },
            cancellationToken);

    public Task ReplaceAsync(DerivedService day, CancellationToken cancellationToken) => database.ChangeAsync(
        context =>
        {
            var date = day.Day.Day.Date;
            context.RoundPoints.Where(row => row.Day == date).ExecuteDelete();
            context.Rounds.Where(row => row.Day == date).ExecuteDelete();
            context.Unmatched.Where(row => row.Day == date).ExecuteDelete();
            context.ServiceDays.Where(row => row.Day == date).ExecuteDelete();
            context.ServiceDays.Add(LoadRowing.RowOf(day));
            for (var nr = 0; nr < day.Day.Rounds.Length; nr++)
            {
                var (round, place) = (day.Day.Rounds[nr], nr);
                context.Rounds.Add(LoadRowing.RowOf(date, place, round));
                context.RoundPoints.AddRange(round.Points.Select(point => LoadRowing.RowOf(date, place, point)));
            }
            context.Unmatched.AddRange(day.Unmatched.Select((one, nr) => LoadRowing.RowOf(date, nr, one)));
            return true;
        },
        cancellationToken);

    // By hour, as many vehicles have one that begins at the same instant.
    private static void Remove(OperationsContext context, IEnumerable<(VehicleId Vehicle, long HourMs)> hours)
    {
        foreach (var group in hours.GroupBy(static one => one.HourMs, static one => one.Vehicle.Value))
        {
            string[] vehicles = [.. group];
            var at = group.Key;
            context.Trips.Where(row => row.HourMs == at && vehicles.Contains(row.Vehicle)).ExecuteDelete();
            context.Stops.Where(row => row.HourMs == at && vehicles.Contains(row.Vehicle)).ExecuteDelete();
            context.Speedings.Where(row => row.HourMs == at && vehicles.Contains(row.Vehicle)).ExecuteDelete();
            context.Visits.Where(row => row.HourMs == at && vehicles.Contains(row.Vehicle)).ExecuteDelete();
            context.VehicleHours.Where(row => row.HourMs == at && vehicles.Contains(row.Vehicle)).ExecuteDelete();
        }
    }

    private static void Add(OperationsContext context, DerivedHour derived)
    {
        var (vehicle, hour, at) = (derived.Vehicle.Value, derived.Hour, derived.Hour.Hour.StartMs);
        context.VehicleHours.Add(FleetRowing.RowOf(derived));
        context.Trips.AddRange(hour.Trips.Select((one, nr) => FleetRowing.RowOf(vehicle, at, nr, one)));
        context.Stops.AddRange(hour.Stops.Select((one, nr) => FleetRowing.RowOf(vehicle, at, nr, one)));
        context.Speedings.AddRange(hour.Speedings.Select((one, nr) => FleetRowing.RowOf(vehicle, at, nr, one)));
        context.Visits.AddRange(hour.Visits.Select((one, nr) => FleetRowing.RowOf(vehicle, at, nr, one)));
    }
}
