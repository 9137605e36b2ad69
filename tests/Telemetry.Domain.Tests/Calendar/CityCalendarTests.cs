using CsCheck;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Calendar;

public sealed class CityCalendarTests
{
    const long HourMs = 3_600_000;

    [Fact]
    public void Day_without_a_change_of_clocks_has_24_hours()
    {
        var sut = CreateSut("Asia/Shanghai");

        var day = sut.Day(new(2009, 3, 1));

        Assert.Equal(Ms("2009-02-28T16:00:00Z"), day.StartMs);
        Assert.Equal(Ms("2009-03-01T16:00:00Z"), day.EndMs);
        Assert.Equal(Enumerable.Repeat(HourMs, 24), sut.HoursOf(day).Select(h => h.LengthMs));
    }

    [Fact]
    public void Day_begins_at_the_citys_hour()
    {
        var sut = CreateSut("Asia/Shanghai", new TimeOnly(8, 0));

        Assert.Equal(Ms("2009-03-01T00:00:00Z"), sut.Day(new(2009, 3, 1)).StartMs);
        Assert.Equal(new DateOnly(2009, 2, 28), sut.DayOf(Ms("2009-02-28T23:59:59.999Z")).Date);
        Assert.Equal(new DateOnly(2009, 3, 1), sut.DayOf(Ms("2009-03-01T00:00:00Z")).Date);
    }

    // zone, date, beginning, number of hours, minutes of the last one
    [Theory]
    [InlineData("America/Chicago", "2025-03-09", "2025-03-09T06:00:00Z", 23, 60)]
    [InlineData("America/Chicago", "2025-11-02", "2025-11-02T05:00:00Z", 25, 60)]
    // Midnight is skipped: the day begins at 01:00 of the clock.
    [InlineData("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z", 23, 60)]
    // Midnight comes twice: the day begins at the first.
    [InlineData("America/Havana", "2023-11-05", "2023-11-05T04:00:00Z", 25, 60)]
    // Half an hour more, half an hour less.
    [InlineData("Australia/Lord_Howe", "2023-04-02", "2023-04-01T13:00:00Z", 24, 90)]
    [InlineData("Australia/Lord_Howe", "2023-10-01", "2023-09-30T13:30:00Z", 23, 90)]
    // The island went to bed on the 29th and woke up on the 31st.
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0, 0)]
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", 24, 60)]
    public void Day_of_a_change_has_the_hours_that_went_by(
        string zone, string date, string begins, int hours, int lastMinutes)
    {
        var sut = CreateSut(zone);

        var day = sut.Day(DateOnly.ParseExact(date, "yyyy-MM-dd", null));

        Assert.Equal(Ms(begins), day.StartMs);
        LocalHour[] all = [.. sut.HoursOf(day)];
        Assert.Equal(hours, all.Length);
        Assert.Equal(lastMinutes, all.Length == 0 ? 0 : all[^1].LengthMs / 60_000);
        Assert.All(all.SkipLast(1), hour => Assert.Equal(HourMs, hour.LengthMs));
    }

    [Fact]
    public void Every_instant_lies_in_one_day_and_one_hour_and_days_and_hours_follow_each_other()
    {
        string[] zones =
        [
            "Asia/Shanghai", "America/Chicago", "America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe",
            "Pacific/Apia", "Europe/Berlin", "Africa/Casablanca", "UTC",
        ];
        var instants = Gen.Long[Ms("2000-01-02T00:00:00Z"), Ms("2035-01-01T00:00:00Z")];
        Gen.Select(Gen.Int[0, zones.Length - 1], Gen.Int[0, 95], instants)
            .Sample((zone, quarters, instant) =>
            {
                var sut = CreateSut(zones[zone], new TimeOnly(quarters / 4, quarters % 4 * 15));

                var day = sut.DayOf(instant);
                var hour = sut.HourOf(instant);

                Assert.True(day.Contains(instant));
                Assert.True(hour.Contains(instant));
                Assert.Equal(day, sut.Day(day.Date));
                Assert.Equal(day.EndMs, sut.Day(day.Date.AddDays(1)).StartMs);
                LocalHour[] hours = [.. sut.HoursOf(day)];
                Assert.Equal(hour, hours[hour.Index]);
                Assert.Equal(day.StartMs, hours[0].StartMs);
                Assert.Equal(day.EndMs, hours[^1].EndMs);
                Assert.All(hours.Zip(hours.Skip(1)), pair => Assert.Equal(pair.First.EndMs, pair.Second.StartMs));
                Assert.All(hours, h => Assert.InRange(h.LengthMs, HourMs, 2 * HourMs - 1));
            }, iter: 3_000);
    }

    static CityCalendar CreateSut(string zone, TimeOnly dayStart = default) =>
        new(new City(new("Testholm", "测试市"), TimeZoneInfo.FindSystemTimeZoneById(zone), dayStart));

    static long Ms(string instant) =>
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
