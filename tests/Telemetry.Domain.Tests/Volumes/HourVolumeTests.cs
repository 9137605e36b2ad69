using Telemetry.Domain.Calendar;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

public sealed class HourVolumeTests
{
    static readonly LocalHour Nine = Shanghai.HourOf(At("2009-03-01T09:00"));

    [Theory]
    [InlineData('N', 200.0)]
    [InlineData('S', 200.0)]
    [InlineData('B', 200.0)]
    [InlineData('T', 200.0)]
    [InlineData('F', 300.0)]
    [InlineData('M', 300.0)]
    [InlineData('D', 300.0)]
    [InlineData('C', 300.0)]
    public void A_total_ends_a_segment_by_its_letter(char q, double lastTotal)
    {
        // Only where the middle reading counts is its step back from 300 to 200 seen, and judged.
        var sut = Compute([Total(Minute(5), 100), Total(Minute(15), 300), Total(Minute(25), 200, q)], Rules(1_200));

        Assert.Equal(lastTotal, sut.Edges.LastTotal!.Value.TotalM3);
        Assert.Equal(lastTotal == 200 ? 1 : 0, sut.UnknownGaps);
        Assert.Equal(200, sut.VolumeM3);
    }

    [Theory]
    [InlineData('N', 100.0, 1.0)]
    [InlineData('S', 100.0, 1.0)]
    [InlineData('F', null, 0.0)]
    [InlineData('M', null, 0.0)]
    [InlineData('D', null, 0.0)]
    [InlineData('C', null, 0.0)]
    [InlineData('T', null, 0.0)]
    [InlineData('B', null, 0.0)]
    public void A_flow_counts_by_its_letter_and_any_other_breaks_the_integral(char q, double? volume, double coverage)
    {
        var sut = Compute(
            [Flow(Minute(0), 100), Flow(Minute(30), 100, q)], Rules(), after: Edge(Flow(Minute(60), 100)));

        Assert.Equal(volume, sut.VolumeM3);
        Assert.Equal(coverage, sut.Coverage);
        Assert.Equal(VolumeMethod.Integral, sut.Method);
        Assert.Equal(volume is null ? "no_segment" : "", sut.Reason);
    }

    [Fact]
    public void A_reading_without_flow_and_a_good_letter_leaves_the_integral_alone()
    {
        var sut = Compute(
            [Flow(Minute(0), 100), Total(Minute(20), 7), Flow(Minute(40), 100)], Rules(use: TotaliserUse.Never));

        Assert.Equal(100 * 40 / 60.0, sut.VolumeM3!.Value, 1e-9);
    }

    [Fact]
    public void A_segment_over_the_border_is_shared_by_its_time_on_either_side()
    {
        // 40 minutes and 80 m³: half an hour of it before ten.
        var sut = Compute([Total(Minute(30), 1_000)], Rules(), after: Edge(Total(Minute(70), 1_080)));

        Assert.Equal(60, sut.VolumeM3!.Value, 1e-9);
        Assert.Equal(0.5, sut.Coverage);
    }

    [Fact]
    public void A_trapezoid_over_the_border_is_cut_at_the_flow_of_the_border()
    {
        // From 60 to 120 m³/h in an hour from 09:30: 90 at ten. Half an hour at 75, then half an hour at 105.
        var sut = Compute([Flow(Minute(30), 60)], Rules(), after: Edge(Flow(Minute(90), 120)));
        var next = HourVolume.Compute(
            Shanghai.HourOf(Minute(60)), [Flow(Minute(90), 120)], [], Edge(Flow(Minute(30), 60)), null, Rules());

        Assert.Equal(37.5, sut.VolumeM3!.Value, 1e-9);
        Assert.Equal(52.5, next.VolumeM3!.Value, 1e-9);
    }

    [Fact]
    public void A_gap_beyond_the_limit_belongs_to_no_hour_and_is_kept_where_it_ends()
    {
        var first = Compute([Total(Minute(30), 1_000)], Rules(), after: Edge(Total(Minute(91), 1_080)));
        var second = HourVolume.Compute(
            Shanghai.HourOf(Minute(60)), [Total(Minute(91), 1_080)], [], first.Edges, null, Rules());

        Assert.Null(first.VolumeM3);
        Assert.Equal("no_segment", first.Reason);
        Assert.Null(first.UndistributedM3);
        Assert.Null(second.VolumeM3);
        Assert.Equal("undistributed", second.Reason);
        Assert.Equal(80, second.UndistributedM3);
        Assert.Equal(Minute(30), second.GapFromMs);
        Assert.Equal(0, second.Coverage);
    }

    [Fact]
    public void A_gap_beyond_the_limit_inside_an_hour_is_measured_but_not_covered()
    {
        var sut = Compute(
            [Total(Minute(0), 1_000), Total(Minute(10), 1_010), Total(Minute(40), 1_050)],
            Rules(maxGap: TimeSpan.FromMinutes(15)));

        Assert.Equal(50, sut.VolumeM3);
        Assert.Equal(10 / 60.0, sut.Coverage);
        Assert.Null(sut.UndistributedM3);
    }

    [Fact]
    public void A_total_is_carried_over_hours_that_have_none()
    {
        // Maintenance from nine to eleven.
        var eight = Edge(Total(Minute(-10), 1_000));
        var nine = Compute([Total(Minute(30), 4, 'M')], Rules(use: TotaliserUse.Always), before: eight);
        var eleven = HourVolume.Compute(
            Shanghai.HourOf(Minute(120)), [Total(Minute(125), 1_200), Total(Minute(135), 1_210)], [], nine.Edges, null,
            Rules(use: TotaliserUse.Always));

        Assert.Null(nine.VolumeM3);
        Assert.Equal("no_valid_reading", nine.Reason);
        Assert.Null(nine.Edges.FirstTotal);
        Assert.Equal(new TotalPoint(Minute(-10), 1_000), nine.Edges.LastTotal);
        Assert.Equal(200, eleven.UndistributedM3);
        Assert.Equal(Minute(-10), eleven.GapFromMs);
        Assert.Equal(10, eleven.VolumeM3);
    }

    [Fact]
    public void A_declared_event_cuts_the_segment()
    {
        var sut = HourVolume.Compute(
            Nine, [Total(Minute(20), 5_000), Total(Minute(30), 40)], [new(Minute(25), 5_010, 30)], null, null, Rules());

        Assert.Equal(20, sut.VolumeM3);
        Assert.Equal(VolumeChecks.Declared, sut.Checks);
        Assert.Equal(0, sut.UnknownGaps);
        Assert.Equal(10 / 60.0, sut.Coverage);
    }

    [Fact]
    public void A_declared_event_alone_is_an_edge_of_its_hour()
    {
        var sut = HourVolume.Compute(
            Nine, [], [new(Minute(25), 5_010, 30)], Edge(Total(Minute(-5), 5_000)), Edge(Total(Minute(65), 40)),
            Rules());

        Assert.Equal(new TotalPoint(Minute(25), 5_010), sut.Edges.FirstTotal);
        Assert.Equal(new TotalPoint(Minute(25), 30), sut.Edges.LastTotal);
        // 10 m³ in 30 minutes, 25 of them here; 10 m³ in 40 minutes, 35 of them here.
        Assert.Equal(10 * 25 / 30.0 + 10 * 35 / 40.0, sut.VolumeM3!.Value, 1e-9);
        Assert.Equal(1, sut.Coverage);
    }

    [Theory]
    [InlineData(5_010, 10)]
    [InlineData(5_011, 11)]
    [InlineData(30, 10)]
    [InlineData(31, 11)]
    public void A_total_of_the_events_own_instant_belongs_to_the_nearer_side(double total, double volume)
    {
        var sut = HourVolume.Compute(
            Nine, [Total(Minute(20), 5_000), Total(Minute(25), total)], [new(Minute(25), 5_010, 30)], null, null,
            Rules());

        // One step beside the declared value is jitter, and counts as water once.
        Assert.Equal(total == 5_011 ? 10 : volume, sut.VolumeM3);
        Assert.Equal(0, sut.UnknownGaps);
    }

    [Fact]
    public void One_reading_measures_nothing()
    {
        var sut = Compute([Total(Minute(20), 5_000)], Rules());

        Assert.Null(sut.VolumeM3);
        Assert.Equal("no_segment", sut.Reason);
        Assert.False(sut.IsEmpty);
    }

    [Fact]
    public void No_reading_leaves_an_empty_hour_that_still_hands_on_the_total()
    {
        var sut = Compute([], Rules(), before: Edge(Total(Minute(-90), 5_000)), after: Edge(Total(Minute(90), 5_100)));

        Assert.True(sut.IsEmpty);
        Assert.Equal("no_readings", sut.Reason);
        Assert.Equal(new TotalPoint(Minute(-90), 5_000), sut.Edges.LastTotal);
    }

    [Fact]
    public void An_unexplained_fall_is_no_volume_and_not_zero()
    {
        var sut = Compute([Total(Minute(20), 5_000), Total(Minute(30), 12)], Rules());

        Assert.Null(sut.VolumeM3);
        Assert.Equal("unknown_gap", sut.Reason);
        Assert.Equal(1, sut.UnknownGaps);
        Assert.Equal(VolumeChecks.UnexplainedFall, sut.Checks);
        Assert.Equal(0, sut.Coverage);
    }

    [Fact]
    public void A_gap_of_unknown_volume_over_the_border_is_counted_once()
    {
        var sut = Compute([Total(Minute(50), 5_000)], Rules(), after: Edge(Total(Minute(70), 12)));
        var next = HourVolume.Compute(
            Shanghai.HourOf(Minute(60)), [Total(Minute(70), 12)], [], sut.Edges, null, Rules());

        Assert.Equal((0, VolumeChecks.None), (sut.UnknownGaps, sut.Checks));
        Assert.Equal((1, VolumeChecks.UnexplainedFall), (next.UnknownGaps, next.Checks));
    }

    [Theory]
    [InlineData(TotaliserUse.Auto, VolumeMethod.Totaliser, 70.0)]
    [InlineData(TotaliserUse.Always, VolumeMethod.Totaliser, 70.0)]
    [InlineData(TotaliserUse.Never, VolumeMethod.Integral, 50.0)]
    public void The_method_is_the_rules_to_say(TotaliserUse use, VolumeMethod method, double volume)
    {
        var sut = Compute([new(Minute(0), 100, 1_000, 'N'), new(Minute(30), 100, 1_070, 'N')], Rules(use: use));

        Assert.Equal(method, sut.Method);
        Assert.Equal(volume, sut.VolumeM3!.Value, 1e-9);
        Assert.Equal(50, sut.IntegralM3!.Value, 1e-9);
    }

    // 100 m³/h, so 100 m³ in the hour; one step is 1 m³.
    [Theory]
    [InlineData(103, VolumeChecks.None)]
    [InlineData(104, VolumeChecks.TotaliserAgainstIntegral)]
    [InlineData(97, VolumeChecks.None)]
    [InlineData(96, VolumeChecks.TotaliserAgainstIntegral)]
    public void Totaliser_and_integral_may_differ_by_two_percent_and_a_step(double total, VolumeChecks checks)
    {
        var sut = Compute(
            [new(Minute(0), 100, 1_000, 'N'), new(Minute(30), 100, 1_050, 'N')], Rules(),
            after: Edge(new(Minute(60), 100, 1_000 + total, 'N')));

        Assert.Equal(checks, sut.Checks);
    }

    // Stands from 09:10 on, read every five minutes.
    [Theory]
    [InlineData(25, 60, true)]
    [InlineData(20, 60, false)]
    [InlineData(55, 2, false)]
    public void A_totaliser_that_stands_while_water_flows_is_frozen(int until, double flow, bool frozen)
    {
        FlowSample[] samples =
        [
            .. Enumerable.Range(0, until / 5 + 1).Select(i => i * 5)
                .Select(m => new FlowSample(Minute(m), flow, m < 10 ? 1_000 + m : 1_010, 'N')),
        ];

        var sut = Compute(samples, Rules());

        Assert.Equal(frozen, sut.Checks.HasFlag(VolumeChecks.FrozenTotaliser));
    }

    [Fact]
    public void A_flow_above_full_scale_counts_and_is_remarked()
    {
        var sut = Compute([Flow(Minute(0), 100), Flow(Minute(30), 106)], Rules(fullScale: 100));

        Assert.Equal(51.5, sut.VolumeM3!.Value, 1e-9);
        Assert.Equal(VolumeChecks.OverFullScale, sut.Checks);
    }

    [Fact]
    public void Readings_of_other_hours_are_passed_over()
    {
        var sut = Compute(
            [Total(Minute(-1), 0), Total(Minute(0), 1_000), Total(Minute(59), 1_059), Total(Minute(60), 9_000)],
            Rules(resolution: 0.1));

        Assert.Equal(59, sut.VolumeM3);
        Assert.Equal(1_000, sut.Edges.FirstTotal!.Value.TotalM3);
    }

    static HourVolume Compute(
        FlowSample[] samples, MeterRules rules, HourEdges? before = null, HourEdges? after = null) =>
        HourVolume.Compute(Nine, samples, [], before, after, rules);

    /// <summary>The edges of an hour with this reading alone.</summary>
    static HourEdges Edge(FlowSample sample)
    {
        TotalPoint? total = sample.TotalM3 is { } m3 ? new(sample.TimeMs, m3) : null;
        FlowPoint? flow = sample.FlowM3H is { } m3h ? new(sample.TimeMs, m3h) : null;
        return new(total, total, flow, flow);
    }

    /// <summary>Minutes after nine.</summary>
    static long Minute(int minutes) => At("2009-03-01T09:00") + minutes * MinuteMs;
}
