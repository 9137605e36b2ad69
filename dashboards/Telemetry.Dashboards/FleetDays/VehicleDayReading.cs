using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tracks;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Dashboards.FleetDays;

/// <summary>A vehicle's day from what is derived of it, with its track from what is stored.</summary>
internal sealed class VehicleDayReading(
    IOperations operations, DerivedDays days, TrackReading tracks, RegistryPlaces places)
{
    public async Task<VehicleDayAnswer> ReadAsync(
        CityRegistry registry, VehicleId vehicle, DateOnly date, double toleranceM, CancellationToken cancellationToken)
    {
        var city = registry.City;
        var day = new CityCalendar(city).Day(date);
        var range = new TimeRange(
            DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs), DateTimeOffset.FromUnixTimeMilliseconds(day.EndMs));
        var limits = registry.Vehicles.TryGetValue(vehicle, out var known)
            ? registry.LimitsOf(known.Kind)
            : VehicleLimits.Default;
        var stored = await operations.Fleet.DayAsync(vehicle, day, cancellationToken);
        var derived = await days.VehicleAsync(city, vehicle.Value, date, cancellationToken);
        var track = await tracks.ReadAsync(registry, vehicle, range, toleranceM, cancellationToken);
        var views = new PieceViews(city, places.Of(registry), limits);
        var (pieces, open) = (stored.Pieces, OpenPieces.Of(stored));
        return new VehicleDayAnswer(
            vehicle.Value, date, city.TimeZone.Id, city.Local(range.From), city.Local(range.To),
            await FiguresAsync(stored, open, limits, cancellationToken),
            [.. pieces.Trips.Select(trip => views.Of(trip, false)), .. open.Trips.Select(trip => views.Of(trip, true))],
            [.. pieces.Stops.Select(stop => views.Of(stop, false)), .. open.Stops.Select(stop => views.Of(stop, true))],
            [.. pieces.Speedings.Select(views.Of)],
            [
                .. pieces.Visits.Select(visit => views.Of(visit, false)),
                .. open.Visits.Select(visit => views.Of(visit, true)),
            ],
            [.. (stored.Loads?.Loads ?? []).Select(views.Of)],
            stored.Loads?.HandedOn is { } on ? views.Of(on) : null,
            track.IsWrong ? null : TrackGeoJson.Collect(track.Value, city), track.Error)
        {
            State = derived?.State, Revision = derived?.Revision,
        };
    }

    private async Task<VehicleDayFigures?> FiguresAsync(
        StoredVehicleDay stored, OpenPieces open, VehicleLimits limits, CancellationToken cancellationToken)
    {
        if (stored.Hours.Count == 0) return null;
        var before = await operations.Fleet.BeforeAsync([stored.Vehicle], stored.Day.StartMs, cancellationToken);
        var freshBefore = before.TryGetValue(stored.Vehicle, out var hour) ? hour.Figures.FreshUntilMs : 0;
        var work = VehicleWork.Of(
            stored.Day, stored.Vehicle, limits, stored.Pieces.Visits.Concat(open.Visits), []);
        return PieceViews.Figures(
            VehicleDay.Compute(stored.Day, stored.Hours.Select(one => one.Figures), freshBefore, work));
    }

    /// <summary>What goes on at the day's end, and has not ended since.</summary>
    private sealed record OpenPieces(IReadOnlyList<Trip> Trips, IReadOnlyList<Stop> Stops, IReadOnlyList<Visit> Visits)
    {
        public static OpenPieces Of(StoredVehicleDay stored)
        {
            if (stored.State is not { } state) return new OpenPieces([], [], []);
            var pieces = stored.Pieces;
            return new OpenPieces(
                [.. Some(state.Track.TripSoFar).Where(on => pieces.Trips.All(trip => trip.From != on.From))],
                [.. Some(state.Track.OpenStop).Where(on => pieces.Stops.All(stop => stop.From != on.From))],
                [
                    .. state.Visits.Inside.Select(visit => visit.SoFar).Where(on => pieces.Visits.All(
                        visit => (visit.Place, visit.EnterMs) != (on.Place, on.EnterMs))),
                ]);
        }

        private static IEnumerable<T> Some<T>(T? one)
            where T : struct => one is { } there ? [there] : [];
    }
}
