using Telemetry.Domain.Fleet;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>Work, idling, speeding, and how much of the day anybody knows of.</summary>
public sealed class WorkTests
{
    [Fact]
    public void A_sweeper_works_in_its_band_with_its_body_on()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Ignition = true, Working = false }).Fix()
            .North(3_000, 36);
        drive.Saying(p => p with { Working = true }).Fix().North(1_000, 9);
        // Forgotten: nobody sweeps at 54 km/h.
        drive.North(1_500, 54);

        var tally = Whole.Of(drive, Drive.RulesOf(VehicleKind.Sweeper)).Tally;

        Assert.Equal(5_500, tally.DrivenM, 1e-2);
        Assert.Equal(1_000, tally.WorkingM, 1e-2);
        Assert.Equal(400 * SecondMs, tally.WorkingMs);
        Assert.Equal((300 + 100) * SecondMs, tally.DrivingMs);
    }

    [Fact]
    public void A_sweeper_that_does_not_tell_works_by_its_speed()
    {
        var drive = new Drive("2026-03-02T08:00").Fix().North(3_000, 36).North(1_000, 9);

        Assert.Equal(1_000, Whole.Of(drive, Drive.RulesOf(VehicleKind.Sweeper)).Tally.WorkingM, 1e-2);
        Assert.Equal(0, Whole.Of(drive, Drive.RulesOf(VehicleKind.Compactor)).Tally.WorkingM);
    }

    [Fact]
    public void A_vacuum_truck_works_standing_and_idles_when_it_only_stands()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Ignition = true, Working = true }).Fix()
            .Stand(TimeSpan.FromMinutes(10)).Saying(p => p with { Working = false }).Fix()
            .Stand(TimeSpan.FromMinutes(6)).Saying(p => p with { Ignition = false }).Fix()
            .Stand(TimeSpan.FromMinutes(20));

        var tally = Whole.Of(drive, Drive.RulesOf(VehicleKind.VacuumTruck)).Tally;

        // The fix that says otherwise comes at the same moment and is the one of the two that is kept, or not.
        Assert.InRange(tally.WorkingMs, 590 * SecondMs, 610 * SecondMs);
        Assert.InRange(tally.IdleMs, 350 * SecondMs, 370 * SecondMs);
        Assert.Equal(0, tally.DrivingMs);
        Assert.Equal(0, tally.DrivenM);
    }

    [Fact]
    public void A_silence_is_neither_idling_nor_work()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Ignition = true }).Fix()
            .Stand(TimeSpan.FromMinutes(5)).Wait(2_400).Fix();

        var tally = Whole.Of(drive, Drive.RulesOf(VehicleKind.VacuumTruck)).Tally;

        // Five minutes, and the three intervals for which a ping speaks.
        Assert.Equal((300 + 30) * SecondMs, tally.IdleMs);
    }

    [Fact]
    public void Speeding_lasts_from_the_first_fix_too_fast_to_the_first_that_is_not()
    {
        var drive = new Drive("2026-03-02T08:00").Fix().North(2_000, 72).Saying(p => p with { SpeedKmh = 92 });
        var from = drive.NowMs + 10 * SecondMs;
        drive.North(1_000, 90).Saying(p => p with { SpeedKmh = 96 }).North(250, 90)
            .Saying(p => p with { SpeedKmh = 60 }).North(2_000, 72);

        var speeding = Assert.Single(Whole.Of(drive, Drive.RulesOf(VehicleKind.Tipper)).Speedings);

        Assert.Equal(from, speeding.From.TimeMs);
        Assert.Equal(from + 50 * SecondMs, speeding.UntilMs);
        Assert.Equal((96, 80, false), (speeding.TopKmh, speeding.LimitKmh, speeding.Working));
    }

    [Theory]
    [InlineData(80, 60)]
    [InlineData(200, 60)]
    [InlineData(95, 10)]
    public void What_is_just_allowed_impossible_or_said_once_is_no_speeding(double kmh, int seconds)
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { SpeedKmh = 60 }).Fix().North(2_000, 72)
            .Saying(p => p with { SpeedKmh = kmh }).North(20.0 * seconds, 72).Saying(p => p with { SpeedKmh = 60 })
            .North(2_000, 72);

        Assert.Empty(Whole.Of(drive, Drive.RulesOf(VehicleKind.Tipper)).Speedings);
    }

    [Fact]
    public void A_sweeper_speeds_at_30_while_it_sweeps_and_not_on_its_way()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { SpeedKmh = 30, Working = false }).Fix()
            .North(1_000, 30).Saying(p => p with { Working = true }).North(1_000, 30)
            .Saying(p => p with { Working = false }).North(1_000, 30);

        var speeding = Assert.Single(Whole.Of(drive, Drive.RulesOf(VehicleKind.Sweeper)).Speedings);

        Assert.Equal((30, 20, true), (speeding.TopKmh, speeding.LimitKmh, speeding.Working));
        Assert.Equal(120 * SecondMs, speeding.LengthMs);
        Assert.Empty(Whole.Of(drive, Drive.RulesOf(VehicleKind.Compactor)).Speedings);
    }

    [Fact]
    public void A_day_is_covered_as_long_as_its_newest_ping_speaks_for_the_present()
    {
        // On at 06:00, off at 18:00; silent from 10:00 to 11:00. A parked tracker may sleep for an hour.
        var drive = new Drive("2026-03-02T06:00").Saying(p => p with { Ignition = true }).Fix()
            .Stand(TimeSpan.FromHours(4), 30).Wait(3_570).Stand(TimeSpan.FromHours(7), 30)
            .Saying(p => p with { Ignition = false }).Wait(30).Fix();
        var hours = VehicleHours.FromScratch(
            Shanghai, Drive.RulesOf(VehicleKind.Tipper, intervalSeconds: 30), drive.Pings);

        var today = Day("2026-03-02", hours, 0);
        var tomorrow = Day("2026-03-03", [], hours[^1].Figures.FreshUntilMs);

        // 4 h and 90 s, 7 h, and the hour after the last ping.
        Assert.Equal((4 * 3_600 + 90 + 7 * 3_600 + 3_600) / 86_400.0, today.Coverage, 2e-3);
        Assert.Equal(0, tomorrow.Coverage);
        Assert.Equal(1, hours[0].Figures.Coverage);
    }

    [Fact]
    public void What_a_parked_tracker_said_before_midnight_speaks_for_the_hour_after()
    {
        var drive = new Drive("2026-03-02T23:30").Saying(p => p with { Ignition = false }).Fix();
        var hours = VehicleHours.FromScratch(Shanghai, Drive.RulesOf(VehicleKind.Tipper), drive.Pings);

        Assert.Equal(0.5 / 24, Day("2026-03-02", hours, 0).Coverage, 1e-9);
        Assert.Equal(0.5 / 24, Day("2026-03-03", [], hours[^1].Figures.FreshUntilMs).Coverage, 1e-9);
    }

    [Fact]
    public void A_day_adds_up_its_hours_and_its_work()
    {
        var drive = new Drive("2026-03-02T07:50").Saying(p => p with { Ignition = true }).Fix().North(36_000, 36)
            .Stand(TimeSpan.FromMinutes(10));
        var hours = VehicleHours.FromScratch(Shanghai, Drive.RulesOf(VehicleKind.VacuumTruck), drive.Pings);

        var day = VehicleDay.Compute(
            Shanghai.Day(new(2026, 3, 2)), hours.Reverse().Select(h => h.Figures), 0, new VehicleWork(3, 2, 8_400));

        Assert.Equal(36, day.DrivenKm, 1e-6);
        Assert.Equal(0, day.WorkingKm);
        Assert.Equal(1 + 10 / 60.0, day.Hours, 1e-9);
        Assert.Equal((1, 1), (day.Trips, day.Stops));
        Assert.Equal((3, 2, 8_400.0), (day.PointsServed, day.Loads, day.NetKg));
        Assert.Equal(3, hours.Count);
    }

    static VehicleDay Day(string date, IEnumerable<VehicleHour> hours, long freshBeforeMs) => VehicleDay.Compute(
        Shanghai.Day(DateOnly.ParseExact(date, "yyyy-MM-dd")), hours.Select(h => h.Figures), freshBeforeMs,
        VehicleWork.Nothing);
}
