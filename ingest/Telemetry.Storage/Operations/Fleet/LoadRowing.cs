using System.Collections.Immutable;
using System.Text.Json;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Fleet;

/// <summary>Loads, rounds and unmatched weighings as rows, and back.</summary>
internal static class LoadRowing
{
    public static VehicleDayRow RowOf(DerivedLoads derived) => new()
    {
        Vehicle = derived.Vehicle.Value, Day = derived.Day, Digest = FleetDigest.Of(derived), Inputs = derived.Inputs,
        OpenLoad = derived.HandedOn is { } open ? JsonSerializer.Serialize(open, FleetJson.Default.OpenLoad) : null,
    };

    public static StoredLoads LoadsOf(VehicleDayRow row, IEnumerable<LoadRow> loads) => new(
        new VehicleId(row.Vehicle), row.Day, [.. loads.Select(LoadOf)],
        row.OpenLoad is { } open ? JsonSerializer.Deserialize(open, FleetJson.Default.OpenLoad) : null, row.Digest,
        row.Inputs);

    public static LoadRow RowOf(DateOnly day, int nr, Load load) => new()
    {
        Vehicle = load.Vehicle.Value, Day = day, Nr = nr, Material = WireNames.Of(load.Material),
        EndedBy = WireNames.Of(load.End), EndMs = load.EndMs, CollectFromMs = load.CollectFromMs,
        CollectUntilMs = load.CollectUntilMs, Points = FleetRowing.TextOf(load.Points),
        Facility = load.Facility?.Value, GateInMs = load.GateInMs, GateOutMs = load.GateOutMs,
        Tickets = FleetRowing.TextOf(load.Tickets), NetKg = load.NetKg, LetGoMs = load.LetGo?.TimeMs,
        LetGoLat = load.LetGo?.Lat, LetGoLon = load.LetGo?.Lon,
        LetGoKind = load.LetGoAt is { } at ? WireNames.Of(at.Kind) : null, LetGoPlace = load.LetGoAt?.Id,
    };

    public static Load LoadOf(LoadRow row) => new(
        new VehicleId(row.Vehicle), FleetRowing.Parsed<Material>(row.Material),
        FleetRowing.Parsed<LoadEnd>(row.EndedBy), row.CollectFromMs, row.CollectUntilMs,
        FleetRowing.NamesOf(row.Points), row.Facility is { } facility ? new FacilityId(facility) : null, row.GateInMs,
        row.GateOutMs, FleetRowing.NamesOf(row.Tickets), row.NetKg,
        row is { LetGoMs: { } ms, LetGoLat: { } lat, LetGoLon: { } lon } ? new Moment(ms, lat, lon) : null,
        row is { LetGoKind: { } kind, LetGoPlace: { } place }
            ? new PlaceKey(FleetRowing.Parsed<PlaceKind>(kind), place) : null);

    public static ServiceDayRow RowOf(DerivedService derived) => new()
    {
        Day = derived.Day.Day.Date, StartMs = derived.Day.Day.StartMs, EndMs = derived.Day.Day.EndMs,
        Digest = FleetDigest.Of(derived), Inputs = derived.Inputs,
    };

    public static RoundRow RowOf(DateOnly day, int nr, RoundDay round) => new()
    {
        Day = day, Nr = nr, Round = round.Round, Vehicle = round.Vehicle.Value, OrderKept = round.OrderKept,
    };

    public static RoundPointRow RowOf(DateOnly day, int round, PointService point) => new()
    {
        Day = day, RoundNr = round, Nr = point.Place, Point = point.Point, District = point.District?.Value,
        FromMs = point.FromMs, UntilMs = point.UntilMs, State = WireNames.Of(point.State), ServedMs = point.ServedMs,
        ServedBy = point.By?.Value,
    };

    public static UnmatchedRow RowOf(DateOnly day, int nr, UnmatchedWeighing unmatched)
    {
        var row = unmatched.Row;
        return new UnmatchedRow
        {
            Day = day, Nr = nr, Reason = WireNames.Of(unmatched.Reason), Facility = row.Facility.Value,
            Material = WireNames.Of(row.Material), Scale = row.Scale, Ticket = row.Ticket, AtMs = row.TimeMs,
            GrossKg = row.GrossKg, TareKg = row.TareKg, NetKg = row.NetKg, Source = row.Source?.Value,
            Vehicle = row.Vehicle?.Value,
        };
    }

    public static StoredService ServiceOf(
        ServiceDayRow row, IReadOnlyList<RoundRow> rounds, IEnumerable<RoundPointRow> points,
        IEnumerable<UnmatchedRow> unmatched)
    {
        var byRound = points.ToLookup(static point => point.RoundNr);
        return new StoredService(
            new ServiceDay(
                new LocalDay(row.Day, row.StartMs, row.EndMs),
                [
                    .. rounds.Select(round => new RoundDay(
                        round.Round, new VehicleId(round.Vehicle), row.Day, [.. byRound[round.Nr].Select(PointOf)],
                        round.OrderKept)),
                ]),
            [.. unmatched.Select(UnmatchedOf)], row.Digest, row.Inputs);
    }

    private static PointService PointOf(RoundPointRow row) => new(
        row.Nr, row.Point, row.District is { } district ? new DistrictId(district) : null, row.FromMs, row.UntilMs,
        FleetRowing.Parsed<ServiceState>(row.State), row.ServedMs,
        row.ServedBy is { } vehicle ? new VehicleId(vehicle) : null);

    private static UnmatchedWeighing UnmatchedOf(UnmatchedRow row) => new(
        new WeighingRow(
            new FacilityId(row.Facility), FleetRowing.Parsed<Material>(row.Material), row.Scale, row.Ticket, row.AtMs,
            row.GrossKg, row.TareKg, row.NetKg, row.Source is { } source ? new DistrictId(source) : null,
            row.Vehicle is { } vehicle ? new VehicleId(vehicle) : null),
        FleetRowing.Parsed<NoMatch>(row.Reason));
}
