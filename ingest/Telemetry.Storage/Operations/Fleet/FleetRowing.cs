using System.Collections.Immutable;
using System.Text.Json;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Schema;

namespace Telemetry.Storage.Operations.Fleet;

/// <summary>Vehicle-hours and their pieces as rows, and back.</summary>
internal static class FleetRowing
{
    public static VehicleHourRow RowOf(DerivedHour derived)
    {
        var figures = derived.Hour.Figures;
        var (hour, tally) = (figures.Hour, figures.Tally);
        return new VehicleHourRow
        {
            Vehicle = derived.Vehicle.Value, HourMs = hour.StartMs, EndMs = hour.EndMs, Day = hour.Day,
            HourOfDay = hour.Index, DrivenM = tally.DrivenM, WorkingM = tally.WorkingM, DrivingMs = tally.DrivingMs,
            WorkingMs = tally.WorkingMs, IdleMs = tally.IdleMs, TopKmh = tally.TopKmh, UnseenM = figures.UnseenM,
            Pings = figures.Pings, Accepted = figures.Accepted, NoFix = figures.NoFix,
            Inaccurate = figures.Inaccurate, Far = figures.Far, TripsEnded = figures.TripsEnded,
            StopsBegun = figures.StopsBegun, CoveredMs = figures.CoveredMs, FreshUntilMs = figures.FreshUntilMs,
            EntryState = derived.Entry, ExitState = derived.Hour.Exit.ToText(), Digest = FleetDigest.Of(derived.Hour),
            Inputs = derived.Inputs,
        };
    }

    public static StoredHour HourOf(VehicleHourRow row) => new(
        new VehicleId(row.Vehicle),
        new HourFigures(
            new LocalHour(row.Day, row.HourOfDay, row.HourMs, row.EndMs), TallyOf(row), row.UnseenM, row.Pings,
            row.Accepted, row.NoFix, row.Inaccurate, row.Far, row.TripsEnded, row.StopsBegun, row.CoveredMs,
            row.FreshUntilMs),
        row.EntryState, row.ExitState, row.Digest, row.Inputs);

    public static TripRow RowOf(string vehicle, long hourMs, int nr, Trip trip) => new()
    {
        Vehicle = vehicle, HourMs = hourMs, Nr = nr, FromMs = trip.From.TimeMs, FromLat = trip.From.Lat,
        FromLon = trip.From.Lon, UntilMs = trip.Until.TimeMs, UntilLat = trip.Until.Lat, UntilLon = trip.Until.Lon,
        DrivenM = trip.Tally.DrivenM, WorkingM = trip.Tally.WorkingM, DrivingMs = trip.Tally.DrivingMs,
        WorkingMs = trip.Tally.WorkingMs, IdleMs = trip.Tally.IdleMs, TopKmh = trip.Tally.TopKmh,
        EndedBy = WireNames.Of(trip.End),
    };

    public static Trip TripOf(TripRow row) => new(
        new Moment(row.FromMs, row.FromLat, row.FromLon), new Moment(row.UntilMs, row.UntilLat, row.UntilLon),
        TallyOf(row), Parsed<PieceEnd>(row.EndedBy));

    public static StopRow RowOf(string vehicle, long hourMs, int nr, Stop stop) => new()
    {
        Vehicle = vehicle, HourMs = hourMs, Nr = nr, FromMs = stop.From.TimeMs, Lat = stop.From.Lat,
        Lon = stop.From.Lon, UntilMs = stop.UntilMs, DrivenM = stop.Tally.DrivenM, WorkingM = stop.Tally.WorkingM,
        DrivingMs = stop.Tally.DrivingMs, WorkingMs = stop.Tally.WorkingMs, IdleMs = stop.Tally.IdleMs,
        TopKmh = stop.Tally.TopKmh, EndedBy = WireNames.Of(stop.End), LoadFromKg = stop.LoadFromKg,
        LoadUntilKg = stop.LoadUntilKg,
    };

    public static Stop StopOf(StopRow row) => new(
        new Moment(row.FromMs, row.Lat, row.Lon), row.UntilMs, TallyOf(row), Parsed<PieceEnd>(row.EndedBy),
        row.LoadFromKg, row.LoadUntilKg);

    public static SpeedingRow RowOf(string vehicle, long hourMs, int nr, Speeding speeding) => new()
    {
        Vehicle = vehicle, HourMs = hourMs, Nr = nr, FromMs = speeding.From.TimeMs, Lat = speeding.From.Lat,
        Lon = speeding.From.Lon, UntilMs = speeding.UntilMs, TopKmh = speeding.TopKmh, LimitKmh = speeding.LimitKmh,
        Working = speeding.Working,
    };

    public static Speeding SpeedingOf(SpeedingRow row) =>
        new(new Moment(row.FromMs, row.Lat, row.Lon), row.UntilMs, row.TopKmh, row.LimitKmh, row.Working);

    public static VisitRow RowOf(string vehicle, long hourMs, int nr, Visit visit) => new()
    {
        Vehicle = vehicle, HourMs = hourMs, Nr = nr, PlaceKind = WireNames.Of(visit.Place.Kind),
        Place = visit.Place.Id, FromMs = visit.EnterMs, UntilMs = visit.LeaveMs, EndedBy = WireNames.Of(visit.End),
        Fixes = visit.Fixes, StoodMs = visit.StoodMs, Worked = visit.Worked, TellsWork = visit.TellsWork,
    };

    public static Visit VisitOf(VisitRow row) => new(
        new PlaceKey(Parsed<PlaceKind>(row.PlaceKind), row.Place), row.FromMs, row.UntilMs,
        Parsed<VisitEnd>(row.EndedBy), row.Fixes, row.StoodMs, row.Worked, row.TellsWork);

    public static T Parsed<T>(string name)
        where T : struct, Enum => WireNames.TryParse<T>(name, out var value)
            ? value : throw new InvalidDataException($"'{name}' is no {typeof(T).Name}");

    public static string TextOf(ImmutableArray<string> names) =>
        JsonSerializer.Serialize(names, FleetJson.Default.ImmutableArrayString);

    public static ImmutableArray<string> NamesOf(string text) =>
        JsonSerializer.Deserialize(text, FleetJson.Default.ImmutableArrayString);

    private static Tally TallyOf(TalliedRow row) =>
        new(row.DrivenM, row.WorkingM, row.DrivingMs, row.WorkingMs, row.IdleMs, row.TopKmh);
}
