namespace Telemetry.Domain.Readings;

/// <summary>
/// Subjects by topic. What is searched is a small table of hashes: with 100,000 topics it is 2 MB, which the processor
/// keeps, where the buckets and entries of a dictionary are two waits for memory a message. Not thread-safe; nothing is
/// removed but everything.
/// </summary>
public sealed class SubjectTable
{
    const int LeastSlots = 64;

    // Not half as many: slots and entries grow at different times, so that no message pays for both.
    const int LeastEntries = 48;

    // Hash above, one more than the number of the entry below; 0 is free. A power of two of them.
    ulong[] _slots = new ulong[LeastSlots];
    Entry[] _entries = new Entry[LeastEntries];

    public int Count { get; private set; }

    public Subject? Find(string topic)
    {
        var hash = HashOf(topic);
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var at = (int)hash & mask; slots[at] is var slot and not 0; at = (at + 1) & mask)
        {
            if ((uint)(slot >> 32) != hash) continue;
            ref var entry = ref _entries[(int)(uint)slot - 1];
            // While the topic is compared.
            CacheAhead.FetchBoth(entry.Subject);
            if (entry.Topic == topic) return entry.Subject;
        }
        return null;
    }

    /// <summary>The topic must not be there.</summary>
    public void Add(string topic, Subject subject)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        // Twice as many slots as entries, so that what is looked for is found at once or next door.
        if (Count * 2 == _slots.Length) GrowSlots();
        _entries[Count++] = new Entry(topic, subject);
        Put(HashOf(topic), (uint)Count);
    }

    public void Clear()
    {
        _slots = new ulong[LeastSlots];
        _entries = new Entry[LeastEntries];
        Count = 0;
    }

    void GrowSlots()
    {
        var slots = _slots;
        _slots = new ulong[slots.Length * 2];
        foreach (var slot in slots)
        {
            if (slot != 0) Put((uint)(slot >> 32), (uint)slot);
        }
    }

    void Put(uint hash, uint number)
    {
        var mask = _slots.Length - 1;
        var at = (int)hash & mask;
        while (_slots[at] != 0) at = (at + 1) & mask;
        _slots[at] = (ulong)hash << 32 | number;
    }

    static uint HashOf(string topic) => (uint)topic.GetHashCode(StringComparison.Ordinal);

    readonly record struct Entry(string Topic, Subject Subject);
}
