using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>Comings and goings along the meridian of the harbour, whose moments are known by reason.</summary>
public sealed class VisitTests
{
    static readonly PlaceKey Bin = new(PlaceKind.CollectionPoint, "bin-1");
    static readonly PlaceKey Depot = new(PlaceKind.Depot, "depot");

    // 0.02° north of the depot's middle.
    const double BinM = 0.02 * Drive.MetresPerDegree;
    const double DepotBorderM = 0.001 * Drive.MetresPerDegree;

    static readonly long Eight = At("2026-03-02T08:00");

    [Fact]
    public void Coming_and_going_are_where_the_way_crosses_the_border()
    {
        // 10 m/s, a fix every 10 s.
        var drive = new Drive("2026-03-02T08:00").Fix().North(3_000, 36);

        var visits = Visits(drive);

        var depot = Assert.Single(visits, v => v.Place == Depot);
        Assert.Equal(Eight, depot.EnterMs);
        // Left 20 m beyond the border.
        Assert.InRange(depot.LeaveMs - Eight, (DepotBorderM + 19) * 100, (DepotBorderM + 21) * 100);
        var bin = Assert.Single(visits, v => v.Place == Bin);
        Assert.InRange(bin.EnterMs - Eight, (BinM - 41) * 100, (BinM - 39) * 100);
        Assert.InRange(bin.LeaveMs - Eight, (BinM + 59) * 100, (BinM + 61) * 100);
        Assert.Equal(VisitEnd.Left, bin.End);
        Assert.Equal(1, bin.Fixes);
    }

    [Fact]
    public void Sparse_fixes_that_jump_over_a_place_pass_it()
    {
        var drive = new Drive("2026-03-02T08:00").Fix().North(6_000, 36, everySeconds: 60);

        var bin = Assert.Single(Visits(drive), v => v.Place == Bin);

        Assert.Equal(VisitEnd.Passed, bin.End);
        Assert.Equal(0, bin.Fixes);
        Assert.InRange(bin.EnterMs - Eight, (BinM - 41) * 100, (BinM - 39) * 100);
        Assert.InRange(bin.LeaveMs - Eight, (BinM + 39) * 100, (BinM + 41) * 100);
    }

    [Theory]
    [InlineData(600, 1)]
    [InlineData(601, 0)]
    [InlineData(4_000, 0)]
    public void Nobody_knows_what_lay_on_the_way_of_a_long_silence(int seconds, int passes)
    {
        var drive = new Drive("2026-03-02T08:00", 30.01).Fix().Unseen(2 * BinM).Wait(seconds).Fix();

        Assert.Equal(passes, Visits(drive).Count(v => v.Place == Bin));
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void An_inaccurate_fix_does_not_decide(double accuracy, bool decides)
    {
        // It stands 150 m before the bin; one fix lies in it.
        var drive = new Drive("2026-03-02T08:00", 30.02 - 150 / Drive.MetresPerDegree).Fix()
            .Stand(TimeSpan.FromMinutes(2)).Wait(30).Saying(p => p with { AccuracyM = accuracy }).Fix(north: 150)
            .Saying(p => p with { AccuracyM = 8 }).Stand(TimeSpan.FromMinutes(2));

        Assert.Equal(decides, Visits(drive).Any(v => v.Place == Bin));
    }

    [Fact]
    public void The_way_goes_from_the_last_fix_that_decides_to_the_next()
    {
        var drive = new Drive("2026-03-02T08:00", 30.02 - 300 / Drive.MetresPerDegree).Fix().Wait(30)
            .Saying(p => p with { AccuracyM = 80 }).Fix(aside: 90, north: 250).Wait(30).Unseen(600)
            .Saying(p => p with { AccuracyM = 8 }).Fix();

        Assert.Equal(VisitEnd.Passed, Assert.Single(Visits(drive), v => v.Place == Bin).End);
    }

    [Fact]
    public void Who_stands_on_the_border_neither_comes_nor_goes()
    {
        var drive = new Drive("2026-03-02T08:00", 30.02 - 200 / Drive.MetresPerDegree).Fix()
            .North(200 - 35, 36, everySeconds: 5)
            .Stand(TimeSpan.FromHours(1), 15, i => (0, i % 2 == 0 ? -15 : 15)).North(-1_000, 36);

        var bin = Assert.Single(Visits(drive), v => v.Place == Bin);

        Assert.InRange(bin.DwellMs, HourMs - 60 * SecondMs, HourMs + 60 * SecondMs);
    }

    [Fact]
    public void A_night_without_fixes_in_the_depot_is_one_visit()
    {
        var drive = new Drive("2026-03-02T18:00").Fix().Wait(12 * 3_600).Fix().North(1_000, 36);

        var depot = Assert.Single(Visits(drive), v => v.Place == Depot);

        Assert.InRange(depot.DwellMs, 12 * HourMs, 12 * HourMs + 20 * SecondMs);
        Assert.Equal(VisitEnd.Left, depot.End);
    }

    [Fact]
    public void Who_is_elsewhere_after_a_long_silence_left_after_the_last_fix()
    {
        var drive = new Drive("2026-03-02T18:00").Fix().Stand(TimeSpan.FromMinutes(5)).Unseen(BinM).Wait(2 * 3_600)
            .Fix();

        var visits = Visits(drive);

        var depot = Assert.Single(visits, v => v.Place == Depot);
        Assert.Equal((At("2026-03-02T18:05"), VisitEnd.Lost), (depot.LeaveMs, depot.End));
        var open = Hours(drive)[^1].Exit.Visits.Inside;
        Assert.Equal(At("2026-03-02T20:05"), Assert.Single(open, v => v.Place == Bin).EnterMs);
    }

    [Fact]
    public void Districts_and_forbidden_areas_are_places_too()
    {
        var drive = new Drive("2026-03-02T08:00", 29.98).Fix().North(0.1 * Drive.MetresPerDegree, 36);

        var visits = Visits(drive);
        var open = Hours(drive)[^1].Exit.Visits.Inside;

        Assert.Single(visits, v => v.Place == new PlaceKey(PlaceKind.Forbidden, "reservoir"));
        Assert.Equal(new PlaceKey(PlaceKind.District, "north-area"), Assert.Single(open).Place);
        // A fifth of the 1,110 s that the way takes.
        Assert.InRange(open[0].EnterMs - Eight, 221_990, 222_010);
    }

    [Fact]
    public void A_place_at_the_antimeridian_is_passed_from_either_side()
    {
        var buoy = new CollectionPoint(
            "buoy", CollectionPointKind.Bin, new("Buoy", "浮标"), new("north"), new GeoPoint(0.5, -179.999));
        var rules = Drive.RulesOf(VehicleKind.Compactor) with
        {
            Places = PlaceMap.Of(Harbour.City with { CollectionPoints = [buoy] }),
        };
        var east = new Drive("2026-03-02T08:00", 0.5, 179.995).Fix().Wait(60).To(0.5, -179.995).Fix();
        var west = new Drive("2026-03-02T08:00", 0.5, -179.995).Fix().Wait(60).To(0.5, 179.995).Fix();

        foreach (var drive in new[] { east, west })
        {
            var visits = VehicleHours.FromScratch(Shanghai, rules, drive.Pings).SelectMany(h => h.Visits);
            var pass = Assert.Single(visits);
            Assert.Equal(VisitEnd.Passed, pass.End);
            // 80 m of 0.01° of the equator, at 60 s.
            Assert.InRange(pass.DwellMs, 79 / 1_112.0 * 60_000, 81 / 1_111.0 * 60_000);
        }
    }

    [Theory]
    [InlineData(true, 0, true)]
    [InlineData(false, 300, false)]
    [InlineData(null, 300, true)]
    [InlineData(null, 10, false)]
    public void A_point_is_served_at_work_or_by_standing_where_nobody_tells(
        bool? working, int stand, bool served)
    {
        var drive = new Drive("2026-03-02T08:00", 30.02 - 500 / Drive.MetresPerDegree)
            .Saying(p => p with { Working = working is null ? null : false }).Fix().North(500, 36)
            .Saying(p => p with { Working = working }).Stand(TimeSpan.FromSeconds(stand)).Wait(1).Fix()
            .Saying(p => p with { Working = working is null ? null : false }).North(500, 36);

        var visit = Assert.Single(Visits(drive), v => v.Place == Bin);

        Assert.Equal(served, visit.Serves(VehicleLimits.Default));
    }

    [Fact]
    public void The_map_says_what_is_where_and_what_is_near()
    {
        var map = Harbour.Places;

        Assert.Equal(
            ["facility/gate", "district/north-area"], map.At(30.06, 122).Select(p => p.Key.ToString()));
        Assert.Equal("north", map.DistrictAt(30.05, 122)!.Value.Value);
        Assert.Null(map.DistrictAt(29.95, 122));
        var near = map.Nearest(30.021, 122, 500)!.Value;
        Assert.Equal((Bin, 0.001 * Drive.MetresPerDegree), (near.Place.Key, Math.Round(near.Metres, 9)), Close);
        Assert.Equal(0, map.Nearest(30.0609, 122.0009, 500)!.Value.Metres);
        Assert.Null(map.Nearest(30.05, 122, 500));
    }

    static bool Close((PlaceKey, double) a, (PlaceKey, double) b) =>
        a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-3;

    static IReadOnlyList<VehicleHour> Hours(Drive drive) => VehicleHours.FromScratch(
        Shanghai, Drive.RulesOf(VehicleKind.Compactor) with { Places = Harbour.Places }, drive.Pings);

    static IReadOnlyList<Visit> Visits(Drive drive) => [.. Hours(drive).SelectMany(h => h.Visits)];
}
