using System.Collections.Immutable;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;
using static Telemetry.Domain.Tests.Indicators.Town;

namespace Telemetry.Domain.Tests.Indicators;

public sealed class BasesInForceTests
{
    private static readonly CityRegistry City = InService().Registry();

    [Fact]
    public void An_estimate_is_the_registrys_until_supply_by_customer_class_is_declared()
    {
        // 60,000 × 0.9 + 50,000 × 0.8 = 94,000 of 110,000.
        var declared = new DeclaredFigures(
            [Supply("domestic", 60_000, 0.9), Supply("industrial", 50_000, 0.8)], []);

        var before = Find("estimated", June, null, declared);
        var after = Find("estimated", July, null, declared);

        Assert.Equal(65_000, before.FigurePerDay);
        Assert.Equal(0.5, before.Coefficient);
        Assert.Empty(before.Classes);
        Assert.Equal(94_000, after.FigurePerDay!.Value, 1e-6);
        Assert.Equal(94_000 / 110_000.0, after.Coefficient!.Value, 1e-12);
        Assert.Equal(["domestic", "industrial"], after.Classes.Select(c => c.CustomerClass));
        Assert.False(after.Official);
    }

    [Fact]
    public void Of_one_class_the_figure_that_began_last_holds()
    {
        var declared = new DeclaredFigures(
            [Supply("domestic", 60_000, 0.9), Supply("domestic", 70_000, 0.9) with { From = July.AddDays(10) }], []);

        Assert.Equal(54_000, Find("estimated", July, null, declared).FigurePerDay);
        Assert.Equal(63_000, Find("estimated", July.AddDays(10), null, declared).FigurePerDay);
    }

    [Fact]
    public void A_declared_generation_replaces_the_registrys_figure_for_its_days_alone()
    {
        var declared = new DeclaredFigures([], [Generation(null, 80_000) with { Until = July.AddDays(3) }]);

        Assert.Equal(100_000, Find("declared", June, null, declared).FigurePerDay);
        Assert.Equal(80_000, Find("declared", July, null, declared).FigurePerDay);
        Assert.Equal(80_000, Find("declared", July.AddDays(2), null, declared).FigurePerDay);
        Assert.Equal(100_000, Find("declared", July.AddDays(3), null, declared).FigurePerDay);
        Assert.True(Find("declared", July, null, declared).Official);
    }

    [Fact]
    public void A_figure_of_a_district_makes_a_definition_of_its_own_official_by_the_citys_name()
    {
        var declared = new DeclaredFigures([], [Generation(North, 30_000)]);

        var own = Assert.Single(Of(July, North, declared));

        Assert.Equal(30_000, own.FigurePerDay);
        Assert.True(own.Official);
        Assert.Equal("Bureau", own.Source);
        Assert.Empty(Of(June, North, declared));
    }

    [Fact]
    public void Where_the_registry_names_another_official_definition_a_figure_stands_beside_it()
    {
        var own = Of(July, South, new DeclaredFigures([], [Generation(South, 70_000)]));

        Assert.Equal(["metered", "declared"], own.Select(d => d.Id));
        Assert.Equal([true, false], own.Select(d => d.Official));
    }

    [Fact]
    public void The_city_has_the_sum_of_figures_that_every_district_has_and_it_hasnt()
    {
        var extra = Generation(North, 30_000) with { Basis = "survey" };
        var one = new DeclaredFigures([], [extra]);
        var all = new DeclaredFigures([], [extra, extra with { Scope = South, PerDay = 50_000 }]);

        var sum = Of(July, null, all).Single(d => d.Id == "survey");

        Assert.DoesNotContain(Of(July, null, one), d => d.Id == "survey");
        Assert.Equal(80_000, sum.FigurePerDay);
        Assert.True(sum.SummedFromDistricts);
        var rate = SewageRates(Figures(City, July, Meters(20_000, 20_000), all), null)
            .Single(r => r.Basis == "survey");
        Assert.Equal(0.25, rate.Rate);
        Assert.True(rate.Flags.HasFlag(RateFlags.SummedFromDistricts));
    }

    [Fact]
    public void A_definitions_version_changes_with_anything_it_says_and_with_nothing_else()
    {
        var plain = Find("declared", July, null, DeclaredFigures.None).Version;

        Assert.Equal(plain, Find("declared", June, null, DeclaredFigures.None).Version);
        Assert.StartsWith("2009-01-01-", plain, StringComparison.Ordinal);
        string[] others =
        [
            Find("declared", July, null, new DeclaredFigures([], [Generation(null, 80_000)])).Version,
            Find("declared", July, null, new DeclaredFigures([], [Generation(null, 80_001)])).Version,
            Find("declared", July, null,
                new DeclaredFigures([], [Generation(null, 80_000) with { Source = "Other" }])).Version,
            Find("estimated", July, null, DeclaredFigures.None).Version,
        ];
        Assert.Equal(5, others.Append(plain).Distinct().Count());
    }

    [Fact]
    public void Water_supply_says_nothing_of_garbage()
    {
        var garbage = City.Indicators.Single(i => i.Kind == IndicatorKind.GarbageHarmlessRate);

        var found = BasesInForce.Of(
            City, garbage, July, null, new DeclaredFigures([Supply("domestic", 60_000, 0.9)], []));

        Assert.Equal(["collected"], found.Select(d => d.Id));
    }

    private static BasisDefinition Find(string id, DateOnly day, DistrictId? scope, DeclaredFigures declared) =>
        Of(day, scope, declared).Single(d => d.Id == id);

    private static ImmutableArray<BasisDefinition> Of(DateOnly day, DistrictId? scope, DeclaredFigures declared) =>
        BasesInForce.Of(City, City.Indicators[0], day, scope, declared);

    private static DeclaredSupply Supply(string customers, double m3D, double coefficient) =>
        new(null, customers, m3D, coefficient, July, null, "Water works");

    private static DeclaredGeneration Generation(DistrictId? scope, double perDay) =>
        new("sewage-rate", scope, perDay, July, null, "Bureau");
}
