using Telemetry.Domain.Calendar;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Fleet;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Live;

/// <summary>The fleet as what is stored has it: the day's derived hours, the pings since, and what was weighed.
/// </summary>
internal sealed class FleetSeed
{
    private const int MostWeighings = 100_000;
    private const int VehiclesAtOnce = 500;

    private static readonly Dictionary<string, string> AnyTags = [];

    private readonly HashSet<(string Facility, string Ticket, long TimeMs)> _weighed = [];
    private readonly Dictionary<VehicleId, long> _forbidden = [];

    private FleetSeed(CityRegistry city) => Live = new FleetLive(city, PlaceMap.Of(city));

    public FleetLive Live { get; }

    /// <summary>
    /// When a vehicle came into the forbidden area that it was in at the end of its last derived hour; null where it
    /// was in none.
    /// </summary>
    public DateTimeOffset? ForbiddenSince(VehicleId vehicle) =>
        _forbidden.TryGetValue(vehicle, out var ms) ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <param name="fleet">Null where this process has no operational store: the day then begins with its pings.
    /// </param>
    public static async Task<FleetSeed> ReadAsync(
        CityRegistry city, ITelemetryReader reader, IDerivedStore store, IFleet? fleet, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var seed = new FleetSeed(city);
        var nowMs = now.ToUnixTimeMilliseconds();
        var day = new CityCalendar(city.City).DayOf(nowMs);
        var heard = await reader.LatestAsync(Measurements.VehiclePosition, AnyTags, cancellationToken);
        foreach (var portion in heard.Chunk(VehiclesAtOnce))
            await seed.TracksAsync(portion, day, nowMs, store, fleet, cancellationToken);
        await seed.WeighingsAsync(day, reader, cancellationToken);
        return seed;
    }

    /// <summary>A weighing that is known already is passed over: it came again.</summary>
    public void Take(WeighedNow weighed)
    {
        if (_weighed.Add((weighed.Facility, weighed.Ticket, weighed.Ticket.Length > 0 ? 0 : weighed.TimeMs)))
            Live.Of(weighed.Vehicle).Weighed(weighed.TimeMs, weighed.Kg);
    }

    private async Task TracksAsync(
        StoredPoint[] heard, LocalDay day, long nowMs, IDerivedStore store, IFleet? fleet,
        CancellationToken cancellationToken)
    {
        VehicleId[] ids = [.. heard.Select(static one => new VehicleId(one.Series["vehicle"]))];
        var before = fleet is null ? null : await fleet.BeforeAsync(ids, nowMs, cancellationToken);
        var hours = fleet is null ? null : await fleet.HoursAsync(ids, day.StartMs, day.EndMs, cancellationToken);
        var spans = new SeriesSpan[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var last = before?.GetValueOrDefault(ids[i]);
            var exit = last?.Exit ?? VehicleState.None;
            foreach (var visit in exit.Visits.Inside)
            {
                if (visit.Place.Kind == PlaceKind.Forbidden)
                    _forbidden[ids[i]] = Math.Min(visit.EnterMs, _forbidden.GetValueOrDefault(ids[i], visit.EnterMs));
            }
            Live.Of(ids[i]).Seed(
                exit, day,
                hours?.GetValueOrDefault(ids[i])?.Select(static hour => hour.Figures) ?? []);
            var fromMs = Math.Max(last?.Figures.Hour.EndMs ?? 0, day.StartMs);
            spans[i] = SeriesSpan.Of(heard[i].Series, fromMs, Math.Max(fromMs, nowMs + 1));
        }
        var pings = await store.PingsAsync(spans, cancellationToken);
        for (var i = 0; i < ids.Length; i++)
        {
            var vehicle = Live.Of(ids[i]);
            foreach (var ping in pings[i]) vehicle.Take(ping);
        }
    }

    private async Task WeighingsAsync(LocalDay day, ITelemetryReader reader, CancellationToken cancellationToken)
    {
        foreach (var scale in await reader.LatestAsync(Measurements.Weighing, AnyTags, cancellationToken))
        {
            foreach (var row in await reader.RangeAsync(
                scale.Series, DateTimeOffset.FromUnixTimeMilliseconds(day.StartMs),
                DateTimeOffset.FromUnixTimeMilliseconds(day.EndMs), MostWeighings, cancellationToken))
            {
                if (WeighedNow.Of(row) is { } weighed) Take(weighed);
            }
        }
    }
}

/// <summary>A weighing of a vehicle, as its live figures count it.</summary>
/// <param name="Ticket">Empty where none was given.</param>
/// <param name="Kg">Null where neither net nor gross and tare say it.</param>
internal sealed record WeighedNow(string Facility, string Ticket, VehicleId Vehicle, long TimeMs, double? Kg)
{
    /// <summary>Null where no vehicle is named.</summary>
    public static WeighedNow? Of(StoredPoint row) => Of(
        row.Series["facility"], row.Values.Text(Measurements.Ticket), row.Values.Text(Measurements.Vehicle),
        row.Time.ToUnixTimeMilliseconds(), row.Values.Number(Measurements.NetKg),
        row.Values.Number(Measurements.GrossKg), row.Values.Number(Measurements.TareKg));

    public static WeighedNow? Of(Reading reading) => Of(
        reading.Series["facility"], Text(reading, Measurements.Ticket), Text(reading, Measurements.Vehicle),
        reading.TimeMs, Number(reading, Measurements.NetKg), Number(reading, Measurements.GrossKg),
        Number(reading, Measurements.TareKg));

    private static WeighedNow? Of(
        string facility, string? ticket, string? vehicle, long timeMs, double? net, double? gross, double? tare) =>
        string.IsNullOrEmpty(vehicle)
            ? null : new WeighedNow(facility, ticket ?? "", new VehicleId(vehicle), timeMs, net ?? gross - tare);

    private static string? Text(Reading reading, FieldDefinition field) =>
        reading.TryGet(field, out var value) ? value.Text : null;

    private static double? Number(Reading reading, FieldDefinition field) =>
        reading.TryGet(field, out var value) ? value.Number : null;
}
