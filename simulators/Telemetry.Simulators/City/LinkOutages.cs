namespace Telemetry.Simulators.City;

/// <summary>When a device can't reach the broker: at most once in a period, drawn anew for each.</summary>
public sealed class LinkOutages(
    Chance chance, TimeSpan period, double probability, TimeSpan shortest, TimeSpan longest)
{
    private readonly long _periodMs = (long)period.TotalMilliseconds;

    public bool IsDown(long ms) => Of(ms) is { } outage && ms >= outage.FromMs && ms < outage.UntilMs;

    /// <summary>The outage of the period that <paramref name="ms"/> lies in; null where it has none.</summary>
    public (long FromMs, long UntilMs)? Of(long ms)
    {
        var cell = ms / _periodMs;
        var draw = chance.For(cell);
        if (draw.Unit(0) >= probability) return null;
        var length = (long)draw.Within(1, shortest.TotalMilliseconds, longest.TotalMilliseconds);
        var from = cell * _periodMs + (long)(draw.Unit(2) * (_periodMs - length));
        return (from, from + length);
    }
}
