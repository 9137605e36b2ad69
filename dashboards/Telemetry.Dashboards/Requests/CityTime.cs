using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Requests;

/// <summary>Instants as the city's clocks show them.</summary>
internal static class CityTime
{
    public static DateTimeOffset Local(this City city, DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, city.TimeZone);

    /// <summary>The local day that an instant falls into.</summary>
    public static DateOnly DayOf(this City city, DateTimeOffset instant) =>
        DateOnly.FromDateTime(city.Local(instant).DateTime - city.DayStart.ToTimeSpan());

    /// <summary>Borders of the local days that touch the range: n days have n + 1 borders.</summary>
    public static List<DateTimeOffset> DayBorders(this City city, TimeRange range)
    {
        var day = city.DayOf(range.From);
        var borders = new List<DateTimeOffset> { StartOf(city, day) };
        while (borders[^1] < range.To)
        {
            day = day.AddDays(1);
            borders.Add(StartOf(city, day));
        }
        return borders;
    }

    /// <summary>The instant at which a local day begins, UTC.</summary>
    public static DateTimeOffset StartOf(this City city, DateOnly day)
    {
        var local = day.ToDateTime(city.DayStart);
        // Where clocks jump over the start of the day, it begins with the first minute that exists.
        while (city.TimeZone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new DateTimeOffset(local, city.TimeZone.GetUtcOffset(local)).ToUniversalTime();
    }
}
