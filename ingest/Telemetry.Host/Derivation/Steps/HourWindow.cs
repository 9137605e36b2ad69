using Telemetry.Domain.Calendar;
using Telemetry.Domain.Volumes;
using Telemetry.Host.Derivation.Rows;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Operations.Declared;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Derivation.Steps;

/// <param name="Hours">Derived anew, by time, each with the row that is stored of it.</param>
/// <param name="Later">Starts of hours beyond the window that have to be derived anew as well.</param>
internal sealed record HourResult(
    IReadOnlyList<(HourVolume Hour, StoredPoint? Stored)> Hours, IReadOnlyCollection<long> Later);

/// <summary>
/// Some hours of a meter and the hour on either side: their readings, their stored rows, and how far a change of one
/// spreads. Nothing else is scanned; what lies further back is one row, found by the store.
/// </summary>
internal sealed class HourWindow
{
    private readonly IDerivedStore _store;
    private readonly CityBook _book;
    private readonly MeterKey _meter;
    private readonly MeterRules _rules;
    private readonly List<LocalHour> _hours;
    private readonly SortedSet<int> _todo;
    private readonly FlowSample[] _samples;
    private readonly TotaliserEvent[] _events;
    private readonly Dictionary<long, StoredPoint> _rows;
    private readonly Dictionary<int, HourEdges?> _own = [];
    private readonly SortedDictionary<int, HourVolume> _done = [];
    private readonly HashSet<long> _later = [];
    private HourEdges? _earlier;
    private bool _earlierIsKnown;

    private HourWindow(
        IDerivedStore store, CityBook book, MeterKey meter, MeterRules rules, List<LocalHour> hours,
        SortedSet<int> todo, FlowSample[] samples, TotaliserEvent[] events, Dictionary<long, StoredPoint> rows) =>
        (_store, _book, _meter, _rules, _hours, _todo, _samples, _events, _rows) =
            (store, book, meter, rules, hours, todo, samples, events, rows);

    public static async Task<HourWindow> ReadAsync(
        IDerivedStore store, CityBook book, MeterKey meter, MeterRules rules, IReadOnlyList<DirtyPartition> noted,
        FiguresInForce figures, CancellationToken cancellationToken)
    {
        var starts = noted.Select(partition => book.Calendar.HourOf(partition.StartMs).StartMs).ToHashSet();
        var first = book.Calendar.HourOf(starts.Min() - 1);
        var last = book.Calendar.HourOf(book.Calendar.HourOf(starts.Max()).EndMs);
        var hours = new List<LocalHour> { first };
        while (hours[^1].StartMs < last.StartMs) hours.Add(book.Calendar.HourOf(hours[^1].EndMs));

        var readings = SeriesSpan.Of(meter.Flow, first.StartMs, last.EndMs);
        // Rows of one hour more on either side: what is next to the window bounds its first and last hour.
        var before = book.Calendar.HourOf(first.StartMs - 1);
        var beyond = book.Calendar.HourOf(last.EndMs);
        // Asked together: over a network a question waits longer than it works.
        var asked = store.SamplesAsync([readings], cancellationToken);
        var askedEvents = store.EventsAsync([readings with { Series = meter.Events }], cancellationToken);
        var askedRows = store.ReadAsync(
            [SeriesSpan.Of(meter.Hours, before.StartMs, beyond.EndMs)], cancellationToken);
        await Task.WhenAll(asked, askedEvents, askedRows);
        var (samples, events, rows) = ((await asked)[0], (await askedEvents)[0], (await askedRows)[0]);
        var declared = hours.Select(hour => hour.Day).Distinct()
            .SelectMany(day => HourStep.Replacements(figures, meter, day))
            .Select(figure => (MeterReplacement)figure.Declaration)
            .Select(event_ => new TotaliserEvent(event_.At.ToUnixTimeMilliseconds(), event_.LastM3, event_.FirstM3));
        return new HourWindow(
            store, book, meter, rules, hours,
            [.. Enumerable.Range(0, hours.Count).Where(i => starts.Contains(hours[i].StartMs))],
            [.. samples], [.. events, .. declared],
            rows.ToDictionary(row => row.Time.ToUnixTimeMilliseconds()));
    }

    public async Task<HourResult> DeriveAsync(CancellationToken cancellationToken)
    {
        while (_todo.Count > 0)
        {
            var index = _todo.Min;
            _todo.Remove(index);
            var hour = Compute(index, await BeforeAsync(index, cancellationToken), After(index));
            _done[index] = hour;
            if (!hour.IsEmpty || Stored(index) is not null)
                await SpreadAsync(index, hour.Edges, cancellationToken);
        }
        return new HourResult([.. _done.Select(done => (done.Value, Stored(done.Key)))], _later);
    }

    private HourVolume Compute(int index, HourEdges? before, HourEdges? after)
    {
        var hour = _hours[index];
        // By time already, as the store gives them.
        var from = Array.FindIndex(_samples, sample => sample.TimeMs >= hour.StartMs);
        var until = from < 0 ? -1 : Array.FindIndex(_samples, from, sample => sample.TimeMs >= hour.EndMs);
        var own = from < 0 ? [] : _samples.AsSpan(from..(until < 0 ? _samples.Length : until));
        return HourVolume.Compute(hour, own, _events, before, after, _rules);
    }

    /// <summary>What an hour's own readings say of its edges; null where it has none.</summary>
    private HourEdges? Own(int index)
    {
        if (_own.TryGetValue(index, out var known)) return known;
        var hour = Compute(index, null, null);
        return _own[index] = hour.IsEmpty ? null : hour.Edges;
    }

    private StoredPoint? Stored(int index) => _rows.GetValueOrDefault(_hours[index].StartMs);

    // Only the next hour's first points can lie near enough to share anything with this one.
    private HourEdges? After(int index)
    {
        if (index + 1 < _hours.Count) return Own(index + 1);
        return _rows.GetValueOrDefault(_hours[index].EndMs) is { } row ? HourRow.Edges(row) : null;
    }

    private async Task<HourEdges?> BeforeAsync(int index, CancellationToken cancellationToken)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (_done.TryGetValue(i, out var hour))
            {
                if (!hour.IsEmpty) return hour.Edges;
                continue;
            }
            if (Own(i) is not { } own)
            {
                if (Stored(i) is { } row && HourRow.HasReadings(row)) return HourRow.Edges(row);
                continue;
            }
            // An hour without a total carries the last one of those before it.
            return own.LastTotal is not null
                ? own : own with { LastTotal = (await BeforeAsync(i, cancellationToken))?.LastTotal };
        }
        return await EarlierAsync(cancellationToken);
    }

    /// <summary>The edges of the nearest hour with readings before the window.</summary>
    private async Task<HourEdges?> EarlierAsync(CancellationToken cancellationToken)
    {
        var at = _hours[0].StartMs;
        if (!_earlierIsKnown
            && _rows.GetValueOrDefault(_book.Calendar.HourOf(at - 1).StartMs) is { } beside && HasEdges(beside))
            (_earlier, _earlierIsKnown) = (HourRow.Edges(beside), true);
        while (!_earlierIsKnown)
        {
            var row = await _store.BeforeAsync(
                _meter.Hours, DateTimeOffset.FromUnixTimeMilliseconds(at), cancellationToken);
            if (row is not null && !HasEdges(row))
            {
                at = row.Time.ToUnixTimeMilliseconds();
                continue;
            }
            _earlier = row is null ? null : HourRow.Edges(row);
            _earlierIsKnown = true;
        }
        return _earlier;
    }

    /// <summary>
    /// Whether a row is of an hour with readings. One that stands where no hour begins is of another calendar, and may
    /// reach into the next hour of this one.
    /// </summary>
    private bool HasEdges(StoredPoint row) =>
        _book.Calendar.BeginsHour(row.Time.ToUnixTimeMilliseconds()) && HourRow.HasReadings(row);

    private async Task SpreadAsync(int index, HourEdges now, CancellationToken cancellationToken)
    {
        var was = Stored(index) is { } row ? HourRow.Edges(row) : null;
        var dirty = DirtyHours.Of(was, now);
        // Farther than an hour away nothing is shared with what comes later.
        if (dirty.HasFlag(DirtyNeighbours.Earlier))
        {
            if (index > 0) Again(index - 1);
            else if (await EarlierAsync(cancellationToken) is not null)
                _later.Add(_book.Calendar.HourOf(_hours[0].StartMs - 1).StartMs);
        }
        if (!dirty.HasFlag(DirtyNeighbours.Later)) return;
        for (var i = index + 1; i < _hours.Count; i++)
        {
            if (Own(i) is null && Stored(i) is null) continue;
            Again(i);
            return;
        }
        var at = DateTimeOffset.FromUnixTimeMilliseconds(_hours[^1].EndMs);
        while (await _store.AfterAsync(_meter.Hours, at, cancellationToken) is { } next)
        {
            // A row without readings has nothing to be told: what ends the gap lies beyond it.
            if (HasEdges(next))
            {
                _later.Add(next.Time.ToUnixTimeMilliseconds());
                return;
            }
            at = next.Time.AddMilliseconds(1);
        }
    }

    // An hour that has readings and no row yet is noted itself, and comes to its turn with all that follows from it.
    private void Again(int index)
    {
        if (Stored(index) is not null && !_done.ContainsKey(index)) _todo.Add(index);
    }
}
