using System.Collections.Frozen;
using System.Text.Json;
using Telemetry.Domain.Calendar;
using Telemetry.Domain.Fleet;
using Telemetry.Domain.Fleet.Loads;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Fleet.Rounds;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using Telemetry.Simulators.City;
using Telemetry.Simulators.City.Fleet;

namespace Telemetry.Simulators.Tests.City;

/// <summary>The simulated trucks of a Monday, judged by the rules of the fleet against what was planned.</summary>
public sealed class SimulatedFleetDayTests
{
    private static readonly CitySimulation Sut = TestCity.CreateSut();
    private static readonly CityCalendar Calendar = new(TestCity.Reference.City);
    private static readonly LocalDay Monday = Calendar.Day(new DateOnly(2026, 3, 2));

    // One whose tracker is swapped that day says nothing for half an hour, and rightly isn't believed.
    private static readonly TruckTracker[] Trucks =
    [
        .. Sut.Trucks.Where(truck => truck.Day(DayOf(Monday)).Legs.Count > 0
            && !Enumerable.Range(0, 24 * 60).Any(minute => truck.Swaps.IsDown(Monday.StartMs + minute * 60_000L))),
    ];

    [Fact]
    public void What_is_driven_is_what_the_road_is_long()
    {
        Assert.NotEmpty(Trucks);
        Assert.All(Trucks, truck =>
        {
            var driven = Judge(truck, TestCity.Reference).Hours.Sum(h => h.Figures.Tally.DrivenM);

            // Corners are cut between fixes 15 s apart, and noise adds a little.
            Assert.InRange(driven / truck.Day(DayOf(Monday)).LengthM, 0.95, 1.03);
        });
    }

    [Fact]
    public void Every_load_is_delivered_and_every_weighing_matched()
    {
        foreach (var (material, kind) in new[]
            { (Material.Fecal, VehicleKind.VacuumTruck), (Material.Garbage, VehicleKind.Compactor) })
        {
            var balance = Balance(material, kind, TestCity.Reference);
            var planned = Trucks.Where(t => KindOf(t) == kind).SelectMany(t => t.Day(DayOf(Monday)).Weighings)
                .ToArray();

            Assert.NotEmpty(planned);
            Assert.Empty(balance.Unmatched);
            Assert.Empty(balance.Wanting);
            Assert.Equal(planned.Select(w => w.Ticket).Order(), balance.Loads.SelectMany(l => l.Tickets).Order());
            Assert.Equal(planned.Sum(w => w.GrossKg - w.TareKg), balance.MatchedKg, 1e-6);
            Assert.Equal(balance.CollectedKg!.Value, balance.MatchedKg, 1e-6);
            Assert.All(balance.Loads, load => Assert.NotEmpty(load.Points));
        }
    }

    [Fact]
    public void Loads_to_a_plant_that_is_out_of_service_are_told_apart_from_the_others()
    {
        var closed = Trucks.Where(t => KindOf(t) == VehicleKind.VacuumTruck)
            .SelectMany(t => t.Day(DayOf(Monday)).Weighings).GroupBy(w => w.Facility).OrderBy(g => g.Count()).First();
        var plant = TestCity.Reference.Facilities[closed.Key].Plant!.Value;
        var city = TestCity.Reference with
        {
            Plants = TestCity.Reference.Plants.ToFrozenDictionary(
                pair => pair.Key,
                pair => pair.Key == plant
                    ? pair.Value with
                    {
                        Capacity = [new(new DateOnly(2009, 1, 1), CapacityState.Suspended, null, null)],
                    }
                    : pair.Value),
        };

        var balance = Balance(Material.Fecal, VehicleKind.VacuumTruck, city);

        Assert.Equal(closed.Count(), balance.Count(LoadEnd.Elsewhere));
        Assert.All(balance.Wanting, load => Assert.Equal(
            new PlaceKey(PlaceKind.Facility, closed.Key.Value), load.LetGoAt));
        Assert.Equal(closed.Select(w => w.Ticket).Order(), balance.Unmatched.Select(u => u.Row.Ticket).Order());
        Assert.Equal(closed.Sum(w => w.GrossKg - w.TareKg), balance.UnmatchedKg, 1e-6);
    }

    private static LoadBalance Balance(Material material, VehicleKind kind, CityRegistry city)
    {
        var judged = Trucks.Where(t => KindOf(t) == kind).Select(t => Judge(t, city)).ToArray();
        return LoadBalance.Compute(
            city, Monday, material, judged.Select(j => j.Loads!), [.. judged.SelectMany(j => j.Weighings)],
            judged.SelectMany(j => j.Hours.SelectMany(h => h.Visits).Select(v => new VehicleVisit(j.Vehicle.Id, v))));
    }

    private static Judged Judge(TruckTracker truck, CityRegistry city)
    {
        var vehicle = city.Vehicles[new VehicleId(truck.Name)];
        var places = PlaceMap.Of(city);
        var rules = VehicleRules.Of(city, vehicle, places);
        Ping[] pings = [.. Sent(truck, "/position").Select(Ping)];
        var state = VehicleState.None;
        var hours = new List<VehicleHour>();
        foreach (var hour in Calendar.HoursOf(Monday))
        {
            var row = VehicleHour.Compute(hour, pings, state, rules);
            if (row.IsEmpty) continue;
            hours.Add(row);
            state = row.Exit;
        }
        WeighingRow[] weighings = [.. truck.Day(DayOf(Monday)).Weighings.Select(w => Row(w, vehicle.Id))];
        var loads = VehicleLoads.Compute(city, places, vehicle, Monday, new LoadEvidence(
            [.. hours.SelectMany(h => h.Visits)], [.. state.Visits.Inside.Select(v => v.SoFar)],
            [.. hours.SelectMany(h => h.Stops)], weighings), null);
        return new Judged(vehicle, hours, weighings, loads);
    }

    private static WeighingRow Row(PlannedWeighing planned, VehicleId vehicle)
    {
        Assert.True(WireNames.TryParse<Material>(planned.Material, out var material));
        return new(
            planned.Facility, material, "-", planned.Ticket, planned.AtMs, planned.GrossKg, planned.TareKg, null,
            planned.Source, vehicle);
    }

    private static Ping Ping(JsonElement fix) => new(
        fix.GetProperty("ts").GetInt64(), fix.GetProperty("lat").GetDouble(), fix.GetProperty("lon").GetDouble(),
        fix.GetProperty("speed_kmh").GetDouble(), fix.GetProperty("accuracy_m").GetDouble(),
        fix.GetProperty("ignition").GetBoolean(), fix.GetProperty("working").GetBoolean(),
        fix.GetProperty("load_kg").GetDouble());

    private static IEnumerable<JsonElement> Sent(TruckTracker truck, string topic) => truck
        .Between(Monday.StartMs, Monday.EndMs, Cadence.Live)
        .Where(message => message.Topic.EndsWith(topic, StringComparison.Ordinal))
        .Select(message => JsonDocument.Parse(message.Json).RootElement);

    private static VehicleKind KindOf(TruckTracker truck) => TestCity.Reference.Vehicles[new(truck.Name)].Kind;

    private static int DayOf(LocalDay day) => day.Date.DayNumber - LocalDays.First.DayNumber;

    private sealed record Judged(
        Vehicle Vehicle, IReadOnlyList<VehicleHour> Hours, IReadOnlyList<WeighingRow> Weighings, VehicleLoads? Loads);
}
