using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>
/// The small city: declared (official) and estimated for the city, metered for the south; a quarter of the plant serves
/// the north until July, three quarters the south.
/// </summary>
public sealed class RatesTests
{
    private static readonly CityRegistry City = InService().Registry();

    [Fact]
    public void A_plant_of_two_districts_counts_by_its_shares_of_the_day()
    {
        var june = SewageRates(Figures(City, June, Meters(21_000, 20_000)), South).Single();
        var july = SewageRates(Figures(City, July, Meters(21_000, 20_000)), South).Single();

        Assert.Equal(15_000, june.Numerator);
        Assert.Equal(15_750, june.Denominator);
        Assert.Equal(15_000 / 15_750.0, june.Rate);
        // From July on the plant is the north's alone: nothing comes from the south, and of nothing there is no rate.
        Assert.Equal(0, july.Numerator);
        Assert.Equal(0, july.Denominator);
        Assert.Null(july.Rate);
        Assert.Equal("denominator_zero", july.Reason.ToString());
    }

    [Fact]
    public void Bypass_is_generated_and_not_treated()
    {
        var rate = SewageRates(Figures(City, June, Meters(20_000, 20_000, bypass: 5_000)), South).Single();

        Assert.Equal("metered", rate.Basis);
        Assert.Equal(0.8, rate.Rate);
    }

    [Fact]
    public void An_unknown_volume_makes_the_rate_unknown_and_says_where()
    {
        var rates = SewageRates(Figures(City, June, Meters(20_000, null)), null).ToList();

        Assert.Equal(["declared", "estimated"], rates.Select(r => r.Basis));
        Assert.All(rates, r =>
        {
            Assert.Null(r.Rate);
            Assert.Null(r.Numerator);
            Assert.NotNull(r.Denominator);
            Assert.Null(r.TargetMet);
            Assert.Equal(0, r.Completeness);
            Assert.Equal("meter_missing:sewage-1/effluent", r.Reason.ToString());
        });
    }

    [Fact]
    public void A_plant_that_was_left_out_is_unknown_and_not_absent()
    {
        var figures = new DayFigures(
            City, June, new Dictionary<PlantId, PlantDay>(), WeighedDay.Empty(City, June), DeclaredFigures.None);

        Assert.All(SewageRates(figures, null), r => Assert.Null(r.Rate));
    }

    [Fact]
    public void An_unknown_bypass_makes_only_the_metered_denominator_unknown()
    {
        var figures = Figures(City, June, Meters(20_000, 20_000, bypass: null));

        var metered = SewageRates(figures, South).Single();

        Assert.Null(metered.Rate);
        Assert.Equal(15_000, metered.Numerator);
        Assert.Equal("meter_missing:sewage-1", metered.Reason.ToString());
        Assert.All(SewageRates(figures, null), r => Assert.NotNull(r.Rate));
    }

    [Fact]
    public void A_rate_is_as_complete_as_the_least_complete_of_what_it_needs()
    {
        MeterDay[] meters = [Meter(Influent, 20_000, 0.5), Meter(Effluent, 20_000, 0.75), Meter(Bypass, 0)];
        var figures = Figures(City, June, meters);

        Assert.Equal(0.5, SewageRates(figures, South).Single().Completeness);
        Assert.All(SewageRates(figures, null), r => Assert.Equal(0.75, r.Completeness));
    }

    [Fact]
    public void The_compliant_rate_stands_beside_the_processed_one()
    {
        RateDay Of(params QualityMean[] means)
        {
            var day = Day(City, June, Meters(20_000, 20_000), means);
            return SewageRates(new DayFigures(
                City, June, new Dictionary<PlantId, PlantDay> { [Sewage] = day }, WeighedDay.Empty(City, June),
                DeclaredFigures.None), null).First();
        }

        var good = Of(new QualityMean(Outlet, "cod_mgl", 50), new QualityMean(Outlet, "ph", 7));
        var bad = Of(new QualityMean(Outlet, "cod_mgl", 70), new QualityMean(Outlet, "ph", 7));
        var unknown = Of();

        Assert.Equal(0.2, good.Rate);
        Assert.Equal(0.2, good.CompliantRate);
        Assert.Equal(0.2, bad.Rate);
        Assert.Equal(0, bad.CompliantRate);
        Assert.Equal(0.2, unknown.Rate);
        Assert.Null(unknown.CompliantRate);
    }

    [Fact]
    public void A_district_is_held_to_its_own_target_or_else_to_the_citys()
    {
        var figures = Figures(City, July, Meters(70_000, 70_000));

        Assert.Equal(0.65, SewageRates(figures, null).First().Target!.Rate);
        Assert.True(SewageRates(figures, null).First().TargetMet);
        Assert.Equal(0.7, SewageRates(figures, North).First().Target!.Rate);
        Assert.Equal(0.65, SewageRates(figures, South).First().Target!.Rate);
    }

    [Fact]
    public void Every_indicator_has_a_line_for_the_city_and_each_district()
    {
        var rates = Rates.Compute(Figures(City, June, Meters(20_000, 20_000)));

        Assert.Equal(
            [
                "sewage-rate city declared", "sewage-rate city estimated", "sewage-rate north declared",
                "sewage-rate south metered", "garbage-rate city collected", "garbage-rate north collected",
                "garbage-rate south collected",
            ],
            rates.Select(r => $"{r.Indicator} {r.ScopeName} {r.Basis}"));
        Assert.Equal("no_denominator", rates[2].Reason.ToString());
        Assert.Equal("nothing_weighed", rates[4].Reason.ToString());
    }

    [Fact]
    public void A_landfill_whose_gate_weighed_nothing_makes_the_numerator_unknown()
    {
        var city = WithLandfills();
        var weighed = WeighedDay.Compute(city, July, 0, 1_000,
            [Weighing("1", 9_000, 1, Material.Garbage, new("tip-1"), North), Weighing("2", 0, 2)]);

        var rate = Rates.Compute(Figures(city, July, [], weighed: weighed))
            .Single(r => r.Indicator == "garbage-rate" && r.Scope is null);

        // The silent landfill may have had loads that its scale didn't send.
        Assert.Null(rate.Numerator);
        Assert.Equal(9, rate.Denominator);
        Assert.Equal("nothing_weighed:tip-2", rate.Reason.ToString());
        Assert.Equal(RateFlags.SilentGates, rate.Flags);
        Assert.Equal(0, rate.Completeness);
    }

    [Fact]
    public void A_declared_weighing_of_nothing_makes_a_silent_gate_known()
    {
        var city = WithLandfills();
        var weighed = WeighedDay.Compute(city, July, 0, 1_000,
        [
            Weighing("1", 9_000, 1, Material.Garbage, new("tip-1"), North),
            Weighing("none", 0, 2, Material.Garbage, new("tip-2")),
        ]);

        var rate = Rates.Compute(Figures(city, July, [], weighed: weighed))
            .Single(r => r.Indicator == "garbage-rate" && r.Scope is null);

        Assert.Equal(1, rate.Rate);
        Assert.Equal(1, rate.Completeness);
    }

    private static CityRegistry WithLandfills()
    {
        var city = InService();
        for (var i = 1; i <= 2; i++)
        {
            city.With($"plants/{i + 1}",
                $$"""
                {
                  "id": "tip-{{i}}", "kind": "landfill", "name": "Tip", "district": "north",
                  "capacity": [{ "from": "2009-01-01", "state": "in_service" }]
                }
                """);
            city.With($"facilities/{i + 1}",
                $$"""
                {
                  "id": "tip-{{i}}", "kind": "landfill", "name": "Tip", "district": "north", "plant": "tip-{{i}}",
                  "location": { "lat": 30.0, "lon": 122.1 }
                }
                """);
        }
        return city.Registry();
    }
}
