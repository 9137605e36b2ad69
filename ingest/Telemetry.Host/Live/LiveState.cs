using System.Collections.Concurrent;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Live;

/// <summary>
/// The newest values of every series that has a live topic. The hot path only marks a slot; whoever publishes takes the
/// marked ones at its own pace.
/// </summary>
internal sealed class LiveState(IRegistrySource registry)
{
    private readonly ConcurrentDictionary<Series, LatestSlot?> _slots = new();
    private readonly ConcurrentQueue<LatestSlot> _changed = new();
    private CityRegistry? _intervalsOf;

    /// <summary>Called by every connection's thread for every accepted reading.</summary>
    public void Observe(Reading reading, long receivedMs)
    {
        if (!_slots.TryGetValue(reading.Series, out var slot)) slot = _slots.GetOrAdd(reading.Series, CreateSlot);
        if (slot is not null && slot.Offer(reading, receivedMs)) _changed.Enqueue(slot);
    }

    /// <summary>The slots that changed since the last call; for the one who publishes.</summary>
    public IEnumerable<LatestSlot> TakeChanged()
    {
        FollowRegistry();
        // Only those that were there at the start: a slot that changes meanwhile waits for the next time.
        for (var left = _changed.Count; left > 0 && _changed.TryDequeue(out var slot); left--) yield return slot;
    }

    private LatestSlot? CreateSlot(Series series) => LiveTopics.TopicOf(series) is { } topic
        ? new LatestSlot(series, topic) { Interval = LiveTopics.IntervalOf(series, registry.Current) }
        : null;

    private void FollowRegistry()
    {
        var current = registry.Current;
        if (ReferenceEquals(current, _intervalsOf)) return;
        _intervalsOf = current;
        foreach (var slot in _slots.Values)
        {
            if (slot is not null) slot.Interval = LiveTopics.IntervalOf(slot.Series, current);
        }
    }
}
