using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Volumes.Arrange;

namespace Telemetry.Domain.Tests.Fleet;

/// <summary>Vacuum trucks between tanks, the fecal plant and places where they should not let go.</summary>
public sealed class LoadTests
{
    const double Tank1 = 30.04;
    const double Tank2 = 29.97;
    const double Gate = 30.06;
    const double GateNotInService = 29.94;
    const double Nowhere = 29.95;
    const double Depot = 30.0;

    static readonly LocalDay Monday = Shanghai.Day(new DateOnly(2026, 3, 2));
    static readonly LocalDay Tuesday = Shanghai.Day(new DateOnly(2026, 3, 3));
    static readonly FacilityId GateId = new("gate");

    [Fact]
    public void A_fecal_day_with_one_truck_that_dumps_elsewhere()
    {
        var good = new Truck("vacuum-1").Collect(Tank1, 4_000).Deliver(4_000, "A1").Collect(Tank1, 3_600)
            .Deliver(3_600, "A2").Home();
        var bad = new Truck("vacuum-2").Collect(Tank2, 3_800).LetGo(Nowhere).Collect(Tank2, 3_700)
            .Deliver(3_700, "B1").Home();

        var balance = Balance(Monday, good, bad);

        Assert.Equal(3, balance.Count(LoadEnd.Delivered));
        var dumped = Assert.Single(balance.Wanting);
        Assert.Equal((LoadEnd.Elsewhere, "vacuum-2"), (dumped.End, dumped.Vehicle.Value));
        Assert.Equal(["tank-2"], dumped.Points);
        Assert.Equal(Nowhere, dumped.LetGo!.Value.Lat, 1e-3);
        Assert.InRange(dumped.LetGo.Value.TimeMs, bad.LetGoMs - 30 * SecondMs, bad.LetGoMs + 30 * SecondMs);
        Assert.Null(dumped.LetGoAt);
        Assert.Equal(["A1", "A2", "B1"], balance.Loads.SelectMany(l => l.Tickets).Order());
        Assert.Equal([4_000.0, 3_600, 3_700], balance.Loads.Where(l => l.NetKg is not null).OrderBy(l => l.Tickets[0])
            .Select(l => l.NetKg!.Value));
        Assert.Empty(balance.Unmatched);
        Assert.Equal((11_300, 0, 11_300.0), (balance.MatchedKg, balance.UnmatchedKg, balance.CollectedKg));
        // 11,300 kg at 1,000 kg/m³: the plant's inlet saw 11.5 m³.
        var inflow = InflowBalance.Compute(Harbour.City, new("fecal-1"), Weighed(Monday, good, bad), 11.5);
        Assert.Equal(11.3, inflow.WeighedM3!.Value, 1e-9);
        Assert.Equal(0.2 / 11.5, inflow.Difference!.Value, 1e-9);
        Assert.True(inflow.Agrees);
    }

    [Fact]
    public void A_truck_that_does_not_tell_its_load_is_found_out_when_it_comes_home()
    {
        var truck = new Truck("vacuum-2", tellsLoad: false).Collect(Tank2, 3_800).LetGo(Nowhere).Home();

        var load = Assert.Single(Balance(Monday, truck).Loads);

        Assert.Equal(LoadEnd.Elsewhere, load.End);
        Assert.Equal(Nowhere, load.LetGo!.Value.Lat, 1e-3);
    }

    [Fact]
    public void Work_at_an_unknown_place_is_forgiven_when_the_load_is_delivered()
    {
        var truck = new Truck("vacuum-2", tellsLoad: false).Collect(Tank2, 1_900).LetGo(Nowhere)
            .Deliver(3_800, "B1").Home();

        Assert.Equal(LoadEnd.Delivered, Assert.Single(Balance(Monday, truck).Loads).End);
    }

    [Fact]
    public void A_visit_without_a_weighing_is_not_a_delivery()
    {
        var truck = new Truck("vacuum-1").Collect(Tank1, 4_000).Deliver(4_000, null).Home();

        var load = Assert.Single(Balance(Monday, truck).Loads);

        Assert.Equal((LoadEnd.NotWeighed, GateId), (load.End, load.Facility));
        Assert.Null(load.NetKg);
        Assert.True(load.GateInMs < load.GateOutMs);
    }

    [Fact]
    public void A_plant_that_is_not_in_service_may_take_nothing()
    {
        var truck = new Truck("vacuum-2").Collect(Tank2, 4_000).LetGo(GateNotInService).Home();

        var load = Assert.Single(Balance(Monday, truck).Loads);

        Assert.Equal(LoadEnd.Elsewhere, load.End);
        Assert.Equal(new PlaceKey(PlaceKind.Facility, "gate-2"), load.LetGoAt);
    }

    [Fact]
    public void What_is_on_when_the_day_ends_may_be_delivered_tomorrow()
    {
        var truck = new Truck("vacuum-1").Collect(Tank1, 4_000).Home();
        var monday = Loads(Monday, truck, null);
        truck.WaitUntil("2026-03-03T07:00").Deliver(4_000, "A1").Home();

        // What lies in a store comes back from it as text.
        var tuesday = Loads(Tuesday, truck, OpenLoad.Parse(monday.Exit!.ToText()));

        Assert.Empty(monday.Ended);
        Assert.Equal(LoadEnd.Undelivered, Assert.Single(monday.All).End);
        var load = Assert.Single(tuesday.All);
        Assert.Equal((LoadEnd.Delivered, 4_000.0), (load.End, load.NetKg));
        Assert.Equal(monday.Exit.FromMs, load.CollectFromMs);
        Assert.Equal(monday.Exit, OpenLoad.Parse(monday.Exit.ToText()));
        Assert.Null(OpenLoad.Parse("") ?? OpenLoad.Parse("{}"));
        Assert.Null(tuesday.Exit);
    }

    [Fact]
    public void Weighings_that_belong_to_no_visit_say_why()
    {
        var truck = new Truck("vacuum-1").Collect(Tank1, 4_000).Deliver(4_000, "A1").Home();
        WeighingRow[] rows =
        [
            .. truck.Weighings, Row("X1", null), Row("X2", "truck-9"), Row("X3", "compactor-1"),
            Row("X4", "vacuum-1", facility: "landfill"), Row("X5", "vacuum-1", "2026-03-02T03:00"),
        ];

        var unmatched = LoadMatch.Unmatched(Harbour.City, Monday.Date, rows, truck.Visits());

        Assert.Equal(
            [
                ("X1", NoMatch.NoVehicle), ("X2", NoMatch.UnknownVehicle), ("X3", NoMatch.OtherMaterial),
                ("X4", NoMatch.NotAuthorised), ("X5", NoMatch.NoVisit),
            ],
            unmatched.Select(u => (u.Row.Ticket, u.Reason)));
    }

    [Theory]
    [InlineData(-9, true)]
    [InlineData(-11, false)]
    public void A_weighing_belongs_to_a_visit_within_ten_minutes(int minutes, bool matches)
    {
        var truck = new Truck("vacuum-1").Collect(Tank1, 4_000).Deliver(4_000, "A1").Home();
        var visit = truck.Visits().Single(v => v.Visit.Place.Id == "gate").Visit;
        var row = truck.Weighings[0] with { TimeMs = visit.EnterMs + minutes * MinuteMs };

        Assert.Equal(matches, LoadMatch.Unmatched(Harbour.City, Monday.Date, [row], truck.Visits()).IsEmpty);
        Assert.Equal(
            matches ? LoadEnd.Delivered : LoadEnd.NotWeighed, Loads(Monday, truck, null, [row]).Ended[0].End);
    }

    [Fact]
    public void Every_weighing_is_in_exactly_one_sum()
    {
        var truck = new Truck("vacuum-1").Collect(Tank1, 4_000).Deliver(4_000, "A1").Home();
        truck.Weighings.Add(Row("X1", null));
        // The same ticket again replaces itself.
        truck.Weighings.Add(truck.Weighings[0] with { TimeMs = truck.Weighings[0].TimeMs + 1_000, NetKg = 4_100 });

        var balance = Balance(Monday, truck);

        Assert.Equal((4_100, 500), (balance.MatchedKg, balance.UnmatchedKg));
        Assert.Equal(4_600, balance.CollectedKg);
        Assert.Equal(4_100, balance.Loads[0].NetKg);
    }

    [Fact]
    public void A_day_s_work_is_its_different_points_and_its_weighings()
    {
        var truck = new Truck("vacuum-1").Collect(Tank1, 4_000).Deliver(4_000, "A1").Collect(Tank1, 3_000)
            .Collect(Tank2, 3_600).Deliver(3_600, "A2").Home();
        WeighingRow[] others = [Row("X1", "vacuum-2"), Row("X2", "vacuum-1", "2026-03-03T09:00")];

        VehicleWork Of(IEnumerable<WeighingRow> rows) => VehicleWork.Of(
            Monday, truck.Id, VehicleLimits.Default, truck.Visits().Select(v => v.Visit), rows);

        Assert.Equal(new VehicleWork(2, 2, 7_600), Of([.. truck.Weighings, .. others]));
        Assert.Equal(new VehicleWork(2, 0, 0), Of(others));
        Assert.Equal(
            new VehicleWork(2, 1, null), Of([truck.Weighings[0] with { NetKg = null, GrossKg = null }]));
    }

    [Fact]
    public void A_sweeper_brings_nothing_to_a_scale() => Assert.Null(VehicleLoads.Compute(
        Harbour.City, Harbour.Places, Harbour.City.Vehicles[new("sweeper-1")], Monday,
        new LoadEvidence([], [], [], []), null));

    static WeighingRow Row(
        string ticket, string? vehicle, string at = "2026-03-02T09:00", string facility = "gate") => new(
        new(facility), Material.Fecal, "-", ticket, At(at), null, null, 500, null,
        vehicle is null ? null : new VehicleId(vehicle));

    static LoadBalance Balance(LocalDay day, params Truck[] trucks) => LoadBalance.Compute(
        Harbour.City, day, Material.Fecal, trucks.Select(t => Loads(day, t, null)),
        [.. trucks.SelectMany(t => t.Weighings)], trucks.SelectMany(t => t.Visits()));

    static WeighedDay Weighed(LocalDay day, params Truck[] trucks) => WeighedDay.Compute(
        Harbour.City, day.Date, day.StartMs, day.EndMs, trucks.SelectMany(t => t.Weighings));

    static VehicleLoads Loads(
        LocalDay day, Truck truck, OpenLoad? entry, IReadOnlyCollection<WeighingRow>? weighings = null)
    {
        var hours = truck.Hours().Where(h => h.Hour.StartMs < day.EndMs).ToArray();
        return VehicleLoads.Compute(
            Harbour.City, Harbour.Places, Harbour.City.Vehicles[truck.Id], day,
            new LoadEvidence(
                [.. hours.SelectMany(h => h.Visits)], [.. hours[^1].Exit.Visits.Inside.Select(v => v.SoFar)],
                [.. hours.SelectMany(h => h.Stops)], weighings ?? truck.Weighings), entry)!;
    }

    sealed class Truck
    {
        readonly Drive _drive = new Drive("2026-03-02T06:00").Saying(p => p with { Ignition = true, Working = false });
        readonly bool _tellsLoad;

        public Truck(string id, bool tellsLoad = true)
        {
            (Id, _tellsLoad) = (new(id), tellsLoad);
            Carry(0);
            _drive.Fix().Stand(TimeSpan.FromMinutes(5));
        }

        public VehicleId Id { get; }

        public List<WeighingRow> Weighings { get; } = [];

        public long LetGoMs { get; private set; }

        public Truck Collect(double lat, double kg) => Go(lat).Work(12).Carry(kg);

        public Truck LetGo(double lat)
        {
            Go(lat);
            LetGoMs = _drive.NowMs;
            return Work(6).Carry(0);
        }

        public Truck Deliver(double kg, string? ticket)
        {
            Go(Gate);
            _drive.Stand(TimeSpan.FromMinutes(2));
            if (ticket is not null)
            {
                Weighings.Add(new WeighingRow(
                    GateId, Material.Fecal, "-", ticket, _drive.NowMs, 7_400 + kg, 7_400, null, null, Id));
            }
            return Work(6).Carry(0);
        }

        public Truck Home()
        {
            Go(Depot);
            _drive.Stand(TimeSpan.FromMinutes(30));
            return this;
        }

        public Truck WaitUntil(string local)
        {
            _drive.Wait((At(local) - _drive.NowMs) / 1_000.0);
            return this;
        }

        public IReadOnlyList<VehicleHour> Hours() => VehicleHours.FromScratch(
            Shanghai, VehicleRules.Of(Harbour.City, Harbour.City.Vehicles[Id], Harbour.Places), _drive.Pings);

        public IEnumerable<VehicleVisit> Visits() =>
            Hours().SelectMany(h => h.Visits).Select(v => new VehicleVisit(Id, v));

        Truck Go(double lat)
        {
            _drive.ToLat(lat);
            return this;
        }

        Truck Work(int minutes)
        {
            _drive.Saying(p => p with { Working = true }).Stand(TimeSpan.FromMinutes(minutes))
                .Saying(p => p with { Working = false });
            return this;
        }

        Truck Carry(double kg)
        {
            if (_tellsLoad) _drive.Saying(p => p with { LoadKg = kg });
            return this;
        }
    }
}
