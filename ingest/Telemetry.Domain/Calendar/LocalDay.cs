namespace Telemetry.Domain.Calendar;

/// <summary>
/// A city's day: from its start, inclusive, to the start of the next, exclusive, in Unix milliseconds. 24 h, or 23 or
/// 25 where clocks change; 0 where a country skipped the date.
/// </summary>
public readonly record struct LocalDay(DateOnly Date, long StartMs, long EndMs)
{
    public long LengthMs => EndMs - StartMs;

    public bool Contains(long unixMs) => unixMs >= StartMs && unixMs < EndMs;
}
