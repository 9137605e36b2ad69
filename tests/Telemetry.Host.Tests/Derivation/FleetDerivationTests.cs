using Telemetry.Domain.Derived;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Domain.Registry.Editing;
using Telemetry.Storage.Operations.Derivation;
using Telemetry.Storage.Queries;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>What vehicles did follows from what is stored, whatever the order in which it came.</summary>
public sealed class FleetDerivationTests
{
    private static readonly DateOnly Day = new(2009, 3, 2);
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly VehicleId One = new("vac-1");

    // Five minutes in the yard, to the works with two stops of ten minutes: there at 25 min + 11.1 km at 40 km/h.
    private static readonly DateTimeOffset AtGate = DeriveBench.At(Day, 6).AddMinutes(46);

    [Fact]
    public async Task A_day_is_what_the_track_and_the_scale_say()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(
            [.. FleetTown.Day("vac-1", DeriveBench.At(Day, 6)), FleetTown.Weighing("vac-1", "T-1", AtGate, 4_200)]);

        await sut.DrainAsync();

        var row = Assert.Single(await sut.RowsAsync(DerivedMeasurements.VehicleDaily));
        Assert.Equal((DeriveBench.At(Day), "vac-1"), (row.Time, row.Series["vehicle"]));
        // A tenth of a degree of latitude there and back, on a sphere of 6,371.0088 km.
        Assert.Equal(
            2 * 0.1 * Math.PI / 180 * 6_371.0088, row.Values.Number(DerivedMeasurements.DrivenKm)!.Value, 1);
        Assert.Equal((2L, 1L), (
            row.Values.Integer(DerivedMeasurements.PointsServed), row.Values.Integer(DerivedMeasurements.Loads)));
        Assert.Equal(4_200, row.Values.Number(DerivedMeasurements.NetKg));
        var day = await StoredDayAsync(sut, One);
        // To the first pit, to the second, to the works, and home.
        Assert.Equal(4, day.Pieces.Trips.Length);
        var load = Assert.Single(day.Loads!.Loads);
        Assert.Equal((LoadEnd.Delivered, 4_200), (load.End, load.NetKg));
        Assert.Equal(["pit-1", "pit-2"], load.Points);
        var service = (await sut.Operations.Fleet.ServiceAsync(Day, None))!;
        Assert.Equal(2, Assert.Single(service.Service.Rounds).Count(ServiceState.Served));
        Assert.Empty(service.Unmatched);
    }

    [Fact]
    public async Task One_late_ping_costs_its_hour_and_few_questions()
    {
        await using var sut = await OpenAsync();
        for (var day = 0; day < 2; day++)
        {
            var lines = FleetTown.Day("vac-1", DeriveBench.At(Day.AddDays(day), 6));
            // One of those that were sent while it stood at the first pit.
            await sut.WriteLinesAsync(day == 0 ? [.. lines.Where((_, i) => i != 45)] : lines);
        }
        await sut.DrainAsync();
        sut.CountFromHere();
        var before = sut.Store.Traffic;

        await sut.WriteLinesAsync([FleetTown.Day("vac-1", DeriveBench.At(Day, 6))[45]]);
        await sut.DrainAsync();

        Assert.Equal(1, sut.Recomputed(PartitionKind.VehicleHour));
        Assert.InRange(sut.Recomputed(PartitionKind.VehicleDay), 0, 1);
        var now = sut.Store.Traffic;
        Assert.InRange(now.Questions - before.Questions, 1, 10);
        // An hour of pings and the pages of changes.
        Assert.InRange(now.RowsRead - before.RowsRead, 1, 200);
    }

    [Fact]
    public async Task What_comes_in_a_running_hour_is_derived_once_the_hour_is_over()
    {
        await using var sut = await OpenAsync(DeriveBench.At(Day, 6.5));
        await sut.DrainAsync();
        await sut.WriteLinesAsync(
            [.. FleetTown.Day("vac-1", DeriveBench.At(Day, 6)).Take(80)]);

        await sut.DrainAsync();
        Assert.Empty((await StoredDayAsync(sut, One)).Hours);

        sut.Time.Advance(TimeSpan.FromMinutes(31));
        sut.Restart();
        await sut.DrainAsync();
        Assert.Equal(80, Assert.Single((await StoredDayAsync(sut, One)).Hours).Figures.Pings);
    }

    [Fact]
    public async Task A_changed_place_makes_tracks_anew_and_a_changed_round_its_days_alone()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(FleetTown.Day("vac-1", DeriveBench.At(Day, 6)));
        await sut.DrainAsync();
        sut.CountFromHere();

        sut.City.Edit(
            "\"pit-2\", \"from\": \"05:00\", \"until\": \"12:00\"",
            "\"pit-2\", \"from\": \"05:00\", \"until\": \"06:01\"");
        await sut.DrainAsync();

        Assert.Equal(0, sut.Recomputed(PartitionKind.VehicleHour));
        var round = (await sut.Operations.Fleet.ServiceAsync(Day, None))!.Service.Rounds[0];
        Assert.Equal([ServiceState.Served, ServiceState.Late], round.Points.Select(point => point.State));

        // A kilometre away from the road.
        sut.City.Edit("\"lat\": 30.03, \"lon\": 122.0 }, \"radius", "\"lat\": 30.03, \"lon\": 122.01 }, \"radius");
        await sut.DrainAsync();

        Assert.True(sut.Recomputed(PartitionKind.VehicleHour) > 0);
        var row = Assert.Single(await sut.RowsAsync(DerivedMeasurements.VehicleDaily));
        Assert.Equal(1, row.Values.Integer(DerivedMeasurements.PointsServed));
    }

    [Fact]
    public async Task A_place_that_was_moved_on_the_map_makes_tracks_anew()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(FleetTown.Day("vac-1", DeriveBench.At(Day, 6)));
        await sut.DrainAsync();
        sut.CountFromHere();

        // A kilometre away from the road.
        sut.City.Draw(new PlaceDraft(
            new PlaceKey(PlaceKind.CollectionPoint, "pit-1"), new LocalizedName("1", "1"), "east", null,
            CollectionPointKind.SepticTank, null, 60, new GeoPoint(30.03, 122.01), null));
        await sut.DrainAsync();

        Assert.True(sut.Recomputed(PartitionKind.VehicleHour) > 0);
        var row = Assert.Single(await sut.RowsAsync(DerivedMeasurements.VehicleDaily));
        Assert.Equal(1, row.Values.Integer(DerivedMeasurements.PointsServed));
    }

    [Fact]
    public async Task A_load_that_is_weighed_days_late_is_delivered_and_one_of_nobody_is_reported()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(FleetTown.Day("vac-1", DeriveBench.At(Day, 6)));
        await sut.DrainAsync();
        Assert.Equal(LoadEnd.NotWeighed, Assert.Single((await StoredDayAsync(sut, One)).Loads!.Loads).End);

        await sut.WriteLinesAsync(
        [
            FleetTown.Weighing("vac-1", "T-1", AtGate, 4_200),
            FleetTown.Weighing("vac-2", "T-2", AtGate.AddMinutes(1), 900),
        ]);
        await sut.DrainAsync();

        Assert.Equal(LoadEnd.Delivered, Assert.Single((await StoredDayAsync(sut, One)).Loads!.Loads).End);
        var unmatched = Assert.Single((await sut.Operations.Fleet.ServiceAsync(Day, None))!.Unmatched);
        Assert.Equal(("T-2", NoMatch.NoVisit), (unmatched.Row.Ticket, unmatched.Reason));
    }

    [Fact]
    public async Task A_truck_that_lets_go_elsewhere_is_told_from_those_that_deliver()
    {
        await using var sut = await OpenAsync();
        await sut.WriteLinesAsync(
        [
            .. FleetTown.Day("vac-1", DeriveBench.At(Day, 6)), FleetTown.Weighing("vac-1", "T-1", AtGate, 4_200),
            .. FleetTown.Day("vac-2", DeriveBench.At(Day, 7), unload: 30.07),
        ]);

        await sut.DrainAsync();

        var loads = await sut.Operations.Fleet.LoadsAsync(null, Day, Day.AddDays(1), None);
        Assert.Equal(
            [("vac-1", LoadEnd.Delivered), ("vac-2", LoadEnd.Elsewhere)],
            loads.Select(one => (one.Load.Vehicle.Value, one.Load.End)));
        Assert.Equal(30.07, loads[1].Load.LetGo!.Value.Lat, 3);
    }

    private static Task<DeriveBench> OpenAsync(DateTimeOffset? now = null) =>
        DeriveBench.OpenAsync(now ?? DeriveBench.At(Day.AddDays(3), 2), FleetTown.City());

    private static Task<Storage.Operations.Fleet.StoredVehicleDay> StoredDayAsync(DeriveBench sut, VehicleId vehicle) =>
        sut.Operations.Fleet.DayAsync(
            vehicle, new Domain.Calendar.CityCalendar(sut.City.Current.City).Day(Day), None);
}
