using System.Runtime.CompilerServices;
using System.Text;

namespace Telemetry.Domain.Readings;

/// <summary>
/// Subjects by topic, built for many. With 100,000 devices what a search costs is the memory it waits for: nothing of
/// the device is in a cache. So a search is taken in steps, between which the caller does other work; each step asks
/// for what the next one reads, a slot, then an entry, then the subject. Not thread-safe, one search at a time; nothing
/// is removed but everything.
/// </summary>
public sealed class SubjectTable
{
    /// <summary>More can't be numbered in a slot.</summary>
    const int Most = (1 << NumberBits) - 1;

    // A slot: bits of the hash, and one more than the number of the entry; 0 is free. The other bits of the hash are
    // its place, or a little before it. 4 bytes each and four fifths full: half a megabyte for 100,000 topics.
    const int NumberBits = 19;
    const int LeastSlots = 64; // a power of two

    // Entries lie in pieces that stay where they are: growing is no copy, and no message pays for a large one.
    const int PieceBits = 9;
    const int PieceLength = 1 << PieceBits;

    uint[] _slots = new uint[LeastSlots];
    Entry[][] _pieces = [];

    // The running search.
    NextStep _next;
    uint _hash;
    int _at;

    enum NextStep
    {
        None,
        ReadSlot,
        ReadEntry,
    }

    public int Count { get; private set; }

    /// <summary>Begins the search for a topic.</summary>
    public void Begin(string topic)
    {
        _hash = HashOf(topic);
        _at = (int)_hash & (_slots.Length - 1);
        _next = NextStep.ReadSlot;
        CacheAhead.Fetch(in _slots[_at]);
    }

    /// <summary>Takes the search a step further, once what the last one asked for has had time to come.</summary>
    public void Step()
    {
        if (_next is NextStep.None) return;
        if (_next is NextStep.ReadSlot)
        {
            _next = GoToLikely() ? NextStep.ReadEntry : NextStep.None;
            if (_next is NextStep.ReadEntry) CacheAhead.Fetch(in EntryOf(_slots[_at]));
            return;
        }
        _next = NextStep.None;
        ref readonly var entry = ref EntryOf(_slots[_at]);
        CacheAhead.FetchAll(entry.Topic, Entry.TopicBytes);
        CacheAhead.FetchAll(entry.Subject, Subject.Bytes);
        CacheAhead.FetchAll(entry.Series, Series.BytesWithKey);
    }

    /// <summary>Ends the search, however many steps were taken.</summary>
    /// <param name="topic">The one that it began with.</param>
    /// <returns>Null where the topic isn't there.</returns>
    public Subject? End(string topic)
    {
        _next = NextStep.None;
        for (; GoToLikely(); _at = (_at + 1) & (_slots.Length - 1))
        {
            ref readonly var entry = ref EntryOf(_slots[_at]);
            if (entry.IsOf(topic)) return entry.Subject;
        }
        return null;
    }

    public Subject? Find(string topic)
    {
        Begin(topic);
        return End(topic);
    }

    /// <summary>The topic must not be there.</summary>
    public void Add(string topic, Subject subject)
    {
        if (Count == Most) throw new InvalidOperationException($"there are {Most} topics, the limit");
        if (Count == _pieces.Length << PieceBits) _pieces = [.. _pieces, new Entry[PieceLength]];
        // Fuller, and what is looked for is too far from its place.
        if ((Count + 1) * 5L > _slots.Length * 4L) GrowSlots();
        var hash = HashOf(topic);
        object kept = Ascii.IsValid(topic) ? Encoding.ASCII.GetBytes(topic) : topic;
        _pieces[Count >> PieceBits][Count & (PieceLength - 1)] = new Entry(kept, subject, subject.OnlySeries, hash);
        Put(hash, ++Count);
    }

    public void Clear()
    {
        _slots = new uint[LeastSlots];
        _pieces = [];
        Count = 0;
    }

    /// <summary>To the next slot, from here on, whose bits are those of the hash.</summary>
    bool GoToLikely()
    {
        var slots = _slots;
        for (; slots[_at] is var slot and not 0; _at = (_at + 1) & (slots.Length - 1))
        {
            if (slot >> NumberBits == _hash >> NumberBits) return true;
        }
        return false;
    }

    void GrowSlots()
    {
        _slots = new uint[_slots.Length * 2];
        for (var number = 1; number <= Count; number++) Put(EntryOf((uint)number).Hash, number);
    }

    void Put(uint hash, int number)
    {
        var mask = _slots.Length - 1;
        var at = (int)hash & mask;
        while (_slots[at] != 0) at = (at + 1) & mask;
        _slots[at] = hash >> NumberBits << NumberBits | (uint)number;
    }

    ref readonly Entry EntryOf(uint slot)
    {
        var number = (int)(slot & Most) - 1;
        return ref _pieces[number >> PieceBits][number & (PieceLength - 1)];
    }

    static uint HashOf(string topic) => (uint)topic.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// What is waited for hangs here side by side, so that all of it can be asked for at once. The topic is kept as
    /// bytes where it is ASCII, which is half as long; else as it is.
    /// </summary>
    readonly record struct Entry(object Topic, Subject Subject, Series? Series, uint Hash)
    {
        /// <summary>Of a topic of up to a hundred characters; a longer one has to be waited for.</summary>
        public const int TopicBytes = 128;

        public bool IsOf(string topic) =>
            Topic.GetType() == typeof(byte[])
                ? Ascii.Equals(Unsafe.As<byte[]>(Topic), topic)
                : (string)Topic == topic;
    }
}
