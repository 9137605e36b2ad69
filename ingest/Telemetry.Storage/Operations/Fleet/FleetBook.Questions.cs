using Microsoft.EntityFrameworkCore;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Fleet;

internal sealed partial class FleetBook
{
    private static readonly string CollectionPoint = WireNames.Of(PlaceKind.CollectionPoint);

    public Task<IReadOnlyDictionary<VehicleId, IReadOnlyList<StoredHour>>> HoursAsync(
        IReadOnlyCollection<VehicleId>? vehicles, long fromMs, long untilMs, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyDictionary<VehicleId, IReadOnlyList<StoredHour>>>(
            context =>
            {
                var rows = context.VehicleHours.Where(row => row.HourMs >= fromMs && row.HourMs < untilMs);
                if (vehicles is not null)
                {
                    string[] names = [.. vehicles.Select(static one => one.Value)];
                    rows = rows.Where(row => names.Contains(row.Vehicle));
                }
                return rows.OrderBy(row => row.HourMs).AsEnumerable().GroupBy(static row => row.Vehicle)
                    .ToDictionary(
                        static group => new VehicleId(group.Key),
                        static group => (IReadOnlyList<StoredHour>)[.. group.Select(FleetRowing.HourOf)]);
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<VehicleId, StoredHour>> BeforeAsync(
        IReadOnlyCollection<VehicleId> vehicles, long startMs, CancellationToken cancellationToken) =>
        ForEachAsync(
            vehicles,
            (context, name) => context.VehicleHours.Where(row => row.Vehicle == name && row.HourMs < startMs)
                .OrderByDescending(row => row.HourMs).FirstOrDefault() is { } row ? FleetRowing.HourOf(row) : null,
            cancellationToken);

    public Task<IReadOnlyDictionary<VehicleId, StoredHour>> AfterAsync(
        IReadOnlyCollection<VehicleId> vehicles, long startMs, CancellationToken cancellationToken) =>
        ForEachAsync(
            vehicles,
            (context, name) => context.VehicleHours.Where(row => row.Vehicle == name && row.HourMs >= startMs)
                .OrderBy(row => row.HourMs).FirstOrDefault() is { } row ? FleetRowing.HourOf(row) : null,
            cancellationToken);

    public Task<IReadOnlyList<HourInputs>> InputsAsync(
        long fromMs, long untilMs, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<HourInputs>>(
            context =>
            [
                .. context.VehicleHours.Where(row => row.HourMs >= fromMs && row.HourMs < untilMs)
                    .OrderBy(row => row.HourMs).ThenBy(row => row.Vehicle)
                    .Select(row => new { row.Vehicle, row.HourMs, row.Inputs }).AsEnumerable()
                    .Select(static row => new HourInputs(new VehicleId(row.Vehicle), row.HourMs, row.Inputs)),
            ],
            cancellationToken);

    public Task<IReadOnlyDictionary<VehicleId, long>> FirstHoursAsync(CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyDictionary<VehicleId, long>>(
            context => context.VehicleHours.GroupBy(row => row.Vehicle)
                .Select(group => new { group.Key, First = group.Min(row => row.HourMs) }).AsEnumerable()
                .ToDictionary(static one => new VehicleId(one.Key), static one => one.First),
            cancellationToken);

    public Task<IReadOnlyDictionary<VehicleId, VehiclePieces>> PiecesAsync(
        IReadOnlyCollection<VehicleId> vehicles, long fromMs, long untilMs, CancellationToken cancellationToken) =>
        ForEachAsync(vehicles, (context, name) => Pieces(context, name, fromMs, untilMs), cancellationToken);

    public Task<FleetPieces> EndedAsync(long fromMs, long untilMs, CancellationToken cancellationToken) =>
        database.AskAsync(
            context => new FleetPieces(
                [
                    .. context.Trips.Where(row => row.UntilMs >= fromMs && row.UntilMs < untilMs)
                        .OrderBy(row => row.UntilMs).ThenBy(row => row.Vehicle).AsEnumerable()
                        .Select(static row => new VehicleTrip(new VehicleId(row.Vehicle), FleetRowing.TripOf(row))),
                ],
                [
                    .. context.Stops.Where(row => row.UntilMs >= fromMs && row.UntilMs < untilMs)
                        .OrderBy(row => row.UntilMs).ThenBy(row => row.Vehicle).AsEnumerable()
                        .Select(static row => new VehicleStop(new VehicleId(row.Vehicle), FleetRowing.StopOf(row))),
                ],
                [
                    .. context.Speedings.Where(row => row.UntilMs >= fromMs && row.UntilMs < untilMs)
                        .OrderBy(row => row.UntilMs).ThenBy(row => row.Vehicle).AsEnumerable()
                        .Select(static row => new VehicleSpeeding(
                            new VehicleId(row.Vehicle), FleetRowing.SpeedingOf(row))),
                ]),
            cancellationToken);

    public Task<IReadOnlyList<VehicleVisit>> CollectingAsync(
        long fromMs, long untilMs, CancellationToken cancellationToken) =>
        database.AskAsync<IReadOnlyList<VehicleVisit>>(
            context =>
            [
                .. context.Visits
                    .Where(row => row.PlaceKind == CollectionPoint && row.FromMs >= fromMs && row.FromMs < untilMs)
                    .OrderBy(row => row.FromMs).ThenBy(row => row.Vehicle).AsEnumerable()
                    .Select(static row => new VehicleVisit(new VehicleId(row.Vehicle), FleetRowing.VisitOf(row))),
            ],
            cancellationToken);

    public Task<StoredVehicleDay> DayAsync(VehicleId vehicle, LocalDay day, CancellationToken cancellationToken)
    {
        var name = vehicle.Value;
        return database.AskAsync(
            context => new StoredVehicleDay(
                vehicle, day,
                [
                    .. context.VehicleHours
                        .Where(row => row.Vehicle == name && row.HourMs >= day.StartMs && row.HourMs < day.EndMs)
                        .OrderBy(row => row.HourMs).AsEnumerable().Select(FleetRowing.HourOf),
                ],
                Pieces(context, name, day.StartMs, day.EndMs),
                context.VehicleDays.Find(name, day.Date) is { } loads ? LoadsOf(context, loads) : null),
            cancellationToken);
    }

    private static VehiclePieces Pieces(OperationsContext context, string vehicle, long fromMs, long untilMs) => new(
        [
            .. context.Trips.Where(row => row.Vehicle == vehicle && row.UntilMs >= fromMs && row.FromMs < untilMs)
                .OrderBy(row => row.UntilMs).AsEnumerable().Select(FleetRowing.TripOf),
        ],
        [
            .. context.Stops.Where(row => row.Vehicle == vehicle && row.UntilMs >= fromMs && row.FromMs < untilMs)
                .OrderBy(row => row.UntilMs).AsEnumerable().Select(FleetRowing.StopOf),
        ],
        [
            .. context.Speedings.Where(row => row.Vehicle == vehicle && row.UntilMs >= fromMs && row.FromMs < untilMs)
                .OrderBy(row => row.UntilMs).AsEnumerable().Select(FleetRowing.SpeedingOf),
        ],
        [
            .. context.Visits.Where(row => row.Vehicle == vehicle && row.UntilMs >= fromMs && row.FromMs < untilMs)
                .OrderBy(row => row.UntilMs).ThenBy(row => row.FromMs).ThenBy(row => row.PlaceKind)
                .ThenBy(row => row.Place).AsEnumerable().Select(FleetRowing.VisitOf),
        ]);

    /// <summary>One snapshot for all.</summary>
    private Task<IReadOnlyDictionary<VehicleId, T>> ForEachAsync<T>(
        IReadOnlyCollection<VehicleId> vehicles, Func<OperationsContext, string, T?> question,
        CancellationToken cancellationToken)
        where T : class => database.AskAsync<IReadOnlyDictionary<VehicleId, T>>(
        context =>
        {
            var answers = new Dictionary<VehicleId, T>();
            foreach (var vehicle in vehicles)
            {
                if (question(context, vehicle.Value) is { } answer) answers[vehicle] = answer;
            }
            return answers;
        },
        cancellationToken);
}
