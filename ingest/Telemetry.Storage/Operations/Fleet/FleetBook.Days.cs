using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Identifiers;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Fleet;

internal sealed partial class FleetBook
{
    public Task<IReadOnlyList<DayLoad>> LoadsAsync(
        VehicleId? vehicle, DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<DayLoad>>(
            context =>
            {
                var rows = context.Loads.Where(row => row.Day >= from && row.Day < until);
                if (vehicle?.Value is { } name) rows = rows.Where(row => row.Vehicle == name);
                return
                [
                    .. rows.OrderBy(row => row.Day).ThenBy(row => row.Vehicle).ThenBy(row => row.Nr).AsEnumerable()
                        .Select(static row => new DayLoad(row.Day, LoadRowing.LoadOf(row))),
                ];
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<VehicleId, StoredLoads>> LoadDaysAsync(
        IReadOnlyCollection<VehicleId> vehicles, DateOnly day, CancellationToken cancellationToken) =>
        ForEachAsync(
            vehicles,
            (context, name) => context.VehicleDays.Find(name, day) is { } row ? LoadsOf(context, row) : null,
            cancellationToken);

    public Task<IReadOnlyDictionary<VehicleId, StoredLoads>> LoadsBeforeAsync(
        IReadOnlyCollection<VehicleId> vehicles, DateOnly day, CancellationToken cancellationToken) =>
        ForEachAsync(
            vehicles,
            (context, name) => context.VehicleDays.Where(row => row.Vehicle == name && row.Day < day)
                .OrderByDescending(row => row.Day).FirstOrDefault() is { } row ? LoadsOf(context, row) : null,
            cancellationToken);

    public Task<DateOnly?> LoadDayAfterAsync(VehicleId vehicle, DateOnly day, CancellationToken cancellationToken)
    {
        var name = vehicle.Value;
        return database.AskAsync(
            context => context.VehicleDays.Where(row => row.Vehicle == name && row.Day > day)
                .Min(row => (DateOnly?)row.Day),
            cancellationToken);
    }

    public Task<StoredService?> ServiceAsync(DateOnly day, CancellationToken cancellationToken) => database.AskAsync(
        context => context.ServiceDays.Find(day) is { } row
            ? LoadRowing.ServiceOf(
                row, [.. context.Rounds.Where(one => one.Day == day).OrderBy(one => one.Nr)],
                [.. context.RoundPoints.Where(one => one.Day == day).OrderBy(one => one.RoundNr).ThenBy(one => one.Nr)],
                [.. context.Unmatched.Where(one => one.Day == day).OrderBy(one => one.Nr)])
            : null,
        cancellationToken);

    public Task<IReadOnlyList<StoredLoads>> LoadDaysAsync(
        DateOnly from, DateOnly until, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<StoredLoads>>(
            context =>
            {
                var loads = context.Loads.Where(row => row.Day >= from && row.Day < until).AsEnumerable()
                    .OrderBy(static row => row.Nr).ToLookup(static row => (row.Vehicle, row.Day));
                return
                [
                    .. context.VehicleDays.Where(row => row.Day >= from && row.Day < until)
                        .OrderBy(row => row.Day).ThenBy(row => row.Vehicle).AsEnumerable()
                        .Select(row => LoadRowing.LoadsOf(row, loads[(row.Vehicle, row.Day)])),
                ];
            },
            cancellationToken);

    private static StoredLoads LoadsOf(OperationsContext context, VehicleDayRow row) => LoadRowing.LoadsOf(
        row, context.Loads.Where(one => one.Vehicle == row.Vehicle && one.Day == row.Day).OrderBy(one => one.Nr));
}
