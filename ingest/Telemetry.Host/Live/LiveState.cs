using System.Collections.Concurrent;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;

namespace Telemetry.Host.Live;

/// <summary>
/// The newest values of every series that has a live topic. The hot path only marks a slot; whoever publishes takes the
/// marked ones at its own pace.
/// </summary>
internal sealed class LiveState(IRegistrySource registry, FleetSigns? fleet = null)
{
    private readonly ConcurrentDictionary<Series, LatestSlot> _slots = new();
    private readonly ConcurrentQueue<LatestSlot> _changed = new();
    private CityRegistry? _followed;

    /// <summary>Series remembered.</summary>
    public int Count => _slots.Count;

    /// <summary>Called by every connection's thread for every accepted reading.</summary>
    public void Observe(Reading reading, long receivedMs)
    {
        var series = reading.Series;
        if (series.Companion is LatestSlot { IsForgotten: false } known && known.Owner == this)
        {
            if (known.Offer(reading, receivedMs)) _changed.Enqueue(known);
            return;
        }
        // What has no live topic is not remembered: its tags (units, scales) are a device's to choose, without end.
        if (!_slots.TryGetValue(series, out var slot))
        {
            if (LiveTopics.TopicOf(series) is not { } topic)
            {
                if (series.Measurement == Measurements.Weighing) fleet?.Weighed(reading);
                return;
            }
            slot = _slots.GetOrAdd(
                series, static (key, args) => args.State.Create(key, args.Topic), (State: this, Topic: topic));
        }
        series.Companion = slot;
        if (slot.Offer(reading, receivedMs)) _changed.Enqueue(slot);
    }

    /// <summary>
    /// Follows the registry: intervals change, and what it no longer knows is forgotten. For the one who publishes,
    /// before
    /// <see cref="TakeChanged"/>.
    /// </summary>
    /// <returns>The topics of assets that are gone.</returns>
    public IReadOnlyList<string> FollowRegistry()
    {
        var current = registry.Current;
        if (ReferenceEquals(current, _followed)) return [];
        _followed = current;
        var gone = new List<string>();
        foreach (var (series, slot) in _slots)
        {
            var isRegistered = LiveTopics.IsRegistered(series, current);
            if (slot.IsRegistered && !isRegistered && _slots.TryRemove(series, out _))
            {
                slot.IsForgotten = true;
                gone.Add(slot.Topic);
            }
            slot.IsRegistered = isRegistered;
            slot.Interval = LiveTopics.IntervalOf(series, current);
        }
        return gone;
    }

    /// <summary>Whether a reading of this run feeds the topic.</summary>
    public bool Feeds(string topic)
    {
        foreach (var (_, slot) in _slots)
        {
            if (slot.Topic == topic) return true;
        }
        return false;
    }

    /// <summary>
    /// The slots that changed since the last call, those that have waited longest first; for the one who publishes.
    /// </summary>
    public IEnumerable<LatestSlot> TakeChanged(int most)
    {
        // Only those that were there at the start: a slot that changes meanwhile waits for the next time.
        var left = Math.Min(most, _changed.Count);
        for (; left > 0 && _changed.TryDequeue(out var slot); left--) yield return slot;
    }

    private LatestSlot Create(Series series, string topic)
    {
        var current = registry.Current;
        return new LatestSlot(series, topic, this)
        {
            Interval = LiveTopics.IntervalOf(series, current),
            IsRegistered = LiveTopics.IsRegistered(series, current),
        };
    }
}
