namespace Telemetry.Domain.Alarms;

/// <summary>
/// In a flood people are told of the plant, not of each alarm: of the first few of a group one by one, of the next that
/// there are many, and of no more until it is quiet again. Every alarm stands in the list all the same.
/// </summary>
/// <param name="most">Told one by one, of a group within <paramref name="window"/>.</param>
/// <param name="window">How far back is counted.</param>
public sealed class FloodGate(int most, TimeSpan window)
{
    private readonly Dictionary<string, Flood> _floods = new(StringComparer.Ordinal);

    /// <summary>Counts one that is raised, and says how people are told.</summary>
    public FloodWord Count(string group, DateTimeOffset now)
    {
        if (!_floods.TryGetValue(group, out var flood)) _floods.Add(group, flood = new Flood());
        while (flood.Times.TryPeek(out var oldest) && now - oldest > window) flood.Times.Dequeue();
        if (flood.Times.Count == 0) flood.IsTold = false;
        flood.Times.Enqueue(now);
        if (flood.IsTold) return FloodWord.None;
        if (flood.Times.Count <= most) return FloodWord.Each;
        flood.IsTold = true;
        return FloodWord.Group;
    }

    /// <summary>How many a group has within the window.</summary>
    public int CountOf(string group, DateTimeOffset now) =>
        _floods.TryGetValue(group, out var flood) ? flood.Times.Count(at => now - at <= window) : 0;

    private sealed class Flood
    {
        public Queue<DateTimeOffset> Times { get; } = [];

        /// <summary>Since it was last quiet for a whole window.</summary>
        public bool IsTold { get; set; }
    }
}

public enum FloodWord
{
    /// <summary>Of this one.</summary>
    Each,

    /// <summary>That the group has many.</summary>
    Group,

    /// <summary>Of nothing more.</summary>
    None,
}
