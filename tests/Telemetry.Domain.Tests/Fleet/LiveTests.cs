using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Now;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>One vehicle, watched from ping to ping.</summary>
public sealed class LiveTests
{
    static readonly VehicleRules Rules = Drive.RulesOf(VehicleKind.VacuumTruck);

    [Fact]
    public void What_it_does_and_since_when()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Ignition = true, Working = false }).Fix()
            .Stand(TimeSpan.FromMinutes(5));
        var idling = Now(drive);
        drive.North(3_000, 36);
        var driving = Now(drive);
        drive.Saying(p => p with { Working = true }).Stand(TimeSpan.FromMinutes(5));
        var working = Now(drive);
        drive.Saying(p => p with { Working = false, Ignition = false }).Stand(TimeSpan.FromMinutes(5));
        var stopped = Now(drive);

        Assert.Equal((Activity.Idling, At("2026-03-02T08:00")), (idling.Activity, idling.SinceMs));
        Assert.Equal(Activity.Driving, driving.Activity);
        Assert.InRange(driving.SinceMs, At("2026-03-02T08:05"), At("2026-03-02T08:05:30"));
        Assert.Equal((Activity.Working, At("2026-03-02T08:10:10")), (working.Activity, working.SinceMs));
        Assert.Equal((Activity.Stopped, At("2026-03-02T08:15:10")), (stopped.Activity, stopped.SinceMs));
        Assert.Equal(3, stopped.TodayKm, 1e-6);
        Assert.Equal((1, 2), (stopped.Trips, stopped.Stops));
        Assert.Equal(0, stopped.FixAgeMs);
    }

    [Fact]
    public void A_halt_at_a_light_is_driving()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Ignition = true }).Fix().North(3_000, 36)
            .Stand(TimeSpan.FromSeconds(60));

        Assert.Equal(Activity.Driving, Now(drive).Activity);
    }

    [Fact]
    public void A_silent_tracker_is_offline_and_one_without_satellites_has_no_fix()
    {
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Ignition = true }).Fix().North(3_000, 36);
        var heard = drive.NowMs;
        var silent = Live(drive);
        var blind = Live(drive);
        for (var i = 1; i <= 6; i++) blind.Take(new Ping(heard + i * 10 * SecondMs, 0, 0, Ignition: true));

        // Three intervals of ten seconds.
        Assert.Equal(Activity.Driving, silent.At(heard + 30 * SecondMs).Activity);
        var offline = silent.At(heard + 30 * SecondMs + 1);
        Assert.Equal((Activity.Offline, heard), (offline.Activity, offline.SinceMs));
        Assert.Equal(30 * SecondMs + 1, offline.FixAgeMs);
        var lost = blind.At(heard + 60 * SecondMs);
        Assert.Equal((Activity.NoFix, heard, heard + 60 * SecondMs), (lost.Activity, lost.SinceMs, lost.HeardMs));
        Assert.Equal(Activity.Unknown, new VehicleLive(Shanghai, Rules).At(heard).Activity);
    }

    [Fact]
    public void Seeded_from_hours_it_goes_on_as_if_it_had_seen_them()
    {
        var drive = new Drive("2026-03-02T06:30").Saying(p => p with { Ignition = true }).Fix();
        for (var i = 0; i < 6; i++) drive.North(9_000, 36).Stand(TimeSpan.FromMinutes(10));
        var watched = Live(drive);
        watched.Weighed(drive.NowMs, 4_000);

        var hours = VehicleHours.FromScratch(Shanghai, Rules, drive.Pings);
        var stored = hours.Take(hours.Count - 1).ToArray();
        var seeded = new VehicleLive(Shanghai, Rules);
        seeded.Seed(stored[^1].Exit, Shanghai.DayOf(drive.NowMs), stored.Select(h => h.Figures));
        foreach (var ping in drive.Pings.Where(p => p.TimeMs > seeded.HeardMs)) seeded.Take(ping);
        seeded.Weighed(drive.NowMs, 4_000);

        var (expected, now) = (watched.At(drive.NowMs), seeded.At(drive.NowMs));
        Assert.Equal(expected.Today.DrivenM, now.Today.DrivenM, 1e-6);
        Assert.Equal(expected with { Today = default }, now with { Today = default });
        Assert.Equal(54, now.TodayKm, 1e-6);
        Assert.Equal((4_000, 1), (now.NetKg, now.Loads));
    }

    [Fact]
    public void A_day_ends_at_midnight_and_a_late_ping_changes_nothing()
    {
        var drive = new Drive("2026-03-02T23:50").Saying(p => p with { Ignition = true }).Fix().North(9_000, 36);
        var sut = Live(drive);
        // From 23:50 at 10 m/s: 600 s until midnight; the leg that ends at midnight is the new day's.
        var now = sut.At(drive.NowMs);

        sut.Take(drive.Pings[3] with { Lat = 30.1 });

        Assert.Equal(9_000 - 5_900, now.Today.DrivenM, 1e-3);
        Assert.Equal(now, sut.At(drive.NowMs));
        Assert.Equal(1, sut.Late);
        Assert.Equal(0, sut.At(drive.NowMs + 24 * HourMs).TodayKm);
    }

    [Fact]
    public void A_ping_allocates_nothing()
    {
        var sut = new FleetLive(Harbour.City, Harbour.Places);
        var pings = new Drive("2026-03-02T06:30").Saying(p => p with { Ignition = true, Working = true, LoadKg = 1 })
            .Fix().North(60_000, 36).Stand(TimeSpan.FromMinutes(10)).North(60_000, 36).Pings;
        var vehicle = sut.Of(new VehicleId("vacuum-1"));
        foreach (var ping in pings.AsSpan(0, 100)) vehicle.Take(ping);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var ping in pings.AsSpan(100)) vehicle.Take(ping);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(120, vehicle.At(pings[^1].TimeMs).TodayKm, 1e-6);
    }

    [Fact]
    public void It_is_near_the_nearest_place()
    {
        var sut = new FleetLive(Harbour.City, Harbour.Places);
        var id = new VehicleId("unheard-of");
        sut.Of(id).Take(new Ping(At("2026-03-02T08:00"), 30.0205, 122));

        var where = sut.WhereIs(sut.Of(id).At(At("2026-03-02T08:00")));

        Assert.Equal("bin-1", where!.Value.Place.Key.Id);
        Assert.Null(sut.WhereIs(sut.Of(new("other")).At(0)));
    }

    static VehicleNow Now(Drive drive) => Live(drive).At(drive.NowMs);

    static VehicleLive Live(Drive drive)
    {
        var live = new VehicleLive(Shanghai, Rules);
        foreach (var ping in drive.Pings) live.Take(ping);
        return live;
    }
}
