using Telemetry.Domain.Registry;

namespace Telemetry.Simulators.City.Plants;

/// <summary>
/// Each month, on the 15th at 10:21:30, one meter of the city is exchanged, in turn; the new one starts near zero and
/// the exchange is declared. For the quarter of an hour before it the meter is off.
/// </summary>
public sealed class MeterExchanges
{
    private const int MonthsKnown = 600;
    public const long OffMs = 15 * 60_000;
    private static readonly TimeSpan TimeOfDay = new(10, 21, 30);

    private readonly Dictionary<(string Plant, string Meter), int> _turns = [];
    private readonly LocalDays _days;
    private readonly long[] _atMs;

    public MeterExchanges(CityRegistry registry, LocalDays days)
    {
        _days = days;
        _atMs = [.. Enumerable.Range(0, MonthsKnown).Select(AtMs)];
        var meters = registry.Plants.Values
            .SelectMany(static plant => plant.Meters.Values)
            .Where(static meter => meter.ResolutionM3 > 0)
            .Select(static meter => (meter.Plant.Value, meter.Id.Value))
            .Order();
        foreach (var meter in meters) _turns.Add(meter, _turns.Count);
    }

    /// <summary>The last exchange at or before an instant; null for none since 2000.</summary>
    public long? LastBefore(Meter meter, long ms)
    {
        if (!_turns.TryGetValue((meter.Plant.Value, meter.Id.Value), out var turn)) return null;
        var date = LocalDays.Date(_days.DayOf(ms));
        var month = (date.Year - LocalDays.First.Year) * 12 + date.Month - 1;
        for (var m = month - Positive(month - turn); m >= 0; m -= _turns.Count)
        {
            var at = _atMs[m];
            if (at <= ms) return at;
        }
        return null;
    }

    /// <summary>The first exchange after an instant.</summary>
    public long? NextAfter(Meter meter, long ms)
    {
        if (!_turns.TryGetValue((meter.Plant.Value, meter.Id.Value), out var turn)) return null;
        var date = LocalDays.Date(_days.DayOf(ms));
        var month = (date.Year - LocalDays.First.Year) * 12 + date.Month - 1;
        for (var m = month + Positive(turn - month); m < MonthsKnown; m += _turns.Count)
        {
            var at = _atMs[m];
            if (at > ms) return at;
        }
        return null;
    }

    private int Positive(int months) => (months % _turns.Count + _turns.Count) % _turns.Count;

    private long AtMs(int month)
    {
        var day = LocalDays.First.AddMonths(month).AddDays(14);
        return _days.AtMs(day.DayNumber - LocalDays.First.DayNumber, TimeOfDay);
    }
}
