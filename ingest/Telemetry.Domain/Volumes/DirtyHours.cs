namespace Telemetry.Domain.Volumes;

/// <summary>Which neighbours of a recomputed hour must be recomputed too.</summary>
[Flags]
public enum DirtyNeighbours
{
    None = 0,

    /// <summary>The nearest earlier hour with readings.</summary>
    Earlier = 1 << 0,

    /// <summary>The nearest later hour with readings.</summary>
    Later = 1 << 1,
}

/// <summary>
/// How far a change spreads: an hour that looks the same at an edge as it did leaves the neighbour there as it is.
/// </summary>
public static class DirtyHours
{
    /// <param name="was">The hour's edges before; null where it had no readings.</param>
    /// <param name="now">Its edges now.</param>
    public static DirtyNeighbours Of(HourEdges? was, HourEdges now)
    {
        var dirty = DirtyNeighbours.None;
        if (was?.FirstTotal != now.FirstTotal || was?.FirstFlow != now.FirstFlow) dirty |= DirtyNeighbours.Earlier;
        if (was?.LastTotal != now.LastTotal || was?.LastFlow != now.LastFlow) dirty |= DirtyNeighbours.Later;
        return dirty;
    }
}
