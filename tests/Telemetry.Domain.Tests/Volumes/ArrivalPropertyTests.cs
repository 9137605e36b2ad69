using CsCheck;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// Readings that make no sense at all, in any order, repeated, replaced, late by any time: the rows depend on which
/// readings there are, and on nothing else.
/// </summary>
public sealed class ArrivalPropertyTests
{
    static readonly long Begin = At("2009-03-01T00:00");

    // Times that lie close, on borders, and far from each other.
    static readonly Gen<long> Times = Gen.OneOf(
        Gen.Long[0, 4 * HourMs],
        Gen.Int[0, 60].Select(static i => i * HourMs),
        Gen.Int[0, 60 * 6].Select(static i => i * 10 * MinuteMs),
        Gen.Long[0, 90 * HourMs]).Select(static after => Begin + after);

    static readonly Gen<double> Totals = Gen.OneOf(
        Gen.Int[0, 1_000].Select(static v => (double)v),
        Gen.Int[999_000, 1_000_000].Select(static v => (double)v),
        Gen.Double[0, 1_000_000]);

    static readonly Gen<FlowSample> Samples = Gen.Select(
        Times, Gen.Nullable(Gen.Double[-10, 2_500]), Gen.Nullable(Totals), Gen.Char["NNNNNNNNSBTFMDC"],
        static (ms, flow, total, q) => new FlowSample(ms, flow, total, q));

    static readonly Gen<TotaliserEvent> Events = Gen.Select(
        Times, Totals, Totals, static (ms, last, first) => new TotaliserEvent(ms, last, first));

    static readonly Gen<(FlowSample[] Samples, TotaliserEvent[] Events, MeterRules Rules)> Meters = Gen.Select(
        Samples.Array[1, 60].Select(static all => all.DistinctBy(s => s.TimeMs).ToArray()),
        Events.Array[0, 3].Select(static all => all.DistinctBy(e => e.TimeMs).ToArray()),
        Gen.Select(
            Gen.Bool, Gen.Bool, Gen.Enum<TotaliserUse>(), Gen.OneOf(60, 20, 1),
            static (scale, modulus, use, gap) => Rules(
                scale ? 2_000 : null, modulus ? 1e6 : null, 1, use, TimeSpan.FromMinutes(gap))));

    [Fact]
    public void Any_order_and_any_repetition_give_the_same_hours_and_days() =>
        Gen.SelectMany(Meters, static meter => Gen.Select(
                Gen.Shuffle(meter.Samples.Concat(meter.Samples[..(meter.Samples.Length / 2)]).ToArray()),
                Gen.Shuffle(meter.Events.Concat(meter.Events).ToArray()),
                (samples, events) => (meter, samples, events)))
            .Sample(static both =>
            {
                var ((samples, events, rules), shuffled, shuffledEvents) = both;

                var hours = MeterHours.FromScratch(
                    Shanghai, rules, [.. samples.OrderBy(s => s.TimeMs)], [.. events.OrderBy(e => e.TimeMs)]);
                var again = MeterHours.FromScratch(Shanghai, rules, shuffled, shuffledEvents);

                Assert.Equal(hours, again);
                var days = MeterHours.Days(Shanghai, rules, hours);
                Assert.Equal(days, MeterHours.Days(Shanghai, rules, [.. again.Reverse()]));
                Assert.All(hours, hour => Assert.InRange(hour.Coverage, 0, 1));
                Assert.All(hours, hour => Assert.InRange(hour.IntegralCoverage, 0, 1));
                Assert.All(days, day => Assert.InRange(day.Coverage, 0, 1));
                Assert.All(days, day => Assert.InRange(day.IntegralCoverage, 0, 1));
                Assert.All(hours, hour => Assert.Equal(hour.VolumeM3 is null, hour.Reason != ""));
                Assert.All(days, day => Assert.Equal(day.VolumeM3 is null, day.Reason != ""));
            }, iter: 2_000);

    [Fact]
    public void Hours_recomputed_one_by_one_as_readings_arrive_equal_those_from_scratch() =>
        Gen.SelectMany(Meters, static meter => Gen.Select(
                Gen.Shuffle(meter.Samples), Samples.Array[0, 10], Gen.Int[0, 60],
                (shuffled, earlier, when) => (meter, shuffled, earlier, when)))
            .Sample(static arrival =>
            {
                var ((samples, events, rules), shuffled, earlier, when) = arrival;
                var sut = new MeterHours(Shanghai, rules);

                // What is said first of an instant may be replaced, by another letter or without its total.
                for (var i = 0; i < earlier.Length; i++)
                    sut.Arrive(earlier[i] with { TimeMs = shuffled[i % shuffled.Length].TimeMs });
                for (var i = 0; i < shuffled.Length; i++)
                {
                    if (i == when % shuffled.Length) Array.ForEach(events, sut.Arrive);
                    sut.Arrive(shuffled[i]);
                }

                Assert.Equal(MeterHours.FromScratch(Shanghai, rules, samples, events), sut.Rows);
            }, iter: 2_000);

    [Fact]
    public void A_late_reading_inside_its_hour_costs_one_hour_and_at_its_edge_two()
    {
        var sut = new MeterHours(Shanghai, Rules(2_000, 1e6));
        for (var i = 0; i < 24 * 12; i++) sut.Arrive(Total(Begin + i * 5 * MinuteMs, i * 10));
        var before = sut.Computed;

        sut.Arrive(Total(Begin + 7 * HourMs + 32 * MinuteMs, 904));
        Assert.Equal(1, sut.Computed - before);

        sut.Arrive(Total(Begin + 7 * HourMs + 58 * MinuteMs, 956));
        // Its own hour, and the next, for which the last total is now another.
        Assert.Equal(3, sut.Computed - before);
    }

    [Fact]
    public void Shares_at_a_border_sum_to_the_segment() =>
        Gen.Select(
                Gen.Long[1, HourMs - 1], Gen.Double.Unit, Gen.Double[0, 1e8], Gen.Double[0, 1_000],
                Gen.Double[0, 2_000], Gen.Double[0, 2_000])
            .Sample(static (length, part, total, difference, fromFlow, toFlow) =>
            {
                var border = Begin + 9 * HourMs;
                var from = border - Math.Max(1, (long)(part * length));
                FlowSample[] samples =
                    [new(from, fromFlow, total, 'N'), new(from + length, toFlow, total + difference, 'N')];
                if (samples[1].TimeMs < border) return;

                var byTotal = MeterHours.FromScratch(Shanghai, Rules(), samples, []);
                var byFlow = MeterHours.FromScratch(Shanghai, Rules(use: TotaliserUse.Never), samples, []);

                var whole = samples[1].TotalM3!.Value - samples[0].TotalM3!.Value;
                Assert.Equal(whole, byTotal.Sum(h => h.VolumeM3 ?? 0), 1e-9);
                Assert.Equal((fromFlow + toFlow) / 2 * length / HourMs, byFlow.Sum(h => h.VolumeM3 ?? 0), 1e-9);
                Assert.Equal(length, byTotal.Sum(h => h.Coverage * HourMs), 1e-3);
            }, iter: 5_000);
}
