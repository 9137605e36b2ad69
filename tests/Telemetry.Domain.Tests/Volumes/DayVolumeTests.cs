using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

public sealed class DayVolumeTests
{
    static readonly DateOnly First = new(2009, 3, 1);

    [Fact]
    public void A_gap_inside_the_day_is_part_of_it_and_not_covered()
    {
        // Every ten minutes from midnight to 06:00 and from 12:00 to 24:00, 10 m³ each; 360 m³ in between.
        var days = Days(Rules(), [.. Totals(0, 37, 0), .. Totals(72, 145, 720)]);

        Assert.Equal(1_440, days[0].VolumeM3);
        Assert.Equal(0.75, days[0].Coverage);
        Assert.Null(days[0].UndistributedM3);
    }

    [Fact]
    public void A_day_with_a_total_is_measured_by_it_and_one_without_by_the_flow()
    {
        // 60 m³/h by the flow, 66 m³/h by the totaliser, which is silent on the second day.
        var samples = Enumerable.Range(0, 3 * 144 + 1).Select(i => new FlowSample(
            At("2009-03-01T00:00") + i * 10 * MinuteMs, 60, i is < 144 or >= 288 ? i * 11 : null, 'N'));

        var days = Days(Rules(), [.. samples]);

        Assert.Equal(VolumeMethod.Totaliser, days[0].Method);
        Assert.Equal(143 * 11, days[0].VolumeM3);
        Assert.Equal(VolumeMethod.Integral, days[1].Method);
        Assert.Equal(1_440, days[1].VolumeM3!.Value, 1e-9);
        Assert.Equal(VolumeMethod.Totaliser, days[2].Method);
        Assert.Equal(144 * 11, days[2].VolumeM3);
        // The totaliser went up by 145 × 11 while it was silent, from the first day's end to the second's, and 1,440 of
        // that is the second day's already.
        Assert.Equal(145 * 11, days[1].UndistributedM3);
        Assert.Null(days[2].UndistributedM3);
        Assert.Equal(145 * 11 - 1_440, PeriodVolume.Sum(days).UndistributedM3, 1e-9);
        Assert.Equal(432 * 11, PeriodVolume.Sum(days) is var sum ? sum.VolumeM3!.Value + sum.UndistributedM3 : 0, 1e-9);
    }

    [Fact]
    public void A_meter_measured_by_its_totaliser_has_no_volume_on_a_day_without_totals()
    {
        var samples = Enumerable.Range(0, 145).Select(i => Flow(At("2009-03-01T00:00") + i * 10 * MinuteMs, 60));

        var day = Days(Rules(use: TotaliserUse.Always), [.. samples])[0];

        Assert.Null(day.VolumeM3);
        Assert.Equal("no_valid_reading", day.Reason);
        Assert.Equal(1_440, day.IntegralM3!.Value, 1e-9);
    }

    [Fact]
    public void A_day_without_hours_is_unknown_and_not_zero()
    {
        var day = DayVolume.Compute(Shanghai.Day(First), [], Rules());

        Assert.Null(day.VolumeM3);
        Assert.Equal("no_readings", day.Reason);
        Assert.Equal(0, day.Coverage);
    }

    [Fact]
    public void A_day_in_which_a_gap_ends_and_nothing_else_is_known_says_so()
    {
        var day = Days(Rules(), [Total(At("2009-02-28T20:00"), 100), Total(At("2009-03-01T09:00"), 700)])[1];

        Assert.Null(day.VolumeM3);
        Assert.Equal("undistributed", day.Reason);
        Assert.Equal(600, day.UndistributedM3);
        Assert.Equal(At("2009-02-28T20:00"), day.GapFromMs);
    }

    [Fact]
    public void Of_two_gaps_that_end_in_a_day_the_one_that_began_before_it_is_undistributed()
    {
        var day = Days(
            Rules(),
            [
                Total(At("2009-02-28T20:00"), 100), Total(At("2009-03-01T09:00"), 700),
                Total(At("2009-03-01T17:00"), 750),
            ])[1];

        Assert.Equal(600, day.UndistributedM3);
        Assert.Equal(50, day.VolumeM3);
    }

    [Fact]
    public void A_correction_says_what_the_day_is_whatever_was_measured()
    {
        var measured = Days(Rules(), Totals(0, 100, 0))[0];

        var day = measured.With(new(DeclaredVolumeKind.Correction, 1_440));

        Assert.Equal(990, day.MeasuredM3);
        Assert.Equal(450, day.EstimatedM3);
        Assert.Equal(1_440, day.VolumeM3);
        Assert.True(day.Checks.HasFlag(VolumeChecks.Declared));
        Assert.Equal(measured.Coverage, day.Coverage);
    }

    [Fact]
    public void A_missed_volume_is_added_to_what_was_measured()
    {
        var day = Days(Rules(), Totals(0, 100, 0))[0].With(new(DeclaredVolumeKind.Missed, 400));

        Assert.Equal(1_390, day.VolumeM3);
        Assert.Equal(400, day.EstimatedM3);
        Assert.Equal(VolumeMethod.Totaliser, day.Method);
    }

    [Fact]
    public void A_missed_volume_of_a_day_without_readings_is_its_volume()
    {
        var day = DayVolume.Compute(Shanghai.Day(First), [], Rules()).With(new(DeclaredVolumeKind.Missed, 1_400));

        Assert.Equal(1_400, day.VolumeM3);
        Assert.Null(day.MeasuredM3);
        Assert.Equal(VolumeMethod.Declared, day.Method);
        Assert.Equal("", day.Reason);
    }

    [Fact]
    public void What_was_declared_inside_a_gap_is_not_counted_twice_in_the_month()
    {
        // 10 m³ every ten minutes; silent from the first day, 18:00, to the third, 06:00: 2,160 m³.
        var days = Days(Rules(), [.. Totals(0, 109, 0), .. Totals(324, 433, 3_240)]).ToArray();

        days[0] = days[0].With(new(DeclaredVolumeKind.Missed, 350));
        days[1] = days[1].With(new(DeclaredVolumeKind.Missed, 1_400));
        days[2] = days[2].With(new(DeclaredVolumeKind.Correction, 1_430));

        // 350 and 1,400 are declared, and 350 more of the third day, which measured 1,080.
        var sum = PeriodVolume.Sum(days);
        Assert.Equal(2_160 - 350 - 1_400 - 350, sum.UndistributedM3, 1e-9);
        Assert.Equal(4_320, sum.VolumeM3!.Value + sum.UndistributedM3, 1e-9);
    }

    [Fact]
    public void The_month_in_which_a_gap_ends_carries_it_whole()
    {
        var days = Days(Rules(), [.. Totals(0, 109, 0), .. Totals(324, 433, 3_240)]);

        var sum = PeriodVolume.Sum([days[2]]);

        Assert.Equal(2_160, sum.UndistributedM3);
        Assert.Equal(1_080, sum.VolumeM3);
        Assert.Equal(1, sum.DaysWithVolume);
    }

    [Fact]
    public void A_gap_over_a_periods_border_is_left_out_of_both_and_said()
    {
        // 10 m³ every ten minutes; silent from the first day, 18:00, to the third, 06:00: 2,160 m³.
        var days = Days(Rules(), [.. Totals(0, 109, 0), .. Totals(324, 433, 3_240)]);
        var border = Shanghai.Day(First.AddDays(2)).StartMs;

        var before = PeriodVolume.Sum([days[0], days[1]]);
        var after = PeriodVolume.Since(border, days);

        // 18 hours of 60 m³ on the one side, and on the other, from six in the morning to midnight.
        Assert.Equal((1_080, 0, 0), (before.VolumeM3!.Value, before.UndistributedM3, before.LeftOutM3));
        Assert.Equal(1_080, after.VolumeM3!.Value, 1e-9);
        Assert.Equal((0, 2_160), (after.UndistributedM3, after.LeftOutM3));
        Assert.Equal(1, after.DaysWithVolume);
    }

    [Fact]
    public void What_an_earlier_month_declared_inside_a_gap_is_not_left_out_as_well()
    {
        var days = Days(Rules(), [.. Totals(0, 109, 0), .. Totals(324, 433, 3_240)]).ToArray();
        days[1] = days[1].With(new(DeclaredVolumeKind.Missed, 1_400));

        var after = PeriodVolume.Since(Shanghai.Day(First.AddDays(2)).StartMs, days);

        Assert.Equal(2_160 - 1_400, after.LeftOutM3, 1e-9);
    }

    [Fact]
    public void An_hour_that_disagrees_alone_is_no_remark_on_the_day()
    {
        // 60 m³/h; the totaliser shows 3 m³ of hour 9 an hour late.
        var samples = Enumerable.Range(0, 145).Select(i => new FlowSample(
            At("2009-03-01T00:00") + i * 10 * MinuteMs, 60, i * 10 - (i == 60 ? 3 : 0), 'N'));
        var hours = MeterHours.FromScratch(Shanghai, Rules(), [.. samples], []);

        Assert.True(hours[9].Checks.HasFlag(VolumeChecks.TotaliserAgainstIntegral));
        Assert.Equal(VolumeChecks.None, MeterHours.Days(Shanghai, Rules(), hours)[0].Checks);
    }

    [Fact]
    public void An_hour_of_another_day_is_passed_over()
    {
        var hours = MeterHours.FromScratch(Shanghai, Rules(), Totals(0, 200, 0), []);

        Assert.Equal(1_440, DayVolume.Compute(Shanghai.Day(First), hours, Rules()).VolumeM3!.Value, 1e-9);
    }

    static IReadOnlyList<DayVolume> Days(MeterRules rules, FlowSample[] samples) =>
        MeterHours.Days(Shanghai, rules, MeterHours.FromScratch(Shanghai, rules, samples, []));

    /// <summary>10 m³ every ten minutes; in tens of minutes from the first day's midnight, the end exclusive.</summary>
    static FlowSample[] Totals(int from, int until, double first) =>
    [
        .. Enumerable.Range(from, until - from).Select(
            i => Total(At("2009-03-01T00:00") + i * 10 * MinuteMs, first + (i - from) * 10)),
    ];
}
