using Telemetry.Domain.Calendar;

namespace Telemetry.Domain.Volumes;

/// <summary>
/// Readings of an hour by time, each time once, whatever order and however often they came. Two different readings of
/// one time can't come out of a store; here the same one of them is kept in any order.
/// </summary>
internal static class InOrder
{
    static readonly Comparison<FlowSample> Samples = static (a, b) =>
    {
        var order = a.TimeMs.CompareTo(b.TimeMs);
        if (order == 0) order = Nullable.Compare(a.TotalM3, b.TotalM3);
        if (order == 0) order = Nullable.Compare(a.FlowM3H, b.FlowM3H);
        return order == 0 ? a.Quality.CompareTo(b.Quality) : order;
    };

    static readonly Comparison<TotaliserEvent> Events = static (a, b) =>
    {
        var order = a.TimeMs.CompareTo(b.TimeMs);
        if (order == 0) order = a.LastM3.CompareTo(b.LastM3);
        return order == 0 ? a.FirstM3.CompareTo(b.FirstM3) : order;
    };

    public static ReadOnlySpan<FlowSample> Of(ReadOnlySpan<FlowSample> samples, LocalHour hour) =>
        Of(samples, hour, Samples, static sample => sample.TimeMs);

    public static ReadOnlySpan<TotaliserEvent> Of(ReadOnlySpan<TotaliserEvent> events, LocalHour hour) =>
        Of(events, hour, Events, static happened => happened.TimeMs);

    public static ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> items, LocalHour hour, Comparison<T> order, Func<T, long> time)
    {
        var ordered = Of(items, order, time);
        var first = FirstAtOrAfter(ordered, hour.StartMs, time);
        return ordered[first..FirstAtOrAfter(ordered, hour.EndMs, time)];
    }

    public static ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> items, Comparison<T> order, Func<T, long> time) =>
        IsOrdered(items, time) ? items : Ordered(items, order, time);

    // What a store returns is in order already and is used where it lies.
    static bool IsOrdered<T>(ReadOnlySpan<T> items, Func<T, long> time)
    {
        for (var i = 1; i < items.Length; i++)
        {
            if (time(items[i]) <= time(items[i - 1])) return false;
        }
        return true;
    }

    static ReadOnlySpan<T> Ordered<T>(ReadOnlySpan<T> items, Comparison<T> order, Func<T, long> time)
    {
        var copy = items.ToArray();
        Array.Sort(copy, order);
        var kept = 0;
        for (var i = 1; i < copy.Length; i++)
        {
            if (time(copy[i]) != time(copy[kept])) kept++;
            copy[kept] = copy[i];
        }
        return copy.AsSpan(0, kept + 1);
    }

    static int FirstAtOrAfter<T>(ReadOnlySpan<T> ordered, long unixMs, Func<T, long> time)
    {
        int low = 0, high = ordered.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (time(ordered[middle]) < unixMs) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
