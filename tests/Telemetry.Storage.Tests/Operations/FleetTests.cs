using System.Collections.Immutable;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Motion;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Fleet;

namespace Telemetry.Storage.Tests.Operations;

public sealed class FleetTests : IDisposable
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly VehicleId One = new("vac-1");
    private static readonly VehicleId Two = new("vac-2");
    private static readonly LocalDay Day = new CityCalendar(OperationsRig.City.City).Day(new DateOnly(2009, 8, 9));
    private static readonly Tally Some = new(1_234.5, 200.25, 90_000, 30_000, 15_000, 41.5);
    private static readonly PlaceKey Point = new(PlaceKind.CollectionPoint, "gh-01");

    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_hour_comes_back_with_all_that_was_in_it()
    {
        var hour = Filled(8);

        await Sut.ReplaceAsync([new DerivedHour(One, hour, "entry", "v1")], None);

        var stored = Assert.Single((await Sut.HoursAsync([One], Day.StartMs, Day.EndMs, None))[One]);
        Assert.Equal(
            (hour.Figures, "entry", "v1", FleetDigest.Of(hour)),
            (stored.Figures, stored.Entry, stored.Inputs, stored.Digest));
        Assert.Equal(hour.Exit, stored.Exit);
        var pieces = (await Sut.PiecesAsync([One], Day.StartMs, Day.EndMs, None))[One];
        Assert.Equal(hour.Trips, pieces.Trips);
        Assert.Equal(hour.Stops, pieces.Stops);
        Assert.Equal(hour.Speedings, pieces.Speedings);
        Assert.Equal(hour.Visits, pieces.Visits);
    }

    [Fact]
    public async Task Two_trips_that_a_late_ping_merges_are_one()
    {
        var hour = Filled(8);
        var split = hour with
        {
            Trips = [Trip(8, 0, 10), Trip(8, 10, 20)], Stops = [], Speedings = [], Visits = [],
        };
        await Sut.ReplaceAsync([Derived(One, split), Derived(Two, split)], None);

        await Sut.ReplaceAsync([Derived(One, split with { Trips = [Trip(8, 0, 20)] })], None);

        Assert.Equal([Trip(8, 0, 20)], (await PiecesOf(One)).Trips);
        Assert.Equal(2, (await PiecesOf(Two)).Trips.Length);
    }

    [Fact]
    public async Task An_hour_that_has_no_ping_any_more_is_gone_with_its_pieces()
    {
        await Sut.ReplaceAsync([Derived(One, Filled(8)), Derived(One, Filled(9))], None);

        await Sut.ReplaceAsync(
            [Derived(One, Filled(8) with { Figures = default(HourFigures) with { Hour = HourOf(8) } })], None);

        Assert.Equal([HourOf(9).StartMs], (await HoursOf(One)).Select(hour => hour.Figures.Hour.StartMs));
        Assert.Equal(Filled(9).Trips, (await PiecesOf(One)).Trips);
    }

    [Fact]
    public async Task The_nearest_hours_before_and_after_are_found_for_many_vehicles_at_once()
    {
        await Sut.ReplaceAsync(
            [Derived(One, Filled(3)), Derived(One, Filled(7)), Derived(One, Filled(9)), Derived(Two, Filled(9))], None);

        var before = await Sut.BeforeAsync([One, Two], HourOf(9).StartMs, None);
        var after = await Sut.AfterAsync([One, Two], HourOf(4).StartMs, None);

        Assert.Equal(HourOf(7).StartMs, Assert.Single(before).Value.Figures.Hour.StartMs);
        Assert.Equal(
            (HourOf(7).StartMs, HourOf(9).StartMs),
            (after[One].Figures.Hour.StartMs, after[Two].Figures.Hour.StartMs));
        Assert.Equal(HourOf(3).StartMs, (await Sut.FirstHoursAsync(None))[One]);
    }

    [Fact]
    public async Task What_touches_a_day_is_of_the_day_and_what_ended_before_is_not()
    {
        var over = Filled(0) with
        {
            Trips =
            [
                new Trip(At(0, -40), At(0, -30), Some, PieceEnd.Changed),
                new Trip(At(0, -20), At(0, 10), Some, PieceEnd.Changed),
            ],
        };
        await Sut.ReplaceAsync([Derived(One, over)], None);

        var day = await Sut.DayAsync(One, Day, None);

        Assert.Equal([over.Trips[1]], day.Pieces.Trips);
        Assert.Equal(over.Exit, day.State);
        Assert.Null(day.Loads);
        Assert.Null((await Sut.DayAsync(Two, Day, None)).State);
        Assert.Equal(
            [new VehicleTrip(One, over.Trips[0])],
            (await Sut.EndedAsync(Day.StartMs - Hour, Day.StartMs, None)).Trips);
    }

    [Fact]
    public async Task Visits_that_rounds_go_by_are_found_by_when_they_began()
    {
        var depot = new Visit(
            new PlaceKey(PlaceKind.Depot, "yard"), At(8, 1).TimeMs, At(8, 2).TimeMs, VisitEnd.Left, 1, 0, false, true);
        await Sut.ReplaceAsync([Derived(One, Filled(8) with { Visits = [depot, VisitAt(8, 5)] })], None);

        Assert.Equal(
            [new VehicleVisit(One, VisitAt(8, 5))],
            await Sut.CollectingAsync(At(8, 5).TimeMs, At(8, 6).TimeMs, None));
        Assert.Empty(await Sut.CollectingAsync(At(8, 6).TimeMs, Day.EndMs, None));
    }

    [Fact]
    public async Task A_days_loads_are_replaced_whole_and_hand_on_what_is_still_on()
    {
        var elsewhere = new Load(
            One, Material.Fecal, LoadEnd.Elsewhere, 1, 2, ["gh-01", "gh-02"], null, null, null, [], null, At(8, 1),
            Point);
        var delivered = new Load(
            One, Material.Fecal, LoadEnd.Delivered, 3, 4, [], new FacilityId("gate"), 5, 6, ["T-1"], 2_400.5, null,
            null);
        var open = new OpenLoad(7, 8, ["gh-03"], At(9, 0), null);
        await Sut.ReplaceAsync([new DerivedLoads(One, Day.Date, [elsewhere, elsewhere], open, "v1")], None);

        await Sut.ReplaceAsync([new DerivedLoads(One, Day.Date, [elsewhere, delivered], open, "v2")], None);

        var next = Day.Date.AddDays(1);
        Assert.Equal(
            [new DayLoad(Day.Date, elsewhere), new DayLoad(Day.Date, delivered)],
            await Sut.LoadsAsync(null, Day.Date, next, None));
        Assert.Empty(await Sut.LoadsAsync(Two, Day.Date, next, None));
        var before = (await Sut.LoadsBeforeAsync([One, Two], next, None))[One];
        Assert.Equal((open, "v2"), (before.HandedOn, before.Inputs));
        Assert.Equal(2, before.Loads.Length);
        Assert.Empty(await Sut.LoadsBeforeAsync([One], Day.Date, None));
        Assert.Equal(Day.Date, await Sut.LoadDayAfterAsync(One, Day.Date.AddDays(-9), None));
        Assert.Null(await Sut.LoadDayAfterAsync(One, Day.Date, None));
        Assert.Equal(before.Digest, (await Sut.LoadDaysAsync([One], Day.Date, None))[One].Digest);
        Assert.Equal(before.Digest, Assert.Single(await Sut.LoadDaysAsync(Day.Date, next, None)).Digest);
    }

    [Fact]
    public async Task A_point_that_nobody_served_waits_then_is_overdue_then_missed()
    {
        var point = new PointService(
            0, "gh-01", new DistrictId("north"), At(8, 0).TimeMs, At(9, 0).TimeMs, ServiceState.Missed, null, null);
        var served = new PointService(
            1, "gh-02", null, At(8, 0).TimeMs, At(9, 0).TimeMs, ServiceState.Late, At(9, 5).TimeMs, Two);
        var unmatched = new UnmatchedWeighing(
            new WeighingRow(
                new FacilityId("gate"), Material.Garbage, "-", "T-7", At(8, 30).TimeMs, 9_000, null, 2_000, null, One),
            NoMatch.NoVisit);
        var round = new RoundDay("r1", One, Day.Date, [point, served], false);
        await Sut.ReplaceAsync(
            new DerivedService(new ServiceDay(Day, [round, round with { Round = "r2" }]), [], "v1"), None);

        await Sut.ReplaceAsync(new DerivedService(new ServiceDay(Day, [round]), [unmatched], "v2"), None);

        var stored = (await Sut.ServiceAsync(Day.Date, None))!;
        var states = new[] { At(8, 59).TimeMs, At(9, 0).TimeMs, Day.EndMs }
            .Select(now => Assert.Single(stored.At(now).Rounds).Points.Select(one => one.State).ToArray()).ToArray();
        Assert.Equal([ServiceState.Waiting, ServiceState.Late], states[0]);
        Assert.Equal([ServiceState.Overdue, ServiceState.Late], states[1]);
        Assert.Equal([ServiceState.Missed, ServiceState.Late], states[2]);
        Assert.Equal([unmatched], stored.Unmatched);
        Assert.Equal(served, stored.Service.Rounds[0].Points[1]);
        Assert.Equal((Day, "v2"), (stored.Service.Day, stored.Inputs));
        Assert.Null(await Sut.ServiceAsync(Day.Date.AddDays(1), None));
    }

    private IFleet Sut => _rig.Store.Fleet;

    private async Task<VehiclePieces> PiecesOf(VehicleId vehicle) =>
        (await Sut.PiecesAsync([vehicle], Day.StartMs, Day.EndMs, None))[vehicle];

    private async Task<IReadOnlyList<StoredHour>> HoursOf(VehicleId vehicle) =>
        (await Sut.HoursAsync(null, Day.StartMs, Day.EndMs, None))[vehicle];

    private static DerivedHour Derived(VehicleId vehicle, VehicleHour hour) => new(vehicle, hour, "", "v1");

    private static LocalHour HourOf(int hour) =>
        new(Day.Date, hour, Day.StartMs + hour * Hour, Day.StartMs + (hour + 1) * Hour);

    private static Moment At(int hour, int minute) =>
        new(Day.StartMs + hour * Hour + minute * Minute, 30.01, 122.2);

    private static Trip Trip(int hour, int from, int until) =>
        new(At(hour, from), At(hour, until), Some, PieceEnd.Gap);

    private static Visit VisitAt(int hour, int minute) => new(
        Point, At(hour, minute).TimeMs, At(hour, minute + 2).TimeMs, VisitEnd.Left, 3, 60_000, true, true);

    private static VehicleHour Filled(int hour) => new()
    {
        Figures = new HourFigures(
            HourOf(hour), Some, 12.5, 60, 55, 1, 2, 3, 1, 1, 3_500_000, HourOf(hour).EndMs + 30_000),
        Trips = [Trip(hour, 0, 20)],
        Stops = [new Stop(At(hour, 20), At(hour, 30).TimeMs, Some, PieceEnd.Changed, 1_500, 20.5)],
        Speedings = [new Speeding(At(hour, 5), At(hour, 6).TimeMs, 91.5, 80, false)],
        Visits = [VisitAt(hour, 7)],
        Exit = new VehicleState
        {
            Track = new TrackState { HeardMs = HourOf(hour).EndMs - 1, Last = new Ping(5, 30, 122, Working: true) },
        },
    };
}
