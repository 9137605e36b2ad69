using System.Diagnostics.CodeAnalysis;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Calendar;

/// <summary>
/// The days and hours of a city: those of its time zone, a day beginning at the city's hour. Days follow each other
/// without a gap, and every instant lies in exactly one day and one hour.
/// </summary>
/// <remarks>
/// A day begins at the first instant at which the city's clocks show its start or later: the earlier one where that
/// time comes twice, the instant of the change where it is skipped. Its hours are counted from there. What a change of
/// half an hour leaves over belongs to the last hour, which then has an hour and a half.
/// </remarks>
public sealed class CityCalendar(City city)
{
    const long HourMs = 3_600_000;

    readonly TimeZoneInfo _zone = city.TimeZone;
    readonly TimeSpan _dayStart = city.DayStart.ToTimeSpan();

    public LocalDay Day(DateOnly date) => new(date, StartOf(date), StartOf(date.AddDays(1)));

    public LocalDay DayOf(long unixMs)
    {
        var clock = DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime + OffsetAt(unixMs) - _dayStart;
        var day = Day(DateOnly.FromDateTime(clock));
        while (unixMs < day.StartMs) day = Day(day.Date.AddDays(-1));
        while (unixMs >= day.EndMs) day = Day(day.Date.AddDays(1));
        return day;
    }

    /// <summary>
    /// When the city's clocks show a time of day on one of its days, Unix ms. A time before the city's start of the day
    /// is that of the next date; one that is skipped is where the clocks then stand.
    /// </summary>
    public long At(DateOnly date, TimeOnly time)
    {
        var clock = (time.ToTimeSpan() < _dayStart ? date.AddDays(1) : date).ToDateTime(time);
        var day = Day(date);
        return Math.Clamp(UnixMs(clock) - Ms(_zone.GetUtcOffset(clock)), day.StartMs, day.EndMs);
    }

    /// <summary>Whether a day begins at exactly that instant.</summary>
    public bool BeginsDay(long unixMs) => DayOf(unixMs).StartMs == unixMs;

    /// <summary>Whether an hour begins at exactly that instant.</summary>
    public bool BeginsHour(long unixMs) => HourOf(unixMs).StartMs == unixMs;

    public LocalHour HourOf(long unixMs)
    {
        var day = DayOf(unixMs);
        return Hour(day, (int)Math.Min((unixMs - day.StartMs) / HourMs, HoursIn(day) - 1));
    }

    /// <summary>In order of time: 24, or 23 or 25 where clocks change.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Hours are the calendar's to say, as days are")]
    public IEnumerable<LocalHour> HoursOf(LocalDay day)
    {
        for (var index = 0; index < HoursIn(day); index++) yield return Hour(day, index);
    }

    static LocalHour Hour(LocalDay day, int index)
    {
        var start = day.StartMs + index * HourMs;
        return new(day.Date, index, start, index == HoursIn(day) - 1 ? day.EndMs : start + HourMs);
    }

    static int HoursIn(LocalDay day) => day.LengthMs == 0 ? 0 : (int)Math.Max(1, day.LengthMs / HourMs);

    // Looks for the change itself, since a skipped or repeated time of day has no offset of its own.
    long StartOf(DateOnly date)
    {
        var shown = UnixMs(date.ToDateTime(TimeOnly.MinValue) + _dayStart);
        var before = OffsetAt(shown - 24 * HourMs);
        var after = OffsetAt(shown + 24 * HourMs);
        var start = shown - Ms(before);
        if (before == after) return start;
        var change = ChangeBetween(shown - 24 * HourMs, shown + 24 * HourMs, before);
        return start < change ? start : Math.Max(change, shown - Ms(after));
    }

    /// <returns>The first instant whose offset is no longer <paramref name="before"/>.</returns>
    long ChangeBetween(long from, long until, TimeSpan before)
    {
        while (until - from > 1)
        {
            var middle = from + (until - from) / 2;
            if (OffsetAt(middle) == before) from = middle;
            else until = middle;
        }
        return until;
    }

    TimeSpan OffsetAt(long unixMs) => _zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));

    static long UnixMs(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    static long Ms(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;
}
