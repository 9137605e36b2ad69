using CsCheck;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// Nine days of a meter to which everything happens. Water runs at 600 m³/h throughout, 100 m³ from reading to reading,
/// every ten minutes at five past; so 50 m³ lie on either side of midnight, and a full day has 14,400 m³. Full scale is
/// 2,000 m³/h, one step is 1 m³.
/// </summary>
public sealed class TotaliserScriptTests
{
    public static TheoryData<double> Moduli => [1e6, 1e8];

    [Theory]
    [MemberData(nameof(Moduli))]
    public void Every_day_has_the_volume_that_reason_gives_it(double modulus)
    {
        var script = new Script(modulus);

        var days = script.Days(script.Hours());

        Assert.Equal(9, days.Count);
        // 1 March. The first reading is at 00:05: 23 h 55 min × 600. 10,000 m³ below the modulus it starts, so it wraps
        // at the hundredth reading, at 16:45.
        Check(days[0], volume: 14_350, covered: 1_435, VolumeChecks.Wrap);
        // 2 March. At 12:15 it shows 1 less than at 12:05, at 12:25 what it should: −1 and +201 are +200.
        Check(days[1], volume: 14_400, covered: 1_440, VolumeChecks.None);
        // 3 March. From 10:05 to 11:05 it stands still, then goes on from there: 600 m³ never appear. What it shows
        // counts, and is remarked: 13,800 is 4 % less than the flow says.
        Check(days[2], volume: 13_800, covered: 1_440,
            VolumeChecks.FrozenTotaliser | VolumeChecks.TotaliserAgainstIntegral);
        // 4 March. What was read from 08:05 to 13:55 comes twice.
        Check(days[3], volume: 14_400, covered: 1_440, VolumeChecks.None);
        // 5 March. Nothing after 19:05: 19 h 5 min × 600.
        Check(days[4], volume: 11_450, covered: 1_145, VolumeChecks.None);
        // 6 March. Nothing until 04:05: 19 h 55 min × 600. The nine hours' 5,400 m³ belong to neither day.
        Check(days[5], volume: 11_950, covered: 1_195, VolumeChecks.None, undistributed: 5_400, At("2009-03-05T19:05"));
        // 7 March. Between 08:05 and 08:15 someone sets it back and tells nobody; it shows 37. Those ten minutes'
        // 100 m³ are unknown, and 37 isn't their volume.
        Check(days[6], volume: 14_300, covered: 1_430, VolumeChecks.UnexplainedFall, unknownGaps: 1);
        // 8 March. At 15:00 the meter is replaced, which is declared: 50 m³ before it, 50 m³ after it until 15:05.
        Check(days[7], volume: 14_400, covered: 1_440, VolumeChecks.Declared);
        // 9 March. The last reading is at 12:05: 12 h 5 min × 600.
        Check(days[8], volume: 7_250, covered: 725, VolumeChecks.None);
    }

    [Theory]
    [MemberData(nameof(Moduli))]
    public void Days_and_undistributed_sum_to_end_minus_start_of_every_run(double modulus)
    {
        var script = new Script(modulus);

        var sum = PeriodVolume.Sum(script.Days(script.Hours()));

        // From 1 March 00:05 to 7 March 08:05, with one wrap: it started 10,000 below the modulus and ends at
        // 152 h × 600 − 600 of the frozen hour − 10,000 = 80,600.
        var untilReset = 80_600 + modulus - (modulus - 10_000);
        // From 7 March 08:15 at 37 to 8 March 15:00: 30 h 45 min × 600.
        var untilReplaced = 18_487 - 37;
        // From 8 March 15:00 at half the modulus to 9 March 12:05: 21 h 5 min × 600.
        var untilEnd = modulus / 2 + 12_650 - modulus / 2;
        Assert.Equal(121_700, untilReset + untilReplaced + untilEnd);
        Assert.Equal(121_700, sum.VolumeM3!.Value + sum.UndistributedM3);
        Assert.Equal(116_300, sum.VolumeM3);
        Assert.Equal(5_400, sum.UndistributedM3);
        Assert.Equal(1, sum.UnknownGaps);
        Assert.Equal(9, sum.DaysWithVolume);
    }

    [Theory]
    [MemberData(nameof(Moduli))]
    public void Any_order_of_delivery_gives_the_same_rows(double modulus)
    {
        var script = new Script(modulus);
        var expected = script.Hours();

        Gen.Shuffle(script.Samples).Sample(
            shuffled => Assert.Equal(expected, script.Hours(shuffled)), iter: 10, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Moduli))]
    public void Hours_computed_as_readings_arrive_in_any_order_are_the_same_rows(double modulus)
    {
        var script = new Script(modulus);
        var expected = script.Hours();

        Gen.Shuffle(script.Samples).Sample(
            shuffled =>
            {
                var sut = new MeterHours(Shanghai, script.Rules);
                foreach (var sample in shuffled[..700]) sut.Arrive(sample);
                sut.Arrive(script.Replacement);
                foreach (var sample in shuffled[700..]) sut.Arrive(sample);
                Assert.Equal(expected, sut.Rows);
            }, iter: 2, threads: 1);
    }

    static void Check(
        DayVolume day, double volume, int covered, VolumeChecks checks, double? undistributed = null,
        long? gapFrom = null, int unknownGaps = 0)
    {
        Assert.Equal(volume, day.VolumeM3);
        Assert.Equal(volume, day.MeasuredM3);
        Assert.Null(day.EstimatedM3);
        Assert.Equal(covered / 1_440.0, day.Coverage);
        Assert.Equal(checks, day.Checks);
        Assert.Equal(undistributed, day.UndistributedM3);
        Assert.Equal(gapFrom, day.GapFromMs);
        Assert.Equal(unknownGaps, day.UnknownGaps);
        Assert.Equal(VolumeMethod.Totaliser, day.Method);
        Assert.Equal("", day.Reason);
    }

    sealed class Script
    {
        public Script(double modulus)
        {
            Rules = Arrange.Rules(fullScale: 2_000, modulus, use: TotaliserUse.Always);
            var samples = new List<FlowSample>();
            var shown = modulus - 10_100;
            for (var ms = At("2009-03-01T00:05"); ms <= At("2009-03-09T12:05"); ms += 10 * MinuteMs)
            {
                if (ms == At("2009-03-07T08:15")) shown = 37;
                else if (ms == At("2009-03-08T15:05")) shown = modulus / 2 + 50;
                else if (ms <= At("2009-03-03T10:05") || ms > At("2009-03-03T11:05")) shown += 100;
                if (shown >= modulus) shown -= modulus;

                if (ms == At("2009-03-08T14:55")) Replacement = new(At("2009-03-08T15:00"), shown + 50, modulus / 2);
                if (ms > At("2009-03-05T19:05") && ms < At("2009-03-06T04:05")) continue;
                var sample = new FlowSample(ms, 600, ms == At("2009-03-02T12:15") ? shown - 101 : shown, 'N');
                samples.Add(sample);
                if (ms >= At("2009-03-04T08:05") && ms <= At("2009-03-04T13:55")) samples.Add(sample);
            }
            Samples = [.. samples];
        }

        public MeterRules Rules { get; }

        public FlowSample[] Samples { get; }

        public TotaliserEvent Replacement { get; }

        public IReadOnlyList<HourVolume> Hours() => Hours(Samples);

        public IReadOnlyList<HourVolume> Hours(FlowSample[] samples) =>
            MeterHours.FromScratch(Shanghai, Rules, samples, [Replacement]);

        public IReadOnlyList<DayVolume> Days(IReadOnlyList<HourVolume> hours) =>
            MeterHours.Days(Shanghai, Rules, hours);
    }
}
