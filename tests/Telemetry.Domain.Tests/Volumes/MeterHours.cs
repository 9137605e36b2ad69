using Telemetry.Domain.Calendar;
using Telemetry.Domain.Volumes;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// One meter's readings and the rows derived from them, in memory: computed anew in order of time, or hour by hour as
/// readings arrive, with the neighbours that <see cref="DirtyHours"/> names and no others.
/// </summary>
internal sealed class MeterHours(CityCalendar calendar, MeterRules rules)
{
    readonly SortedDictionary<long, FlowSample> _samples = [];
    readonly SortedDictionary<long, TotaliserEvent> _events = [];
    readonly SortedList<long, HourVolume> _rows = [];

    public IReadOnlyList<HourVolume> Rows => [.. _rows.Values];

    /// <summary>How many hours were computed since this began.</summary>
    public int Computed { get; private set; }

    public static IReadOnlyList<HourVolume> FromScratch(
        CityCalendar calendar, MeterRules rules, FlowSample[] samples, TotaliserEvent[] events)
    {
        LocalHour[] hours =
        [
            .. samples.Select(s => s.TimeMs).Concat(events.Select(e => e.TimeMs)).Select(calendar.HourOf).Distinct()
                .OrderBy(h => h.StartMs),
        ];
        var edges = new HourEdges?[hours.Length + 1];
        for (var i = 0; i < hours.Length; i++)
            edges[i] = HourVolume.Compute(hours[i], samples, events, i == 0 ? null : edges[i - 1], null, rules).Edges;
        return
        [
            .. hours.Select((hour, i) => HourVolume.Compute(
                hour, samples, events, i == 0 ? null : edges[i - 1], edges[i + 1], rules)),
        ];
    }

    public static IReadOnlyList<DayVolume> Days(
        CityCalendar calendar, MeterRules rules, IReadOnlyList<HourVolume> hours)
    {
        var days = new List<DayVolume>();
        if (hours.Count == 0) return days;
        var last = hours.Max(h => h.Hour.Day);
        for (var date = hours.Min(h => h.Hour.Day); date <= last; date = date.AddDays(1))
            days.Add(DayVolume.Compute(calendar.Day(date), hours, rules));
        return days;
    }

    public void Arrive(FlowSample sample)
    {
        _samples[sample.TimeMs] = sample;
        Recompute(sample.TimeMs);
    }

    public void Arrive(TotaliserEvent happened)
    {
        _events[happened.TimeMs] = happened;
        Recompute(happened.TimeMs);
    }

    void Recompute(long unixMs)
    {
        var dirty = new Queue<LocalHour>([calendar.HourOf(unixMs)]);
        while (dirty.TryDequeue(out var hour))
        {
            var was = _rows.GetValueOrDefault(hour.StartMs);
            var before = _rows.Values.LastOrDefault(row => row.Hour.StartMs < hour.StartMs);
            var after = _rows.Values.FirstOrDefault(row => row.Hour.StartMs > hour.StartMs);
            var now = HourVolume.Compute(
                hour, [.. _samples.Values.Where(s => hour.Contains(s.TimeMs))],
                [.. _events.Values.Where(e => hour.Contains(e.TimeMs))], before?.Edges, after?.Edges, rules);
            Computed++;
            _rows[hour.StartMs] = now;
            var neighbours = DirtyHours.Of(was?.Edges, now.Edges);
            if (neighbours.HasFlag(DirtyNeighbours.Earlier) && before is not null) dirty.Enqueue(before.Hour);
            if (neighbours.HasFlag(DirtyNeighbours.Later) && after is not null) dirty.Enqueue(after.Hour);
        }
    }
}
