using System.Collections.Immutable;
using CsCheck;
using Telemetry.Domain.Indicators;

namespace Telemetry.Domain.Tests.Indicators;

public sealed class TodaySoFarTests
{
    private static readonly DateOnly Today = new(2009, 7, 29);
    private static readonly TimeSpan Whole = TimeSpan.FromHours(24);

    [Fact]
    public void Like_days_are_the_four_of_the_same_weekday_before() =>
        Assert.Equal(
            [new(2009, 7, 22), new(2009, 7, 15), new(2009, 7, 8), new(2009, 7, 1)], TodaySoFar.LikeDaysOf(Today));

    [Fact]
    public void A_day_like_the_others_is_expected_to_end_like_them()
    {
        // 100 m³ every hour; half past ten, the running hour half full.
        var sut = Compute([Flat(100), Flat(100), Flat(100), Flat(100)], [.. Hours(10, 100), 50], 10.5);

        Assert.Equal(1_050, sut.SoFarM3);
        Assert.Equal(1_050, sut.ExpectedByNowM3!.Value, 1e-9);
        Assert.Equal(2_400, sut.ProjectedM3!.Value, 1e-9);
        Assert.Equal(2_400, sut.LowM3!.Value, 1e-9);
        Assert.Equal(2_400, sut.HighM3!.Value, 1e-9);
        Assert.Equal(4, sut.DaysCompared);
        Assert.Equal(0, sut.UnknownHours);
    }

    [Fact]
    public void The_range_is_that_of_the_like_days()
    {
        // Noon; by then every day had 1,200 m³, and from then on 600, 1,200 or 1,800.
        var sut = Compute([Halves(100, 50), Halves(100, 100), Halves(100, 150)], Hours(12, 100), 12);

        Assert.Equal(1_800, sut.LowM3!.Value, 1e-9);
        Assert.Equal(2_400, sut.ProjectedM3!.Value, 1e-9);
        Assert.Equal(3_000, sut.HighM3!.Value, 1e-9);
    }

    [Fact]
    public void Half_a_day_at_half_the_flow_takes_half_of_the_difference_into_the_rest()
    {
        // 600 so far where 1,200 were usual, half of the day over: the rest is 1,200 × (1 − ½ + ½ × ½) = 900.
        var sut = Compute([Flat(100), Flat(100)], Hours(12, 50), 12);

        Assert.Equal(1_200, sut.ExpectedByNowM3);
        Assert.Equal(1_500, sut.ProjectedM3!.Value, 1e-9);
    }

    [Fact]
    public void An_unknown_hour_is_not_in_the_sum_but_in_the_projection()
    {
        double?[] hours = Hours(12, 100);
        hours[3] = null;

        var sut = Compute([Flat(100), Flat(100)], hours, 12);

        Assert.Equal(1_100, sut.SoFarM3);
        Assert.Equal(1, sut.UnknownHours);
        Assert.Equal(2_400, sut.ProjectedM3!.Value, 1e-9);
    }

    [Fact]
    public void Hours_that_did_not_come_are_unknown()
    {
        var sut = Compute([Flat(100), Flat(100)], [], 3.2);

        Assert.Null(sut.SoFarM3);
        Assert.Equal(4, sut.UnknownHours);
        Assert.Equal(320, sut.ExpectedByNowM3!.Value, 1e-9);
    }

    [Fact]
    public void With_fewer_than_two_whole_like_days_nothing_is_expected()
    {
        var torn = Flat(100) with { HoursM3 = Flat(100).HoursM3.SetItem(20, null) };

        var sut = Compute([Flat(100), torn], Hours(5, 90), 5);

        Assert.Equal(450, sut.SoFarM3);
        Assert.Null(sut.ExpectedByNowM3);
        Assert.Null(sut.ProjectedM3);
        Assert.Equal("too_few_like_days", sut.Reason.ToString());
    }

    [Fact]
    public void At_the_days_end_what_is_projected_is_what_there_is()
    {
        foreach (var length in (int[])[23, 24, 25])
        {
            var sut = TodaySoFar.Compute(
                [Flat(100), Flat(90)], Hours(length, 80), TimeSpan.FromHours(length), TimeSpan.FromHours(length));

            Assert.Equal(80 * length, sut.ProjectedM3!.Value, 1e-9);
        }
    }

    [Fact]
    public void The_projection_lies_in_its_range_and_never_below_what_there_is() =>
        Gen.Select(
            Gen.Double[0, 2_000].Array[24].Array[2, 4], Gen.Double[0, 2_000].Array[24], Gen.Double[0, 24])
        .Sample((like, today, hours) =>
        {
            var sut = Compute(
                [.. like.Select(d => new HourlyVolumes(Today, [.. d.Select(h => (double?)h)]))],
                [.. today.Take((int)Math.Ceiling(hours)).Select(h => (double?)h)], hours);
            return sut.LowM3 <= sut.ProjectedM3 + 1e-6 && sut.ProjectedM3 <= sut.HighM3 + 1e-6
                && sut.LowM3 >= sut.SoFarM3 - 1e-6;
        });

    private static TodaySoFar Compute(HourlyVolumes[] like, double?[] today, double hours) =>
        TodaySoFar.Compute(like, today, TimeSpan.FromHours(hours), Whole);

    private static HourlyVolumes Flat(double hourly) => Halves(hourly, hourly);

    private static HourlyVolumes Halves(double morning, double afternoon) =>
        new(Today, [.. Hours(12, morning), .. Hours(12, afternoon)]);

    private static double?[] Hours(int count, double hourly) => [.. Enumerable.Repeat<double?>(hourly, count)];
}
