using CsCheck;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// HJ 212-2017, annex D: a flow of 17.5 L/s is 10.5 m³ in ten minutes, 63.0 in an hour, 1512.0 in a day.
/// </summary>
public sealed class Hj212AnnexDTests
{
    /// <summary>17.5 L/s × 3,600 s / 1,000 L.</summary>
    const double FlowM3H = 63.0;

    static readonly LocalDay Day = Shanghai.Day(new(2017, 5, 1));

    static readonly MeterRules ByFlow = Rules(use: TotaliserUse.Never);
    static readonly MeterRules ByTotal = Rules(resolution: 1e-6, use: TotaliserUse.Always);

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(420)]
    [InlineData(1800)]
    public void Any_sampling_gives_the_volumes_of_the_standard(int seconds) => Check(seconds * SecondMs, 0);

    [Fact]
    public void Any_sampling_from_5_s_to_30_min_at_any_phase_gives_the_volumes_of_the_standard() =>
        Gen.Select(Gen.Long[5 * SecondMs, 30 * MinuteMs], Gen.Double.Unit)
            .Sample((interval, phase) => Check(interval, (long)(interval * phase)), iter: 40);

    [Fact]
    public void A_plant_of_40_000_tonnes_a_day_then_has_a_load_of_3_78_percent()
    {
        var volume = DayOf(WithFlow(5 * MinuteMs, 0), ByFlow).VolumeM3!.Value;

        Assert.Equal(0.0378, volume / 40_000, 1e-12);
    }

    static void Check(long interval, long phase)
    {
        Check(WithFlow(interval, phase), ByFlow);
        Check(WithTotal(interval, phase), ByTotal);
    }

    static void Check(FlowSample[] samples, MeterRules rules)
    {
        var hours = HoursOf(samples, rules);
        Assert.Equal(24, hours.Count);
        Assert.All(hours, hour => Assert.Equal(63.0, hour.VolumeM3!.Value, 1e-9));
        Assert.All(hours, hour => Assert.Equal(1.0, hour.Coverage));

        var day = DayOf(samples, rules);
        Assert.Equal(1512.0, day.VolumeM3!.Value, 1e-8);
        Assert.Equal(1.0, day.Coverage);

        for (var i = 0; i < 144; i += 7)
            Assert.Equal(10.5, TenMinutesOf(samples, rules, i).VolumeM3!.Value, 1e-9);
    }

    /// <summary>Ten minutes are a partition like any other, though two readings may enclose it.</summary>
    static HourVolume TenMinutesOf(FlowSample[] samples, MeterRules rules, int index)
    {
        var part = new LocalHour(
            Day.Date, index, Day.StartMs + index * 10 * MinuteMs, Day.StartMs + (index + 1) * 10 * MinuteMs);
        return HourVolume.Compute(
            part, samples, [], EdgeOf(samples.Last(s => s.TimeMs < part.StartMs)),
            EdgeOf(samples.First(s => s.TimeMs >= part.EndMs)), rules);
    }

    static HourEdges EdgeOf(FlowSample sample)
    {
        TotalPoint? total = sample.TotalM3 is { } m3 ? new(sample.TimeMs, m3) : null;
        FlowPoint? flow = sample.FlowM3H is { } m3h ? new(sample.TimeMs, m3h) : null;
        return new(total, total, flow, flow);
    }

    static IReadOnlyList<HourVolume> HoursOf(FlowSample[] samples, MeterRules rules) =>
        [.. MeterHours.FromScratch(Shanghai, rules, samples, []).Where(h => h.Hour.Day == Day.Date)];

    static DayVolume DayOf(FlowSample[] samples, MeterRules rules) =>
        DayVolume.Compute(Day, HoursOf(samples, rules), rules);

    static FlowSample[] WithFlow(long interval, long phase) =>
        [.. Times(interval, phase).Select(ms => Flow(ms, FlowM3H))];

    static FlowSample[] WithTotal(long interval, long phase)
    {
        var start = Day.StartMs - HourMs;
        return [.. Times(interval, phase).Select(ms => Total(ms, 17.5 / 1_000 * (ms - start) / SecondMs))];
    }

    /// <summary>From before the day's beginning to after its end.</summary>
    static IEnumerable<long> Times(long interval, long phase)
    {
        for (var ms = Day.StartMs - interval + phase; ms < Day.EndMs + interval; ms += interval) yield return ms;
    }
}
