using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

public sealed class PlantDayTests
{
    [Fact]
    public void Treated_is_the_volume_of_the_meter_that_the_registry_names()
    {
        var day = Day(InService().Registry(), July, Meters(influent: 21_000, effluent: 20_000, bypass: 500));

        Assert.Equal(20_000, day.TreatedM3);
        Assert.Equal(20_000, day.ProcessedM3);
        Assert.Equal(0.8, day.Load);
        Assert.Equal(500, day.BypassM3);
        Assert.Equal(21_500, day.GeneratedM3);
        Assert.Equal(PlantChecks.None, day.Checks);
        Assert.True(day.Reason.IsNone);
    }

    [Fact]
    public void Parallel_meters_are_added_up_and_none_may_be_missing()
    {
        var city = InService().With("plants/0/meters/3",
            """{ "id": "effluent-2", "name": "Out 2", "role": "effluent", "interval": "5m", "treated": true }""")
            .Registry();
        MeterDay[] one = Meters(20_000, 12_000);

        var whole = Day(city, July, [.. one, Meter(new("effluent-2"), 7_000, coverage: 0.5)]);
        var half = Day(city, July, one);

        Assert.Equal(19_000, whole.TreatedM3);
        Assert.Equal(0.5, whole.Completeness);
        Assert.Null(half.TreatedM3);
        Assert.Null(half.Load);
        Assert.Equal(12_000, half.ReportedM3);
        Assert.Equal(0, half.Completeness);
        Assert.Equal("meter_missing:effluent-2", half.Reason.ToString());
        Assert.Equal([new MissingMeter(Sewage, new("effluent-2"))], half.Missing);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(double.NaN, true)]
    [InlineData(20_000.0, false)]
    public void A_volume_that_is_not_valid_is_missing_rather_than_zero(double? volume, bool valid)
    {
        var day = Day(InService().Registry(), July, [new MeterDay(Effluent, volume, 0, 1, valid)]);

        Assert.Null(day.TreatedM3);
        Assert.Null(day.ProcessedM3);
        Assert.Equal("meter_missing:effluent", day.Reason.ToString());
    }

    [Fact]
    public void A_known_nothing_is_zero()
    {
        var day = Day(InService().Registry(), July, Meters(0, 0));

        Assert.Equal(0, day.TreatedM3);
        Assert.Equal(0, day.Load);
        Assert.Equal(0, day.CompliantM3);
    }

    [Theory]
    [InlineData("built_not_connected", "not_connected")]
    [InlineData("planned", "planned")]
    [InlineData("suspended", "suspended")]
    public void A_plant_that_treats_nothing_has_no_load_and_what_its_meters_say_is_in_no_rate(
        string state, string reason)
    {
        var city = new SmallCityOf(state).Registry;

        var day = Day(city, June, Meters(100, 90));
        var silent = Day(city, June, []);

        Assert.Null(day.Load);
        Assert.Equal(reason, day.LoadReason.ToString());
        Assert.Equal(90, day.TreatedM3);
        Assert.Equal(0, day.ProcessedM3);
        Assert.Equal(PlantChecks.TreatsWhileNotInService, day.Checks);
        Assert.Null(silent.TreatedM3);
        Assert.Equal(0, silent.ProcessedM3);
        Assert.Equal(reason, silent.Reason.ToString());
        Assert.Empty(silent.Missing);
    }

    [Fact]
    public void Before_its_first_period_a_plant_is_not_registered()
    {
        var day = Day(InService().Registry(), new DateOnly(2008, 12, 31), []);

        Assert.Null(day.State);
        Assert.Equal("not_registered", day.Reason.ToString());
    }

    [Fact]
    public void Load_is_not_clamped_and_above_three_asks_for_the_unit()
    {
        var city = InService().Registry();

        var three = Day(city, July, Meters(75_000, 75_000));
        var four = Day(city, July, Meters(100_000, 100_000));

        Assert.Equal(3, three.Load);
        Assert.Equal(PlantChecks.None, three.Checks);
        Assert.Equal(4, four.Load);
        Assert.Equal(PlantChecks.UnitError, four.Checks);
    }

    [Theory]
    [InlineData(16_000, 1, PlantChecks.None)]
    [InlineData(15_999, 1, PlantChecks.InfluentAgainstEffluent)]
    [InlineData(24_001, 1, PlantChecks.InfluentAgainstEffluent)]
    [InlineData(10_000, 0.5, PlantChecks.None)]
    public void Effluent_is_held_against_influent_where_both_cover_the_day(
        double effluent, double coverage, PlantChecks expected)
    {
        var day = Day(InService().Registry(), July,
            [Meter(Influent, 20_000), Meter(Effluent, effluent, coverage)]);

        Assert.Equal(expected, day.Checks);
    }

    [Fact]
    public void Without_its_bypass_meter_what_arrived_is_unknown_but_not_what_was_treated()
    {
        var day = Day(InService().Registry(), July, Meters(20_000, 20_000, bypass: null));

        Assert.Null(day.BypassM3);
        Assert.Null(day.GeneratedM3);
        Assert.Equal(0, day.GeneratedCompleteness);
        Assert.Equal(20_000, day.TreatedM3);
        Assert.Equal(1, day.Completeness);
    }

    [Fact]
    public void A_volume_across_days_names_its_meter_and_where_it_began()
    {
        var day = Day(InService().Registry(), July,
        [
            Meter(Effluent, 9_000) with { UndistributedM3 = 11_000, GapFrom = new DateOnly(2009, 6, 29) },
            Meter(Influent, 9_000) with { UndistributedM3 = 12_000 },
        ]);

        Assert.Equal([new MeterGap(Sewage, Effluent, new(2009, 6, 29), July, 11_000)], day.Gaps);
        Assert.Equal(11_000, day.UndistributedM3);
        Assert.Equal(9_000, day.TreatedM3);
    }

    [Fact]
    public void A_plant_without_meters_is_weighed()
    {
        var city = InService().With("materials", """[{ "material": "fecal", "density_kgm3": 1200 }]""").Registry();
        PlantDay Of(params WeighingRow[] rows) => PlantDay.Compute(
            city, city.Plants[Fecal], July, [], WeighedDay.Compute(city, July, 0, 1_000, rows), []);

        var busy = Of(Weighing("a", 7_000, 1), Weighing("b", 5_000, 2));
        var declared = Of(Weighing("none today", 0, 3));
        var silent = Of();

        Assert.Equal(12, busy.TreatedT);
        Assert.Equal(10, busy.TreatedM3);
        Assert.Equal(12, busy.ProcessedT);
        Assert.Equal(1, busy.Completeness);
        Assert.Equal(0, declared.TreatedM3);
        Assert.Null(silent.TreatedM3);
        Assert.Equal("nothing_weighed", silent.TreatedReason.ToString());
        Assert.Equal(0, silent.Completeness);
    }

    private sealed class SmallCityOf(string state)
    {
        public CityRegistry Registry { get; } =
            InService().With("plants/0/capacity/0/state", $"\"{state}\"").Registry();
    }
}
