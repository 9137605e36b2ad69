using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Registry;

public sealed class LookupTests
{
    private static readonly DateOnly June = new(2009, 6, 30);
    private static readonly DateOnly July = new(2009, 7, 1);

    [Fact]
    public void Densities_WhereTheFileSaysNothing_AreTheDefaults()
    {
        var city = new SmallCity().With("materials", "[{ \"material\": \"garbage\", \"density_kgm3\": 500 }]")
            .Parse().Registry!;

        Assert.Equal(4, city.Densities.VolumeM3(Material.Garbage, 2_000));
        Assert.Equal(2, city.Densities.VolumeM3(Material.Fecal, 2_000));
        Assert.Equal(2, city.Densities.VolumeM3(Material.Sludge, 2_000));
    }

    [Fact]
    public void CapacityAt_BeforeTheFirstPeriod_IsUnknown()
    {
        Assert.Null(Plant().CapacityAt(new DateOnly(2008, 12, 31)));
    }

    [Fact]
    public void CapacityAt_LastDayOfAPeriodAndFirstOfTheNext_BelongToEachTheirOwn()
    {
        Assert.Equal(CapacityState.BuiltNotConnected, Plant().CapacityAt(June)!.State);
        Assert.Equal(CapacityState.InService, Plant().CapacityAt(July)!.State);
    }

    [Theory]
    [InlineData(CapacityState.Planned, false)]
    [InlineData(CapacityState.BuiltNotConnected, false)]
    [InlineData(CapacityState.PartiallyConnected, true)]
    [InlineData(CapacityState.InService, true)]
    [InlineData(CapacityState.Suspended, false)]
    public void InForce_ByState_IsTheDesignOrNothing(CapacityState state, bool treats)
    {
        var sut = new CapacityPeriod(July, state, 25_000, null);

        Assert.Equal(treats, sut.Treats);
        Assert.Equal(treats ? 25_000 : null, sut.InForceM3D);
    }

    [Fact]
    public void SharesAt_ChangesWithItsSets()
    {
        Assert.Equal([("north", 0.25), ("south", 0.75)], Shares(June));
        Assert.Equal([("north", 1.0)], Shares(July));
    }

    [Fact]
    public void SharesAt_WithoutASetForTheDay_IsItsOwnDistrict()
    {
        Assert.Equal([("north", 1.0)], Shares(new DateOnly(2008, 12, 31)));
    }

    [Fact]
    public void AssignmentAt_ItsEnd_BelongsToNobodyAnyMore()
    {
        var device = City().Devices[new("imei-1")];
        var end = new DateTimeOffset(2009, 6, 15, 14, 0, 0, TimeSpan.FromHours(8));

        Assert.Equal(new VehicleId("truck-1"), device.AssignmentAt(end.AddMilliseconds(-1))!.Vehicle);
        Assert.Null(device.AssignmentAt(end));
        Assert.Equal(new MeterId("effluent"), device.AssignmentAt(end.AddYears(10))!.Meter);
    }

    [Fact]
    public void TargetAt_DistrictWithoutItsOwn_IsHeldToTheCitys()
    {
        var sut = City().Indicators[0];

        Assert.Equal(0.5, sut.TargetAt(June)!.Rate);
        Assert.Equal(0.65, sut.TargetAt(July)!.Rate);
        Assert.Equal(0.7, sut.TargetAt(July, new DistrictId("north"))!.Rate);
        Assert.Equal(0.65, sut.TargetAt(July, new DistrictId("south"))!.Rate);
        Assert.Null(sut.TargetAt(new DateOnly(2008, 12, 31)));
    }

    [Fact]
    public void DenominatorsAt_District_TakesTheCitysRuleButNotItsFigure()
    {
        var city = City();
        var north = new DistrictId("north");

        Assert.Empty(city.Indicators[0].DenominatorsAt(July, north));
        Assert.Null(city.Indicators[0].OfficialDenominatorAt(July, north));
        Assert.Equal(DenominatorBasis.Collected, city.Indicators[1].OfficialDenominatorAt(July, north)!.Basis);
        Assert.Equal("metered", city.Indicators[0].OfficialDenominatorAt(July, new DistrictId("south"))!.Id);
    }

    [Fact]
    public void OfficialDenominatorAt_BeforeItBegins_IsUnknown()
    {
        Assert.Null(City().Indicators[0].OfficialDenominatorAt(new DateOnly(2008, 12, 31)));
    }

    private static (string District, double Share)[] Shares(DateOnly day) =>
        [.. Plant().SharesAt(day).Select(s => (s.District.Value, s.Share))];

    private static Plant Plant() => City().Plants[new("sewage-1")];

    private static CityRegistry City() => new SmallCity().Parse().Registry!;
}
