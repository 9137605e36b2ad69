using Telemetry.Domain.Fleet;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

/// <summary>The shipped city says what the speech of 2009 says.</summary>
public sealed class ReferenceCityTests
{
    private static readonly DateOnly NewYear = new(2009, 1, 1);
    private static readonly DateOnly April = new(2009, 4, 1);
    private static readonly DateOnly July = new(2009, 7, 1);

    [Fact]
    public void The_shipped_city_has_no_errors()
    {
        var result = RegistryFile.Parse(CityFiles.ReferenceCity());

        Assert.Equal("", string.Join('\n', result.Errors));
        Assert.True(result.IsValid);
        Assert.Equal(result.Version, result.Registry.Version);
    }

    [Fact]
    public void It_has_the_seven_plants_three_territories_and_a_fleet()
    {
        var city = CreateSut();

        string[] plants = [.. city.Plants.Keys.Select(p => p.Value).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["fecal-2", "fecal-3", "incinerator", "lincheng", "sewage-1", "tuanjishan", "xincheng-fecal"], plants);
        Assert.Equal(3, city.Districts.Count);
        Assert.Equal("新城管理委员会", city.Districts[new("xincheng")].ResponsibleUnit.Zh);
        Assert.Equal(16, city.Vehicles.Count);
        Assert.Equal(40, city.CollectionPoints.Length);
        Assert.Equal(TimeSpan.FromHours(8), city.City.TimeZone.GetUtcOffset(new DateTime(2009, 7, 1)));
    }

    [Theory]
    [InlineData("2009-01-01", 40_000.0)]
    [InlineData("2009-03-31", 40_000.0)]
    [InlineData("2009-04-01", 52_500.0)]
    [InlineData("2009-06-30", 52_500.0)]
    [InlineData("2009-07-01", 65_000.0)]
    [InlineData("2026-01-01", 65_000.0)]
    public void Sewage_capacity_in_force_grows_with_the_pipe_network(string day, double expectedM3D)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd");

        var inForce = CreateSut().Plants.Values
            .Where(p => p.Kind == PlantKind.Sewage)
            .Sum(p => p.CapacityAt(date)?.InForceM3D ?? 0);

        Assert.Equal(expectedM3D, inForce);
    }

    [Fact]
    public void Lincheng_without_its_network_has_no_capacity_rather_than_zero()
    {
        var lincheng = CreateSut().Plants[new PlantId("lincheng")];

        var period = lincheng.CapacityAt(NewYear)!;

        Assert.Equal(CapacityState.BuiltNotConnected, period.State);
        Assert.Equal(25_000, period.DesignM3D);
        Assert.Null(period.InForceM3D);
    }

    [Fact]
    public void One_fecal_plant_treats_until_April_and_three_after()
    {
        var fecal = CreateSut().Plants.Values.Where(p => p.Kind == PlantKind.Fecal).ToList();

        Assert.Equal(1, fecal.Count(p => p.CapacityAt(April.AddDays(-1))!.Treats));
        Assert.Equal(3, fecal.Count(p => p.CapacityAt(April)!.Treats));
    }

    [Fact]
    public void One_capacity_gives_three_rates_by_its_denominators()
    {
        const double capacity = 40_000 + 25_000;
        var rate = CreateSut().Indicators.Single(i => i.Kind == IndicatorKind.SewageTreatmentRate);

        var percents = rate.DenominatorsAt(July)
            .Select(d => Math.Round(100 * capacity / (d.ValueM3D ?? d.SupplyM3D!.Value * d.Coefficient!.Value)));

        Assert.Equal([65, 100, 144], percents);
        Assert.Equal("declared", rate.OfficialDenominatorAt(July)!.Id);
    }

    [Fact]
    public void Targets_begin_when_the_speech_says()
    {
        var city = CreateSut();

        Target? At(IndicatorKind kind, DateOnly day) => city.Indicators.Single(i => i.Kind == kind).TargetAt(day);

        Assert.Null(At(IndicatorKind.SewageTreatmentRate, new(2009, 5, 31)));
        Assert.Equal(0.65, At(IndicatorKind.SewageTreatmentRate, July)!.Rate);
        Assert.Null(At(IndicatorKind.FecalHarmlessRate, April.AddDays(-1)));
        Assert.Equal(1, At(IndicatorKind.FecalHarmlessRate, April)!.Rate);
        Assert.Equal(1, At(IndicatorKind.GarbageHarmlessRate, NewYear)!.Rate);
    }

    [Fact]
    public void A_tracker_was_swapped_one_afternoon_in_June()
    {
        var city = CreateSut();
        var noon = new DateTimeOffset(2009, 6, 15, 12, 0, 0, TimeSpan.FromHours(8));
        var evening = noon.AddHours(6);
        var old = city.Devices[new DeviceId("861230040000017")];
        var fresh = city.Devices[new DeviceId("861230040000025")];

        Assert.Equal(new VehicleId("vacuum-1"), old.AssignmentAt(noon)!.Vehicle);
        Assert.Null(fresh.AssignmentAt(noon));
        Assert.Null(old.AssignmentAt(evening));
        Assert.Equal(new VehicleId("vacuum-1"), fresh.AssignmentAt(evening)!.Vehicle);
    }

    [Fact]
    public void Every_place_lies_within_the_outline_of_its_district()
    {
        var city = CreateSut();
        var outlines = city.Geofences.Where(g => g.Kind == GeofenceKind.District).ToDictionary(g => g.District!.Value);
        List<(string Id, DistrictId District, GeoPoint Location)> places =
        [
            .. city.CollectionPoints.Select(p => (p.Id, p.District, p.Location)),
            .. city.Facilities.Values.Select(f => (f.Id.Value, f.District, f.Location)),
            .. city.Plants.Values.Select(p => (p.Id.Value, p.District, p.Location!.Value)),
        ];

        var strays = places.Where(p => !outlines[p.District].Area.Contains(
            new NetTopologySuite.Geometries.Point(p.Location.Lon, p.Location.Lat)));

        Assert.Empty(strays);
    }

    [Fact]
    public void Every_facility_stands_within_its_own_area()
    {
        var strays = CreateSut().Facilities.Values.Where(f => !f.Area!.Contains(
            new NetTopologySuite.Geometries.Point(f.Location.Lon, f.Location.Lat)));

        Assert.Empty(strays);
    }

    [Fact]
    public void Every_point_has_a_round_of_a_vehicle_of_its_district_and_kind()
    {
        var city = CreateSut();
        var districts = city.CollectionPoints.ToDictionary(p => p.Id, p => p.District);

        var served = city.Rounds.SelectMany(r => r.Points.Select(p => (p.Point, Vehicle: city.Vehicles[r.Vehicle])));

        Assert.Equal(districts.Keys.Order(), served.Select(s => s.Point).Order());
        Assert.All(served, s => Assert.Equal(districts[s.Point], s.Vehicle.District));
        Assert.All(city.CollectionPoints, p => Assert.Equal(
            p.Kind is CollectionPointKind.Bin or CollectionPointKind.GarbageHouse
                ? VehicleKind.Compactor : VehicleKind.VacuumTruck,
            served.Single(s => s.Point == p.Id).Vehicle.Kind));
    }

    [Fact]
    public void Limits_of_a_kind_change_what_the_file_names_and_nothing_else()
    {
        var city = CreateSut();

        Assert.Equal(60, city.LimitsOf(VehicleKind.Sweeper).SpeedLimitKmh);
        Assert.Equal(
            VehicleLimits.Of(VehicleKind.Sweeper), city.LimitsOf(VehicleKind.Sweeper) with { SpeedLimitKmh = 80 });
        Assert.Same(VehicleLimits.Default, city.LimitsOf(VehicleKind.Tipper));
    }

    private static CityRegistry CreateSut() => RegistryFile.Parse(CityFiles.ReferenceCity()).Registry!;
}
