namespace Telemetry.Domain.Calendar;

/// <summary>
/// An elapsed hour of a city's day: from its start, inclusive, to the start of the next, exclusive, in Unix
/// milliseconds. Never shorter than 1 h in a day that isn't, so what takes at most 1 h touches at most two.
/// </summary>
/// <param name="Day">The date of the day that it belongs to.</param>
/// <param name="Index">Hours since that day began: 0 for the first. No hour of the clock where clocks change.</param>
public readonly record struct LocalHour(DateOnly Day, int Index, long StartMs, long EndMs)
{
    public long LengthMs => EndMs - StartMs;

    public bool Contains(long unixMs) => unixMs >= StartMs && unixMs < EndMs;
}
