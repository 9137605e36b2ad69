using CsCheck;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// A reading at the end of a day closes it: a gap within one day's borders is that day's, however long it is.
/// </summary>
public sealed class DayBorderTests
{
    [Fact]
    public void A_meter_read_at_midnight_once_a_day_has_the_volume_of_each_day()
    {
        var days = Days(
            Rules(), Total(At("2009-03-01T00:00"), 100), Total(At("2009-03-02T00:00"), 1_540),
            Total(At("2009-03-03T00:00"), 3_000));

        Assert.Equal([1_440.0, 1_460, null], days.Select(day => day.VolumeM3));
        Assert.Equal([1.0, 1, 0], days.Select(day => day.Coverage));
        Assert.All(days, day => Assert.Null(day.UndistributedM3));
        // The third has begun, and what ended with its first reading is the second's.
        Assert.Equal(["", "", "no_segment"], days.Select(day => day.Reason));
        Assert.Equal([1L, 1, 1], days.Select(day => day.Readings));
        var sum = PeriodVolume.Sum(days);
        Assert.Equal((3_000 - 100, 0), (sum.VolumeM3!.Value, sum.UndistributedM3));
    }

    [Fact]
    public void A_reading_one_second_after_midnight_closes_no_day_unless_the_registry_lets_it()
    {
        FlowSample[] samples = [Total(At("2009-03-01T00:00:01"), 100), Total(At("2009-03-02T00:00:01"), 1_540)];

        var strict = Days(Rules(), samples);
        var lenient = Days(Rules() with { DayTolerance = TimeSpan.FromSeconds(1) }, samples);

        Assert.Equal((null, null), (strict[0].VolumeM3, strict[1].VolumeM3));
        Assert.Equal(1_440, strict[1].UndistributedM3);
        Assert.Equal((1_440, 1), (lenient[0].VolumeM3!.Value, lenient[0].Coverage));
        Assert.Null(lenient[1].UndistributedM3);
    }

    [Fact]
    public void A_reading_shortly_before_midnight_closes_the_day_within_the_tolerance()
    {
        var days = Days(
            Rules() with { DayTolerance = TimeSpan.FromMinutes(1) }, Total(At("2009-02-28T23:59:30"), 100),
            Total(At("2009-03-01T23:59:10"), 1_540), Total(At("2009-03-02T23:59:50"), 3_000));

        Assert.Equal([null, 1_440.0, 1_460], days.Select(day => day.VolumeM3));
        Assert.Equal([0.0, 1, 1], days.Select(day => day.Coverage));
        Assert.All(days, day => Assert.Null(day.UndistributedM3));
    }

    [Fact]
    public void A_day_that_is_silent_from_afternoon_to_midnight_has_its_volume_and_is_not_covered_so_long()
    {
        // 100 m³ every ten minutes until 15:00, then nothing until midnight, when it has gone up by 5,400 more.
        var days = Days(
            Rules(),
            [
                .. Enumerable.Range(0, 91).Select(i => Total(At("2009-03-01T00:00") + i * 10 * MinuteMs, i * 100)),
                Total(At("2009-03-02T00:00"), 9_000 + 5_400),
            ]);

        Assert.Equal(14_400, days[0].VolumeM3);
        Assert.Equal(15 / 24.0, days[0].Coverage);
        Assert.Null(days[1].UndistributedM3);
        Assert.Null(days[1].VolumeM3);
    }

    [Fact]
    public void Two_days_between_two_midnights_are_neither_days()
    {
        var days = Days(Rules(), Total(At("2009-03-01T00:00"), 100), Total(At("2009-03-03T00:00"), 3_000));

        Assert.All(days, day => Assert.Null(day.VolumeM3));
        // It ended with the second day, and not in the third.
        Assert.Equal([null, 2_900.0, null], days.Select(day => day.UndistributedM3));
        Assert.Equal(["no_segment", "undistributed", "no_segment"], days.Select(day => day.Reason));
    }

    [Fact]
    public void A_day_of_23_hours_is_closed_where_it_ends()
    {
        var chicago = CalendarOf("America/Chicago");
        LocalDay[] cut = [.. Enumerable.Range(8, 3).Select(day => chicago.Day(new DateOnly(2025, 3, day)))];

        var days = Days(chicago, Rules(), [.. cut.Select((day, i) => Total(day.StartMs, i * 1_000))]);

        Assert.Equal(23 * HourMs, cut[1].LengthMs);
        Assert.Equal([1_000.0, 1_000, null], days.Select(day => day.VolumeM3));
    }

    [Fact]
    public void A_date_that_the_country_skipped_takes_nothing_from_the_day_before_it()
    {
        // Samoa had no 30 December 2011: the 29th ends where the 31st begins.
        var apia = CalendarOf("Pacific/Apia");

        var days = Days(
            apia, Rules(), Total(apia.Day(new DateOnly(2011, 12, 29)).StartMs, 100),
            Total(apia.Day(new DateOnly(2011, 12, 31)).StartMs, 1_540));

        Assert.Equal([1_440.0, null, null], days.Select(day => day.VolumeM3));
        Assert.All(days, day => Assert.Null(day.UndistributedM3));
    }

    [Fact]
    public void A_tolerance_of_half_a_gap_is_the_most_that_counts()
    {
        // Otherwise what lies around midnight would lie in both days.
        var rules = Rules(maxGap: TimeSpan.FromMinutes(2)) with { DayTolerance = TimeSpan.FromMinutes(15) };

        var days = Days(rules, Total(At("2009-03-01T23:55"), 0), Total(At("2009-03-02T00:05"), 10));

        Assert.Equal((null, null), (days[0].VolumeM3, days[1].VolumeM3));
        Assert.Equal(10, days[1].UndistributedM3);
    }

    [Fact]
    public void A_month_with_a_reading_at_both_of_its_borders_is_their_difference() =>
        Gen.Select(
                Gen.Select(Gen.Frequency((70, Gen.Long[5 * MinuteMs, HourMs]), (30, Gen.Long[HourMs, 40 * HourMs])),
                    Gen.Int[0, 500], static (after, m3) => (after, m3)).Array[200],
                Gen.OneOf(0, 5, 15))
            .Sample((steps, tolerance) =>
            {
                var rules = Rules(use: TotaliserUse.Always) with { DayTolerance = TimeSpan.FromMinutes(tolerance) };
                var (ms, total) = (At("2009-02-20T12:34"), 0L);
                var (march, april) = (At("2009-03-01T00:00"), At("2009-04-01T00:00"));
                var samples = new Dictionary<long, long> { [march] = 0, [april] = 0 };
                foreach (var (after, m3) in steps)
                {
                    ms += after;
                    // What flows until a border is shown there first.
                    foreach (var border in new[] { march, april }.Where(border => ms - after < border && border <= ms))
                        samples[border] = total += m3;
                    samples[ms] = total += m3;
                }
                foreach (var border in new[] { march, april }.Where(border => border > ms)) samples[border] = total;

                var days = Days(rules, [.. samples.Select(sample => Total(sample.Key, sample.Value))]);

                var month = PeriodVolume.Since(
                    march, [.. days.Where(day => day.Day.Date < new DateOnly(2009, 4, 1))]);
                Assert.Equal(samples[april] - samples[march], (month.VolumeM3 ?? 0) + month.UndistributedM3, 1e-6);
                Assert.Equal(0, month.LeftOutM3, 1e-6);
            }, iter: 300);

    static IReadOnlyList<DayVolume> Days(MeterRules rules, params FlowSample[] samples) =>
        Days(Shanghai, rules, samples);

    static IReadOnlyList<DayVolume> Days(CityCalendar calendar, MeterRules rules, params FlowSample[] samples) =>
        MeterHours.Days(calendar, rules, MeterHours.FromScratch(calendar, rules, samples, []));
}
