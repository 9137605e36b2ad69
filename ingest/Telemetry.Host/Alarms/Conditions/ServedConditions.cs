using System.Collections.Immutable;
using System.Globalization;
using Telemetry.Domain.Alarms.Rules;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Host.Alarms.Conditions;

/// <summary>
/// Loads and rounds as derived, read now and then. They are known as far as hours are over: a round is behind by what
/// was due before the running hour began.
/// </summary>
internal sealed class ServedConditions(IFleet fleet)
{
    /// <summary>Days whose loads are judged: after that a load that was never delivered is history.</summary>
    private const int Days = 7;

    private ILookup<VehicleId, LoadCondition> _loads = Array.Empty<Load>().ToLookup(
        static load => load.Vehicle, static load => default(LoadCondition)!);

    private ILookup<VehicleId, RoundCondition> _rounds = Array.Empty<Load>().ToLookup(
        static load => load.Vehicle, static load => default(RoundCondition)!);

    public VehicleCondition With(VehicleCondition condition) => condition with
    {
        Loads = [.. _loads[condition.Vehicle.Id]], Rounds = [.. _rounds[condition.Vehicle.Id]],
    };

    /// <exception cref="Storage.Queries.StoreUnavailableException">The store can't answer now.</exception>
    public async Task ReadAsync(CityRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var calendar = new CityCalendar(registry.City);
        var hour = calendar.HourOf(now.ToUnixTimeMilliseconds());
        var loads = await fleet.LoadsAsync(
            null, hour.Day.AddDays(-Days), hour.Day.AddDays(1), cancellationToken);
        var service = await fleet.ServiceAsync(hour.Day, cancellationToken);
        _loads = loads.Where(static one => one.Load.CollectFromMs is not null)
            .GroupBy(static one => (one.Load.Vehicle, one.Load.CollectFromMs!.Value))
            .ToLookup(
                static group => group.Key.Vehicle,
                group => Of([.. group.Select(static one => one.Load)], registry.City));
        _rounds = (service?.At(hour.StartMs).Rounds ?? [])
            .ToLookup(static round => round.Vehicle, round => Of(round, hour.StartMs));
    }

    /// <param name="load">One load as each day left it: the last knows most.</param>
    private static LoadCondition Of(List<Load> load, City city)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds(load[0].CollectFromMs!.Value);
        return new LoadCondition(
            from.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), from,
            load.Exists(static one => one.End == LoadEnd.Delivered), Words(load[^1], city));
    }

    private static string Words(Load load, City city)
    {
        var points = string.Join(", ", load.Points.Take(5)) + (load.Points.Length > 5 ? ", …" : "");
        var where = load switch
        {
            { End: LoadEnd.NotWeighed, Facility: { } facility } => $" → {facility}",
            { LetGoAt: { } place, LetGo: { } at } => $" → {place.Id} {Time(at.TimeMs, city)}",
            { LetGo: { } at } => string.Create(
                CultureInfo.InvariantCulture, $" → {at.Lat:F4}, {at.Lon:F4} {Time(at.TimeMs, city)}"),
            _ => "",
        };
        return $"{WireNames.Of(load.Material)}: {points}{where}";
    }

    /// <summary>When it was let go, by the city's clocks.</summary>
    private static string Time(long ms, City city) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(ms), city.TimeZone)
            .ToString("HH:mm", CultureInfo.InvariantCulture);

    private static RoundCondition Of(RoundDay round, long knownUntilMs)
    {
        var due = round.Points.Where(static point => point.State == ServiceState.Overdue)
            .OrderBy(static point => point.UntilMs).ToImmutableArray();
        var dueMs = due.IsEmpty ? knownUntilMs : due[0].UntilMs;
        return new RoundCondition(
            round.Round, TimeSpan.FromMilliseconds(knownUntilMs - dueMs),
            DateTimeOffset.FromUnixTimeMilliseconds(dueMs), due.IsEmpty,
            string.Join(", ", due.Take(5).Select(static point => point.Point)));
    }
}
