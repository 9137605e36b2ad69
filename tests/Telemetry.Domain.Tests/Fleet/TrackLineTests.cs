using CsCheck;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Fleet;

public sealed class TrackLineTests
{
    static readonly VehicleRules Truck = Drive.RulesOf(VehicleKind.Tipper);

    [Fact]
    public void A_line_has_the_accepted_fixes_and_breaks_where_nobody_knows_the_way()
    {
        var drive = new Drive("2026-03-02T08:00").Fix().North(1_000, 36).Wait(7_200).Unseen(5_000).Fix()
            .North(1_000, 36).Wait(10).Saying(p => p with { AccuracyM = 500 }).Fix();

        var pieces = TrackLine.Pieces([.. drive.Pings.Reverse()], default, Truck);

        Assert.Equal([11, 11], pieces.Select(piece => piece.Length));
        Assert.Equal(drive.Pings[..^1], pieces.SelectMany(piece => piece));
    }

    [Fact]
    public void A_straight_way_is_its_two_ends()
    {
        var drive = new Drive("2026-03-02T08:00").Fix().North(5_000, 36);

        var simple = TrackLine.Simplified(TrackLine.Pieces(drive.Pings, default, Truck)[0], 1);

        Assert.Equal([drive.Pings[0], drive.Pings[^1]], simple);
        Assert.Equal(drive.Pings, TrackLine.Simplified([.. drive.Pings], 0));
    }

    [Fact]
    public void What_is_left_out_lies_within_the_tolerance_of_what_is_kept() =>
        Gen.Select(Gen.Select(Gen.Double[0, 0.02], Gen.Double[0, 0.02]).Array[2, 60], Gen.Double[1, 500])
            .Sample(static both =>
            {
                var (places, tolerance) = both;
                Ping[] fixes = [.. places.Select((place, i) => new Ping(i, place.Item1, place.Item2))];

                var kept = TrackLine.Simplified([.. fixes], tolerance);

                Assert.Equal((fixes[0], fixes[^1]), (kept[0], kept[^1]));
                for (var i = 1; i < kept.Length; i++)
                {
                    foreach (var fix in fixes[((int)kept[i - 1].TimeMs + 1)..(int)kept[i].TimeMs])
                        Assert.True(Nearest(kept[i - 1], kept[i], fix) <= tolerance + 2);
                }
            }, iter: 1_000);

    // By trying a thousand points of the line; near the equator a degree is a degree.
    static double Nearest(Ping a, Ping b, Ping fix) => Enumerable.Range(0, 1_001).Min(i =>
    {
        var north = a.Lat + (b.Lat - a.Lat) * i / 1_000 - fix.Lat;
        var east = a.Lon + (b.Lon - a.Lon) * i / 1_000 - fix.Lon;
        return Drive.MetresPerDegree * Math.Sqrt(north * north + east * east);
    });
}
