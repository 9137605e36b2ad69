using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>
/// One vehicle's pings and the hours derived from them, in memory: computed anew in order of time, or hour by hour as
/// pings arrive, on to the next hour with pings until what an hour hands on is what it was.
/// </summary>
internal sealed class VehicleHours(CityCalendar calendar, VehicleRules rules)
{
    readonly SortedDictionary<long, Ping> _pings = [];
    readonly SortedList<long, VehicleHour> _rows = [];

    public IReadOnlyList<VehicleHour> Rows => [.. _rows.Values];

    /// <summary>How many hours were computed since this began.</summary>
    public int Computed { get; private set; }

    public static IReadOnlyList<VehicleHour> FromScratch(
        CityCalendar calendar, VehicleRules rules, IReadOnlyCollection<Ping> pings)
    {
        var hours = new List<VehicleHour>();
        var state = VehicleState.None;
        var all = pings.ToArray();
        foreach (var hour in all.Select(p => calendar.HourOf(p.TimeMs)).Distinct().OrderBy(h => h.StartMs))
        {
            var row = VehicleHour.Compute(hour, all, state, rules);
            hours.Add(row);
            state = row.Exit;
        }
        return hours;
    }

    public void Arrive(Ping ping)
    {
        _pings[ping.TimeMs] = ping;
        var dirty = calendar.HourOf(ping.TimeMs);
        while (true)
        {
            var was = _rows.GetValueOrDefault(dirty.StartMs);
            var entry = _rows.Values.LastOrDefault(r => r.Hour.StartMs < dirty.StartMs)?.Exit ?? VehicleState.None;
            // What lies in a store comes back from it as text.
            var now = VehicleHour.Compute(
                dirty, [.. _pings.Values.Where(p => dirty.Contains(p.TimeMs))],
                VehicleState.Parse(entry.ToText())!, rules);
            _rows[dirty.StartMs] = now;
            Computed++;
            if (now.Exit == was?.Exit) return;
            if (_rows.Values.FirstOrDefault(r => r.Hour.StartMs > dirty.StartMs) is not { } next) return;
            dirty = next.Hour;
        }
    }

    public static void AssertSame(IReadOnlyList<VehicleHour> expected, IReadOnlyList<VehicleHour> actual)
    {
        Assert.Equal(expected.Select(h => h.Figures), actual.Select(h => h.Figures));
        Assert.Equal(expected.SelectMany(h => h.Trips), actual.SelectMany(h => h.Trips));
        Assert.Equal(expected.SelectMany(h => h.Stops), actual.SelectMany(h => h.Stops));
        Assert.Equal(expected.SelectMany(h => h.Speedings), actual.SelectMany(h => h.Speedings));
        Assert.Equal(expected.SelectMany(h => h.Visits), actual.SelectMany(h => h.Visits));
        Assert.Equal(expected.Select(h => h.Exit), actual.Select(h => h.Exit));
    }
}

/// <summary>What a track comes to in all, beside the hours.</summary>
internal sealed record Whole(
    Tally Tally, double UnseenM, IReadOnlyList<Trip> Trips, IReadOnlyList<Stop> Stops,
    IReadOnlyList<Speeding> Speedings, TrackState End)
{
    public static Whole Of(IReadOnlyList<VehicleHour> hours) => new(
        hours.Aggregate(default(Tally), (sum, hour) => sum + hour.Figures.Tally), hours.Sum(h => h.Figures.UnseenM),
        [.. hours.SelectMany(h => h.Trips)], [.. hours.SelectMany(h => h.Stops)],
        [.. hours.SelectMany(h => h.Speedings)], hours[^1].Exit.Track);

    public static Whole Of(Drive drive, VehicleRules rules) =>
        Of(VehicleHours.FromScratch(Volumes.Arrange.Shanghai, rules, drive.Pings));
}
