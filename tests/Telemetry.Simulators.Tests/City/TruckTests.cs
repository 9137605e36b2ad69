using System.Text.Json;
using Telemetry.Domain.Registry;
using Telemetry.Simulators.City;
using Telemetry.Simulators.City.Fleet;

namespace Telemetry.Simulators.Tests.City;

public sealed class TruckTests
{
    private const long Day = 24 * 3_600_000L;
    private static readonly long From = TestCity.Ms("2026-03-02T00:00:00+08:00");
    private static readonly CitySimulation Sut = TestCity.CreateSut();

    [Fact]
    public void No_truck_is_ever_faster_than_90_kmh_between_two_good_fixes()
    {
        foreach (var truck in Sut.Trucks)
        {
            JsonElement? last = null;
            foreach (var fix in Fixes(truck, From, From + Day))
            {
                // Reflections say so themselves.
                if (fix.GetProperty("accuracy_m").GetDouble() > 100) continue;
                if (last is { } before)
                {
                    var seconds = (Ts(fix) - Ts(before)) / 1000.0;
                    var kmh = Earth.Metres(Place(before), Place(fix)) / seconds * 3.6;
                    Assert.True(kmh <= 90, $"{truck.Name} at {Ts(fix)}: {kmh} km/h");
                }
                last = fix;
            }
        }
    }

    [Fact]
    public void Reflections_are_rare_and_there_are_some()
    {
        var all = Sut.Trucks.SelectMany(static truck => Fixes(truck, From, From + Day)).ToList();
        var jumps = all.Count(static fix => fix.GetProperty("accuracy_m").GetDouble() > 100);

        Assert.InRange(jumps, 1, all.Count / 200);
    }

    [Fact]
    public void The_odometer_counts_what_is_driven_and_never_falls()
    {
        foreach (var truck in Sut.Trucks)
        {
            var fixes = Fixes(truck, From, From + 2 * Day).ToList();
            for (var i = 1; i < fixes.Count; i++)
                Assert.True(Odometer(fixes[i]) >= Odometer(fixes[i - 1]), $"{truck.Name} at {Ts(fixes[i])}");

            var first = Sut.Trucks.Single(t => t.Name == truck.Name).Day(DayOf(From)).LengthM / 1000;
            var second = truck.Day(DayOf(From) + 1).LengthM / 1000;
            Assert.Equal(first + second, Odometer(fixes[^1]) - Odometer(fixes[0]), 0.05);
        }
    }

    [Fact]
    public void Every_day_begins_and_ends_at_the_depot_within_the_local_day()
    {
        foreach (var truck in Sut.Trucks)
        {
            for (var day = DayOf(From); day < DayOf(From) + 7; day++)
            {
                var plan = truck.Day(day);
                if (plan.Legs.Count == 0) continue;
                var start = From + (day - DayOf(From)) * Day;
                Assert.InRange(plan.Legs[0].StartMs, start, start + Day);
                Assert.InRange(plan.Legs[^1].EndMs, start, start + Day);
                Assert.True(Earth.Metres(plan.Home, plan.Legs[0].Road.At(0)) < 1);
                Assert.True(Earth.Metres(plan.Home, plan.Legs[^1].Road.At(plan.Legs[^1].UntilM)) < 10);
            }
        }
    }

    [Fact]
    public void At_nearly_every_hour_something_is_on_the_road()
    {
        var days = Sut.Trucks.Select(static truck => truck.Day(DayOf(From))).ToList();

        // Of 48 half hours; a day off here and there leaves a hole in the night.
        var busy = Enumerable.Range(0, 48).Count(
            half => days.Any(day => day.At(From + (half * Day / 48)) is { EngineOn: true }));

        Assert.InRange(busy, 40, 48);
    }

    [Fact]
    public void Legs_follow_one_another_in_time_and_place()
    {
        var legs = Sut.Trucks.Select(static truck => truck.Day(DayOf(From))).SelectMany(
            static day => day.Legs.Zip(day.Legs.Skip(1)));

        Assert.All(legs, static pair =>
        {
            Assert.Equal(pair.First.EndMs, pair.Second.StartMs);
            var apart = Earth.Metres(pair.First.Road.At(pair.First.UntilM), pair.Second.Road.At(pair.Second.FromM));
            Assert.True(apart < 6, $"{apart} m apart");
        });
    }

    [Fact]
    public void A_vehicle_has_one_day_off_a_week()
    {
        Assert.All(Sut.Trucks, static truck =>
            Assert.Equal(1, Enumerable.Range(DayOf(From), 7).Count(day => truck.Day(day).Legs.Count == 0)));
    }

    [Fact]
    public void Weighings_happen_at_the_facility_while_the_truck_stands_there()
    {
        var weighings =
            Sut.Trucks.SelectMany(truck => Week(truck).SelectMany(day => day.Weighings.Select(w => (day, w)))).ToList();

        Assert.NotEmpty(weighings);
        Assert.All(weighings, static pair =>
        {
            var leg = pair.day.At(pair.w.AtMs)!.Value;
            Assert.True(leg.Stands);
            var facility = TestCity.Reference.Facilities[pair.w.Facility];
            Assert.True(Earth.Metres(facility.Location, leg.Road.At(leg.FromM)) < 10);
        });
    }

    [Fact]
    public void Tickets_never_repeat_and_no_two_weighings_share_an_instant()
    {
        var weighings = Sut.Trucks.SelectMany(static truck => Week(truck)).SelectMany(static day => day.Weighings)
            .ToList();

        Assert.Equal(weighings.Count, weighings.Select(static w => w.Ticket).Distinct().Count());
        Assert.Equal(
            weighings.Count, weighings.Select(static w => (w.Facility, w.Material, w.AtMs)).Distinct().Count());
    }

    [Fact]
    public void Each_kind_brings_its_material_to_a_place_that_is_open()
    {
        foreach (var truck in Sut.Trucks)
        {
            var kind = TestCity.Reference.Vehicles[new(truck.Name)].Kind;
            foreach (var weighing in Week(truck).SelectMany(static day => day.Weighings))
            {
                var (material, place) = kind == VehicleKind.VacuumTruck
                    ? ("fecal", FacilityKind.FecalPlant)
                    : ("garbage", FacilityKind.Landfill);
                Assert.Equal(material, weighing.Material);
                Assert.Equal(place, TestCity.Reference.Facilities[weighing.Facility].Kind);
                Assert.InRange(weighing.GrossKg - weighing.TareKg, 1_000, 9_000);
            }
        }
    }

    [Fact]
    public void Before_april_2009_only_the_one_fecal_plant_in_service_is_visited()
    {
        var day = DayOf(TestCity.Ms("2009-03-10T12:00:00+08:00"));
        var visited = Sut.Trucks.SelectMany(truck => Enumerable.Range(day, 7).SelectMany(d => truck.Day(d).Weighings))
            .Where(static w => w.Material == "fecal").Select(static w => w.Facility.Value).Distinct();

        Assert.Equal(["xincheng-fecal"], visited);
    }

    [Fact]
    public void There_is_no_fix_in_a_tunnel()
    {
        var found = false;
        foreach (var truck in Sut.Trucks)
        {
            foreach (var leg in truck.Day(DayOf(From)).Legs)
            {
                if (leg.Road.Tunnel is not { } tunnel || leg.Stands) continue;
                var inside = Enumerable.Range(0, (int)((leg.EndMs - leg.StartMs) / 1000))
                    .Select(second => leg.StartMs + second * 1000L)
                    .Where(ms => leg.At(ms).Metres is var metres && metres > tunnel.FromM && metres < tunnel.UntilM)
                        .ToList();
                if (inside.Count == 0) continue;
                found = true;
                Assert.Empty(Fixes(truck, inside[0], inside[^1] + 1));
            }
        }
        Assert.True(found, "no truck went through a tunnel");
    }

    [Fact]
    public void Once_a_month_a_tracker_is_swapped_and_says_nothing_meanwhile()
    {
        var truck = Sut.Trucks[0];
        var swap = truck.Swaps.Of(From)!.Value;

        Assert.InRange(swap.UntilMs - swap.FromMs, 25 * 60_000, 45 * 60_000);
        Assert.Empty(Fixes(truck, swap.FromMs, swap.UntilMs));
    }

    [Fact]
    public void Trackers_speak_under_their_own_id_from_the_day_they_are_assigned()
    {
        var sut = TestCity.CreateSut(static options => options.SpeakAsTrackers = true);
        var truck = sut.Trucks.Single(static t => t.Name == "vacuum-1");
        var swap = TestCity.Ms("2009-06-15T14:00:00+08:00");

        var topics = truck.Between(swap - 2 * Day, swap + 2 * Day, Cadence.History)
            .Where(static message => message.Topic.EndsWith("/position", StringComparison.Ordinal))
            .GroupBy(static message => message.Topic)
            .ToDictionary(
                static group => group.Key, static group => (group.Min(m => m.TimeMs), group.Max(m => m.TimeMs)));

        Assert.Equal(2, topics.Count);
        Assert.True(topics["sanitation/vehicles/861230040000017/position"].Item2 < swap);
        Assert.True(topics["sanitation/vehicles/861230040000025/position"].Item1 >= swap);
    }

    private static IEnumerable<TruckDay> Week(TruckTracker truck) => Enumerable.Range(DayOf(From), 7).Select(truck.Day);

    private static int DayOf(long ms) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromHours(8)).DateTime)
            .DayNumber
        - LocalDays.First.DayNumber;

    private static IEnumerable<JsonElement> Fixes(TruckTracker truck, long from, long until) => truck
        .Between(from, until, Cadence.Live)
        .Where(static message => message.Topic.EndsWith("/position", StringComparison.Ordinal))
        .Select(static message => JsonDocument.Parse(message.Json).RootElement);

    private static long Ts(JsonElement fix) => fix.GetProperty("ts").GetInt64();

    private static double Odometer(JsonElement fix) => fix.GetProperty("odometer_km").GetDouble();

    private static GeoPoint Place(JsonElement fix) =>
        new(fix.GetProperty("lat").GetDouble(), fix.GetProperty("lon").GetDouble());
}
