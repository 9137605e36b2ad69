using CsCheck;
using Telemetry.Domain.Volumes;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Volumes;

/// <summary>
/// Σ days + undistributed = end − start, over a meter that does whatever meters do. The test counts in whole steps of
/// the totaliser, which integers do exactly.
/// </summary>
public sealed class TelescopingPropertyTests
{
    const double FullScaleM3H = 2_000;
    const long ModulusM3 = 1_000_000;

    static readonly string[] Zones = ["Asia/Shanghai", "America/Chicago", "Australia/Lord_Howe", "America/Sao_Paulo"];

    /// <summary>Early spring in the north, before clocks change in Chicago.</summary>
    static readonly long Begin = At("2025-03-07T12:34");

    enum Happening
    {
        Read,
        StepBack,
        DeclaredReset,
        UndeclaredReset,
        Doubtful,
        FlowAlone,
    }

    /// <param name="AfterMs">Since the one before.</param>
    /// <param name="Load">Share of full scale meanwhile.</param>
    /// <param name="Where">Where a declared reset sets it to, share of the modulus.</param>
    readonly record struct Step(long AfterMs, double Load, Happening Happening, double Where);

    static readonly Gen<long> Gaps = Gen.Frequency(
        (80, Gen.Long[SecondMs, 20 * MinuteMs]),
        (15, Gen.Long[20 * MinuteMs, 3 * HourMs]),
        (5, Gen.Long[3 * HourMs, 30 * HourMs]));

    static readonly Gen<Happening> Happenings = Gen.Frequency(
        (80, Gen.Const(Happening.Read)),
        (6, Gen.Const(Happening.StepBack)),
        (3, Gen.Const(Happening.DeclaredReset)),
        (3, Gen.Const(Happening.UndeclaredReset)),
        (4, Gen.Const(Happening.Doubtful)),
        (4, Gen.Const(Happening.FlowAlone)));

    static readonly Gen<Step[]> Scripts =
        Gen.Select(Gaps, Gen.Double.Unit, Happenings, Gen.Double.Unit, static (a, l, h, w) => new Step(a, l, h, w))
            .Array[1, 250];

    /// <summary>Some months, by hours and by gaps of up to thirty.</summary>
    static readonly Gen<Step[]> LongScripts =
        Gen.Select(
            Gen.Frequency((80, Gen.Long[HourMs / 2, 2 * HourMs]), (20, Gen.Long[3 * HourMs, 30 * HourMs])),
            Gen.Double.Unit, Gen.Const(Happening.Read), Gen.Const(0.0),
            static (a, l, h, w) => new Step(a, l, h, w)).Array[100, 400];

    [Fact]
    public void Days_and_undistributed_sum_to_what_the_totaliser_went_up_by() =>
        Gen.Select(Scripts, Gen.OneOf(1, 10), Gen.OneOf(Zones), Gen.OneOf(60, 15, 2), Gen.Double.Unit)
            .Sample((script, stepsPerM3, zone, maxGap, start) =>
            {
                var calendar = CalendarOf(zone);
                var rules = Rules(
                    FullScaleM3H, ModulusM3, 1.0 / stepsPerM3, TotaliserUse.Always, TimeSpan.FromMinutes(maxGap));
                var meter = new SteppedMeter(stepsPerM3, (long)(start * ModulusM3 * stepsPerM3));
                foreach (var step in script) meter.Live(step);

                var days = MeterHours.Days(
                    calendar, rules,
                    MeterHours.FromScratch(calendar, rules, [.. meter.Samples], [.. meter.Events]));

                var sum = PeriodVolume.Sum(days);
                Assert.Equal(meter.WentUpBy / (double)stepsPerM3, (sum.VolumeM3 ?? 0) + sum.UndistributedM3, 1e-6);
                Assert.Equal(meter.UndeclaredResets, sum.UnknownGaps);
                Assert.All(days, day => Assert.InRange(day.Coverage, 0, 1));
            }, iter: 400);

    [Fact]
    public void Months_with_what_they_leave_out_sum_to_what_the_totaliser_went_up_by() =>
        Gen.Select(LongScripts, Gen.OneOf(Zones)).Sample((script, zone) =>
        {
            var calendar = CalendarOf(zone);
            var rules = Rules(FullScaleM3H, ModulusM3, 1, TotaliserUse.Always, TimeSpan.FromHours(1));
            var meter = new SteppedMeter(1, 0);
            foreach (var step in script) meter.Live(step);

            var days = MeterHours.Days(
                calendar, rules, MeterHours.FromScratch(calendar, rules, [.. meter.Samples], [.. meter.Events]));

            double sum = 0, within = 0;
            foreach (var month in days.GroupBy(day => (day.Day.Date.Year, day.Day.Date.Month)))
            {
                var period = PeriodVolume.Since(
                    calendar.Day(new DateOnly(month.Key.Year, month.Key.Month, 1)).StartMs,
                    [.. days.TakeWhile(day => day.Day.Date <= month.Max(own => own.Day.Date))]);
                sum += (period.VolumeM3 ?? 0) + period.UndistributedM3 + period.LeftOutM3;
                within += period.LeftOutM3;
            }
            Assert.Equal(meter.WentUpBy, sum, 1e-6);
            // One gap at most lies over each border, and only what lies over one is left out.
            Assert.InRange(within, 0, (days.Count / 28 + 1) * 30 * FullScaleM3H);
        }, iter: 60);

    sealed class SteppedMeter(long stepsPerM3, long counter)
    {
        long _ms = Begin;
        long _counter = counter;
        long? _lastSeen;

        long Modulus => ModulusM3 * stepsPerM3;

        public List<FlowSample> Samples { get; } = [];

        public List<TotaliserEvent> Events { get; } = [];

        /// <summary>In steps, over all that can be known.</summary>
        public long WentUpBy { get; private set; }

        public int UndeclaredResets { get; private set; }

        public void Live(Step step)
        {
            _ms += step.AfterMs;
            _counter += (long)(step.Load * FullScaleM3H * step.AfterMs / HourMs * stepsPerM3);
            switch (step.Happening)
            {
                case Happening.StepBack when _counter > 0:
                    See(_counter - 1);
                    break;
                case Happening.DeclaredReset:
                    var first = (long)(step.Where * Modulus);
                    See(_counter);
                    Events.Add(new(_ms, Cubic(_counter % Modulus), Cubic(first)));
                    Samples.RemoveAt(Samples.Count - 1);
                    _counter = first;
                    _lastSeen = first;
                    break;
                // From the middle of its range: so far from zero that no wrap could explain it.
                case Happening.UndeclaredReset when _lastSeen % Modulus is { } shown
                    && shown > Modulus / 5 && shown < Modulus / 10 * 9:
                    _counter = 10;
                    _lastSeen = null;
                    UndeclaredResets++;
                    See(_counter);
                    break;
                case Happening.Doubtful:
                    Samples.Add(new(_ms, 77, 77, 'D'));
                    break;
                case Happening.FlowAlone:
                    Samples.Add(new(_ms, step.Load * FullScaleM3H, null, 'N'));
                    break;
                default:
                    See(_counter);
                    break;
            }
        }

        void See(long counter)
        {
            if (_lastSeen is { } last) WentUpBy += counter - last;
            _lastSeen = counter;
            Samples.Add(new(_ms, null, Cubic(counter % Modulus), 'N'));
        }

        double Cubic(long steps) => steps / (double)stepsPerM3;
    }
}
