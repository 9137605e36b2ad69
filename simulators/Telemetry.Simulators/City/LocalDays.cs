namespace Telemetry.Simulators.City;

/// <summary>
/// The city's local days as instants, numbered from 2000-01-01 to 2049-12-31. A day is 23 to 25 hours long where
/// clocks change.
/// </summary>
public sealed class LocalDays
{
    public static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2050, 1, 1);

    private readonly TimeZoneInfo _zone;
    private readonly long[] _starts;

    public LocalDays(TimeZoneInfo zone)
    {
        _zone = zone;
        _starts = new long[Last.DayNumber - First.DayNumber + 1];
        for (var day = 0; day < _starts.Length; day++)
        {
            var midnight = First.AddDays(day).ToDateTime(TimeOnly.MinValue);
            while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(30);
            _starts[day] = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUnixTimeMilliseconds();
        }
    }

    /// <summary>Number of days that are known.</summary>
    public int Count => _starts.Length - 1;

    public long StartMs(int day) => _starts[day];

    public long EndMs(int day) => _starts[day + 1];

    public static DateOnly Date(int day) => First.AddDays(day);

    public int DayOf(long ms)
    {
        var found = Array.BinarySearch(_starts, ms);
        var day = found >= 0 ? found : ~found - 1;
        return Math.Clamp(day, 0, Count - 1);
    }

    /// <summary>Hour of the clock on the wall, 0 to 24, with its fraction.</summary>
    public double HourOf(long ms)
    {
        var utc = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        return (utc.UtcDateTime + _zone.GetUtcOffset(utc)).TimeOfDay.TotalHours;
    }

    /// <summary>
    /// The first instant at which the wall clock shows this time on that day, or the next that exists.
    /// </summary>
    public long AtMs(int day, TimeSpan timeOfDay)
    {
        var local = Date(day).ToDateTime(TimeOnly.MinValue) + timeOfDay;
        while (_zone.IsInvalidTime(local)) local = local.AddMinutes(30);
        var offset = _zone.IsAmbiguousTime(local)
            ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUnixTimeMilliseconds();
    }
}
