using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>Points that are due against visits, on a Monday of the harbour.</summary>
public sealed class ServiceDayTests
{
    static readonly LocalDay Monday = Shanghai.Day(new DateOnly(2026, 3, 2));
    static readonly VehicleId Own = new("compactor-1");
    static readonly VehicleId Other = new("vacuum-1");

    [Fact]
    public void A_point_is_served_early_late_missed_or_still_to_come()
    {
        var city = City(new RoundPoint("bin-1", Time("06:00"), Time("08:00")));

        Assert.Equal(ServiceState.Served, One(city, "12:00", Visit("bin-1", "06:00")).State);
        Assert.Equal(ServiceState.Early, One(city, "12:00", Visit("bin-1", "05:59")).State);
        Assert.Equal(ServiceState.Late, One(city, "12:00", Visit("bin-1", "08:00")).State);
        Assert.Equal(ServiceState.Waiting, One(city, "07:59").State);
        Assert.Equal(ServiceState.Overdue, One(city, "08:00").State);
        Assert.Equal(ServiceState.Missed, One(city, "24:00").State);
        Assert.Equal(ServiceState.Overdue, One(city, "12:00", Visit("bin-2", "07:00")).State);
    }

    [Fact]
    public void A_visit_that_served_nothing_and_one_of_another_day_do_not_count()
    {
        var city = City(new RoundPoint("bin-1", null, null));
        var idle = Visit("bin-1", "07:00") with { };
        idle = idle with { Visit = idle.Visit with { Worked = false } };
        var yesterday = Visit("bin-1", "07:00");
        yesterday = yesterday with { Visit = yesterday.Visit with { EnterMs = Monday.StartMs - 1 } };

        Assert.Equal(ServiceState.Missed, One(city, "24:00", idle, yesterday).State);
    }

    [Fact]
    public void One_visit_serves_one_point_of_one_round()
    {
        var city = City(
            new RoundPoint("bin-1", Time("06:00"), Time("08:00")),
            new RoundPoint("bin-1", Time("16:00"), Time("18:00")));

        var points = Day(city, "24:00", Visit("bin-1", "07:00")).Rounds[0].Points;

        Assert.Equal([ServiceState.Served, ServiceState.Missed], points.Select(p => p.State));
        points = Day(city, "24:00", Visit("bin-1", "15:30"), Visit("bin-1", "07:00")).Rounds[0].Points;
        Assert.Equal([ServiceState.Served, ServiceState.Early], points.Select(p => p.State));
    }

    [Fact]
    public void Whoever_serves_a_point_serves_it_and_its_own_vehicle_comes_first()
    {
        var city = City(new RoundPoint("bin-1", Time("06:00"), Time("08:00")));

        var by = One(city, "12:00", Visit("bin-1", "06:10", Other), Visit("bin-1", "06:20")).By;
        var helped = One(city, "12:00", Visit("bin-1", "06:10", Other));

        Assert.Equal(Own, by);
        Assert.Equal((ServiceState.Served, Other), (helped.State, helped.By));
    }

    [Fact]
    public void Order_is_kept_or_not_where_a_round_asks_for_it()
    {
        var city = City(
            new RoundPoint("bin-1", null, null), new RoundPoint("bin-2", null, null),
            new RoundPoint("tank-1", null, null));

        Assert.True(Day(city, "24:00", Visit("bin-1", "06:00"), Visit("tank-1", "07:00")).Rounds[0].OrderKept);
        Assert.False(Day(city, "24:00", Visit("bin-2", "06:00"), Visit("bin-1", "07:00")).Rounds[0].OrderKept);
        Assert.Null(Day(city, "24:00", Visit("bin-2", "06:00")).Rounds[0].OrderKept);
        var free = city with { Rounds = [city.Rounds[0] with { InOrder = false }] };
        Assert.Null(Day(free, "24:00", Visit("bin-2", "06:00"), Visit("bin-1", "07:00")).Rounds[0].OrderKept);
    }

    [Fact]
    public void The_clearance_rate_is_served_of_due_by_district()
    {
        // bin-1 and tank-1 are the north's, bin-2 and tank-2 the south's.
        var city = City(
            new RoundPoint("bin-1", null, Time("08:00")), new RoundPoint("tank-1", null, Time("08:00")),
            new RoundPoint("bin-2", null, Time("08:00")));

        var clearances = Day(
            city, "24:00", Visit("bin-1", "07:00"), Visit("tank-1", "09:00")).Clearances(city);

        Assert.Equal(new Clearance(null, 3, 2, 1, 1), clearances[0]);
        Assert.Equal(new Clearance(new("north"), 2, 2, 1, 0), clearances[1]);
        Assert.Equal(new Clearance(new("south"), 1, 0, 0, 1), clearances[2]);
        Assert.Equal(2 / 3.0, clearances[0].Rate);
        Assert.Null(new Clearance(null, 0, 0, 0, 0).Rate);
    }

    [Fact]
    public void A_round_runs_on_its_days_alone()
    {
        var city = City(new RoundPoint("bin-1", null, null));
        var round = city.Rounds[0] with { Days = [DayOfWeek.Tuesday] };

        Assert.Empty(Day(city with { Rounds = [round] }, "24:00").Rounds);
        Assert.True(round.RunsOn(new(2026, 3, 3)));
        Assert.False((round with { From = new(2026, 3, 4) }).RunsOn(new(2026, 3, 3)));
        Assert.False((round with { Until = new(2026, 3, 3) }).RunsOn(new(2026, 3, 3)));
    }

    [Fact]
    public void A_visit_derived_from_a_track_serves_its_point()
    {
        var city = City(new RoundPoint("bin-1", Time("08:00"), Time("09:00")));
        var drive = new Drive("2026-03-02T08:00").Saying(p => p with { Working = false }).Fix().ToLat(30.02)
            .Saying(p => p with { Working = true }).Stand(TimeSpan.FromMinutes(2))
            .Saying(p => p with { Working = false }).ToLat(30.04);
        var visits = VehicleHours.FromScratch(
                Shanghai, Drive.RulesOf(VehicleKind.Compactor) with { Places = Harbour.Places }, drive.Pings)
            .SelectMany(h => h.Visits).Select(v => new VehicleVisit(Own, v));

        var service = Assert.Single(ServiceDay.Compute(city, Monday, visits, drive.NowMs).Rounds[0].Points);

        Assert.Equal((ServiceState.Served, Own), (service.State, service.By));
        // 2,184 m at 10 m/s.
        Assert.InRange(service.ServedMs!.Value - At("2026-03-02T08:00"), 216_000, 221_000);
    }

    static PointService One(CityRegistry city, string now, params VehicleVisit[] visits) =>
        Assert.Single(Day(city, now, visits).Rounds[0].Points);

    static ServiceDay Day(CityRegistry city, string now, params VehicleVisit[] visits) => ServiceDay.Compute(
        city, Monday, visits, now == "24:00" ? Monday.EndMs : At($"2026-03-02T{now}"));

    static VehicleVisit Visit(string point, string at, VehicleId? by = null)
    {
        var ms = At($"2026-03-02T{at}");
        return new(by ?? Own, new Visit(
            new PlaceKey(PlaceKind.CollectionPoint, point), ms, ms + 60 * SecondMs, VisitEnd.Left, 4, 40 * SecondMs,
            true, true));
    }

    static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm");

    static CityRegistry City(params RoundPoint[] points) => Harbour.City with
    {
        Rounds =
        [
            new Round(
                "round", new("Round", "线路"), Own, [.. Enum.GetValues<DayOfWeek>()], new(2026, 1, 1), null, true,
                [.. points]),
        ],
    };
}
