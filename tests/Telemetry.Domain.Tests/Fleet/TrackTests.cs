using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>Tracks whose distances, trips and stops are known by reason.</summary>
public sealed class TrackTests
{
    static readonly VehicleRules Truck = Drive.RulesOf(VehicleKind.VacuumTruck);

    [Fact]
    public void A_drive_between_two_stops_is_one_trip_of_its_length()
    {
        var drive = Depot().North(6_000, 36).Stand(TimeSpan.FromMinutes(5)).North(-4_000, 36)
            .Stand(TimeSpan.FromMinutes(5));

        var whole = Whole.Of(drive, Truck);

        Assert.Equal(10_000, whole.Tally.DrivenM, 1e-3);
        Assert.Equal(2, whole.Trips.Count);
        // The stops begin within 200 m of where it stands: at 36 km/h that is at most 20 s earlier.
        Assert.InRange(whole.Trips[0].Tally.DrivenM, 5_600, 6_000);
        Assert.InRange(whole.Trips[1].Tally.DrivenM, 3_600, 4_000);
        Assert.All(whole.Trips, trip => Assert.Equal(PieceEnd.Changed, trip.End));
        Assert.Equal(2, whole.Stops.Count);
        Assert.Equal(At("2026-03-02T08:00"), whole.Stops[0].From.TimeMs);
        Assert.InRange(whole.Stops[1].LengthMs, 5 * MinuteMs, 5 * MinuteMs + 40 * SecondMs);
        Assert.Equal(30 + 6_000 / Drive.MetresPerDegree, whole.Stops[1].From.Lat, 1e-9);
        Assert.Equal(30 + 2_000 / Drive.MetresPerDegree, whole.End.OpenStop!.Value.From.Lat, 1e-9);
    }

    [Theory]
    [InlineData(170, 0)]
    [InlineData(180, 1)]
    public void A_stop_takes_180_seconds(int seconds, int stops)
    {
        // Out of the circle at once on either side: 300 m in ten seconds.
        var drive = new Drive("2026-03-02T08:00").Fix().North(3_000, 108).Stand(TimeSpan.FromSeconds(seconds))
            .North(3_000, 108);

        Assert.Equal(stops, Whole.Of(drive, Truck).Stops.Count);
    }

    [Fact]
    public void Working_one_s_way_through_a_yard_within_200_m_is_a_stop()
    {
        var drive = Depot().North(3_000, 36);
        for (var i = 0; i < 12; i++) drive.North(i % 2 == 0 ? 120 : -120, 20);
        drive.North(3_000, 36);

        var whole = Whole.Of(drive, Truck);

        Assert.Equal(2, whole.Stops.Count);
        Assert.InRange(whole.Stops[1].LengthMs, 12 * 20 * SecondMs, 12 * 20 * SecondMs + 60 * SecondMs);
        Assert.Equal(6_000 + 12 * 120, whole.Tally.DrivenM, 1e-3);
        Assert.InRange(whole.Stops[1].Tally.DrivenM, 12 * 120, 12 * 120 + 400);
    }

    [Fact]
    public void Parked_drift_for_eight_hours_is_one_stop_and_no_distance()
    {
        // To all sides by up to 25 m, at one fix a minute.
        var drive = Depot().North(5_000, 36).Saying(p => p with { Ignition = false })
            .Stand(TimeSpan.FromHours(8), 60, i => (25 * Math.Sin(i * 0.5), 25 * Math.Cos(i * 0.31)))
            .Saying(p => p with { Ignition = true }).North(-5_000, 36);

        var whole = Whole.Of(drive, Truck);

        Assert.InRange(whole.Tally.DrivenM, 9_940, 10_060);
        var night = whole.Stops[1];
        Assert.InRange(night.LengthMs, 8 * HourMs, 8 * HourMs + 60 * SecondMs);
        Assert.InRange(night.Tally.DrivenM, 0, 400);
        Assert.Equal(2, whole.Stops.Count);
        Assert.Equal(0, night.Tally.IdleMs);
    }

    [Fact]
    public void A_receiver_that_says_it_stands_is_believed_over_the_noise_of_its_seconds()
    {
        // Every second 1.5 m aside and back is 5.4 km/h by the fixes alone.
        var drive = Depot().North(5_000, 36).Saying(p => p with { SpeedKmh = 0 })
            .Stand(TimeSpan.FromMinutes(10), 1, i => (i % 2 * 1.5, 0));

        Assert.Equal(5_000, Whole.Of(drive, Truck).Tally.DrivenM, 1e-3);
    }

    [Fact]
    public void A_receiver_that_always_says_0_is_not_believed()
    {
        var drive = Depot().Saying(p => p with { SpeedKmh = 0 }).North(5_000, 36, everySeconds: 1);

        Assert.Equal(5_000, Whole.Of(drive, Truck).Tally.DrivenM, 1e-3);
    }

    [Fact]
    public void A_tunnel_is_driven_straight_through()
    {
        var drive = Depot().North(2_000, 36).Unseen(3_000).Wait(240).Fix().North(2_000, 36);

        var whole = Whole.Of(drive, Truck);

        Assert.Equal(7_000, whole.Tally.DrivenM, 1e-3);
        Assert.Equal(0, whole.UnseenM);
        Assert.Empty(whole.Trips);
        Assert.InRange(whole.End.TripSoFar!.Value.Tally.DrivenM, 6_800, 7_000);
    }

    [Fact]
    public void A_jump_and_return_leaves_no_trace()
    {
        var straight = Depot().North(4_000, 36).Wait(10);
        var jumping = Depot().North(2_000, 36);
        var (lat, lon) = jumping.Here;
        jumping.Wait(5).To(31, 122).Fix().Wait(-5).To(lat, lon).North(2_000, 36).Wait(10);

        var whole = Whole.Of(jumping, Truck);

        Assert.Equal(Whole.Of(straight, Truck).Tally, whole.Tally);
        Assert.Equal(4_000, whole.Tally.DrivenM, 1e-3);
        Assert.Equal(0, whole.UnseenM);
        Assert.Null(whole.End.Far);
    }

    [Fact]
    public void Three_far_fixes_that_agree_are_believed()
    {
        // Traccar locked a device out for ever whose first fix was in another city.
        var drive = new Drive("2026-03-02T08:00", 31, 121).Fix().Wait(10).To(30, 122).Fix().North(1_000, 36);

        var whole = Whole.Of(drive, Truck);

        // From the first of the three on everything counts; the way there was driven by nobody.
        Assert.Equal(1_000, whole.Tally.DrivenM, 1e-3);
        Assert.InRange(whole.UnseenM, 140_000, 150_000);
        Assert.Equal(30 + 1_000 / Drive.MetresPerDegree, whole.End.Last!.Value.Lat, 1e-9);
    }

    [Fact]
    public void Two_far_fixes_are_not_believed_and_neither_are_three_that_disagree()
    {
        var drive = Depot().North(2_000, 36);
        var (lat, lon) = drive.Here;
        drive.Wait(10).To(31, 122).Fix().Wait(10).Fix().Wait(10).To(lat, lon).Fix();
        drive.Wait(10).To(31, 122).Fix().Wait(10).To(32, 122).Fix().Wait(10).To(33, 122).Fix().Wait(10)
            .To(lat, lon).Fix();

        var hours = VehicleHours.FromScratch(Shanghai, Truck, drive.Pings);

        Assert.Equal(2_000, Whole.Of(hours).Tally.DrivenM, 1e-3);
        Assert.Equal(5, hours[0].Figures.Far);
        Assert.Equal(drive.Pings.Length, hours[0].Figures.Pings);
        Assert.Equal(drive.Pings.Length - 5, hours[0].Figures.Accepted);
    }

    [Fact]
    public void A_nine_hour_garage_gap_is_one_stop_of_nine_hours()
    {
        var drive = Depot().North(5_000, 36).Wait(9 * 3_600).Unseen(30).Fix().North(-5_000, 36);

        var whole = Whole.Of(drive, Truck);

        Assert.Equal(2, whole.Stops.Count);
        Assert.InRange(whole.Stops[1].LengthMs, 9 * HourMs, 9 * HourMs + 60 * SecondMs);
        Assert.Single(whole.Trips, trip => trip.Until.TimeMs <= whole.Stops[1].From.TimeMs);
        Assert.Equal(10_000, whole.Tally.DrivenM, 1e-3);
        Assert.Equal(PieceEnd.Changed, whole.Stops[1].End);
    }

    [Theory]
    [InlineData(3_600, 0, 30_000, 0)]
    [InlineData(3_601, 1, 10_000, 20_000)]
    public void A_gap_longer_than_an_hour_splits_a_trip(int seconds, int trips, double driven, double unseen)
    {
        var drive = new Drive("2026-03-02T08:00").Fix().North(5_000, 36).Unseen(20_000).Wait(seconds).Fix()
            .North(5_000, 36);

        var whole = Whole.Of(drive, Truck);

        Assert.Equal(trips, whole.Trips.Count);
        Assert.All(whole.Trips, trip => Assert.Equal(PieceEnd.Gap, trip.End));
        Assert.Equal(driven, whole.Tally.DrivenM, 1e-2);
        Assert.Equal(unseen, whole.UnseenM, 1e-2);
    }

    [Fact]
    public void A_track_goes_on_across_the_antimeridian()
    {
        // 0.001° of the equator a step.
        var drive = new Drive("2026-03-02T08:00", 0.5, 179.995).Fix();
        for (var i = 1; i <= 10; i++)
        {
            var lon = 179.995 + i * 0.001;
            drive.Wait(10).To(0.5, lon > 180 ? lon - 360 : lon).Fix();
        }

        var whole = Whole.Of(drive, Truck);

        Assert.Equal(0.010 * Drive.MetresPerDegree * Math.Cos(0.5 * Math.PI / 180), whole.Tally.DrivenM, 0.1);
        Assert.Equal(0, whole.UnseenM);
    }

    [Fact]
    public void Fixes_without_a_place_or_without_accuracy_and_from_the_future_are_not_used()
    {
        var drive = Depot().North(2_000, 36);
        var (lat, lon) = drive.Here;
        drive.Wait(10).To(0, 0).Fix().Wait(10).To(lat, lon).Saying(p => p with { AccuracyM = 101 }).Fix(aside: 90)
            .Wait(10).Saying(p => p with { AccuracyM = 100 }).Fix();
        var nowMs = drive.NowMs;
        drive.Wait(360).Fix(north: 5_000);

        var hour = VehicleHour.Compute(
            Shanghai.HourOf(nowMs), drive.Pings, VehicleState.None, Truck, notAfterMs: nowMs + 5 * MinuteMs);

        Assert.Equal(2_000, hour.Figures.Tally.DrivenM, 1e-3);
        Assert.Equal(1, hour.Figures.NoFix);
        Assert.Equal(1, hour.Figures.Inaccurate);
        Assert.Equal(drive.Pings.Length - 1, hour.Figures.Pings);
        Assert.Equal(nowMs, hour.Exit.Track.HeardMs);
    }

    [Fact]
    public void A_limit_of_the_vehicle_replaces_the_default()
    {
        var patient = Truck with { Limits = Truck.Limits with { StopTime = TimeSpan.FromMinutes(10) } };
        var drive = Depot().North(3_000, 36).Stand(TimeSpan.FromMinutes(8)).North(3_000, 36);

        Assert.Equal(2, Whole.Of(drive, Truck).Stops.Count);
        Assert.Empty(Whole.Of(drive, patient).Stops);
    }

    // Four minutes at eight, then off.
    static Drive Depot() => new Drive("2026-03-02T08:00").Fix().Stand(TimeSpan.FromMinutes(4));
}
