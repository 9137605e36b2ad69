namespace Telemetry.Simulators.City;

/// <summary>
/// How densely devices report. Marks are whole multiples of the interval since 1970, so a coarser cadence is a subset
/// of a finer one that it divides: history sent coarsely and the same hours sent live agree.
/// </summary>
/// <param name="LeastPlantInterval">Meters with a shorter interval report this often.</param>
/// <param name="LeastMovingInterval">Moving trackers with a shorter interval report this often.</param>
/// <param name="ParkedInterval">A tracker whose engine is off.</param>
public sealed record Cadence(TimeSpan LeastPlantInterval, TimeSpan LeastMovingInterval, TimeSpan ParkedInterval)
{
    /// <summary>As the registry says; parked trackers once a minute.</summary>
    public static readonly Cadence Live = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMinutes(1));

    /// <summary>Bounds the volume of history: meters 5 minutes, moving trackers 30 s, parked ones 2 minutes.</summary>
    public static readonly Cadence History =
        new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));

    internal static long AtLeast(TimeSpan interval, TimeSpan least)
    {
        var ms = (long)Math.Max(interval.TotalMilliseconds, least.TotalMilliseconds);
        return ms > 0 ? ms : 60_000;
    }

    /// <summary>Whole multiples of <paramref name="step"/> in [from, until).</summary>
    internal static IEnumerable<long> Marks(long from, long until, long step)
    {
        for (var mark = FirstMark(from, step); mark < until; mark += step) yield return mark;
    }

    internal static long FirstMark(long from, long step)
    {
        var over = from % step;
        return over == 0 ? from : from - over + (over > 0 ? step : 0);
    }
}
