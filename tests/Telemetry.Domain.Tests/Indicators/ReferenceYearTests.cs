using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Registry;

namespace Telemetry.Domain.Tests.Indicators;

/// <summary>The shipped city at full load through 2009 gives the published rates, and not by being constant.</summary>
public sealed class ReferenceYearTests
{
    private static readonly DateOnly March31 = new(2009, 3, 31);
    private static readonly DateOnly April = new(2009, 4, 1);
    private static readonly DateOnly July = new(2009, 7, 1);

    [Fact]
    public void Every_month_is_that_of_the_table()
    {
        var year = new ReferenceYear();
        var days = ReferenceYear.Days.SelectMany(d => Rates.Compute(year.Figures(d))).ToList();
        var months = Enumerable.Range(1, 12).SelectMany(m => RateMonth.Compute(
            year.City, new LocalMonth(2009, m), days.Select(d => (d, DayState.Final)), [])).ToList();
        var rows = ReferenceYear.Table().ToList();

        Assert.Equal(60, rows.Count);
        foreach (var row in rows)
        {
            var month = months.Single(m => m.Month.Month == row.Month && m.Indicator == row.Indicator
                && m.Basis == row.Basis && m.Scope is null);
            var where = $"{row.Month} {row.Indicator} {row.Basis}";
            Near(row.Numerator, month.Numerator, where);
            Near(row.Denominator, month.Denominator, where);
            Assert.True(Math.Abs(row.Percent - 100 * month.Rate!.Value) < 1e-6, where);
            Assert.Equal(row.Percent > 100, month.Flags.HasFlag(RateFlags.AboveWhole));
            Assert.Equal(month.Month.Length, month.DaysCounted);
            Assert.Equal(month.Month.Length, month.Counts.Final);
        }
        // The city's lines of the table are all that there are.
        Assert.Equal(rows.Count, months.Count(m => m.Scope is null));
    }

    [Fact]
    public void The_official_rate_of_sewage_goes_from_40_percent_to_65_with_its_network()
    {
        var year = new ReferenceYear();

        double? Official(DateOnly day) => Rates.Compute(year.Figures(day))
            .Single(r => r.Kind == IndicatorKind.SewageTreatmentRate && r.Scope is null && r.Official).Rate;

        Assert.Equal(0.4, Official(new(2009, 1, 1)));
        Assert.Equal(0.4, Official(March31));
        Assert.Equal(0.525, Official(April));
        Assert.Equal(0.525, Official(new(2009, 6, 30)));
        Assert.Equal(0.65, Official(July));
        Assert.Equal(0.61, Official(new(2009, 9, 10)));
        Assert.Equal(0.65, Official(new(2009, 9, 11)));
    }

    [Fact]
    public void Three_denominators_give_three_rates_and_only_the_one_above_100_percent_is_flagged()
    {
        var rates = Rates.Compute(new ReferenceYear().Figures(July))
            .Where(r => r.Kind == IndicatorKind.SewageTreatmentRate && r.Scope is null).ToList();

        Assert.Equal(["declared", "declared-domestic", "estimated"], rates.Select(r => r.Basis));
        Assert.Equal([65, 144, 100], rates.Select(r => Math.Round(100 * r.Rate!.Value)));
        Assert.Equal([false, true, false], rates.Select(r => r.Flags.HasFlag(RateFlags.AboveWhole)));
        Assert.Equal([true, false, false], rates.Select(r => r.Official));
        Assert.Equal([100_000, 45_000, 65_000], rates.Select(r => r.Denominator));
        Assert.All(rates, r => Assert.Equal(65_000, r.Numerator));
        Assert.Equal([null, null, 0.5], rates.Select(r => r.Coefficient));
        Assert.Equal(3, rates.Select(r => r.Version).Distinct().Count());
        Assert.Equal([true, true, true], rates.Select(r => r.TargetMet));
    }

    [Fact]
    public void Linchengs_load_is_undefined_until_it_is_connected()
    {
        var year = new ReferenceYear();

        foreach (var day in ReferenceYear.Days.Where(d => d < April))
        {
            var idle = year.Plant("lincheng", day);
            Assert.Null(idle.Load);
            Assert.Null(idle.TreatedM3);
            Assert.Equal("not_connected", idle.LoadReason.ToString());
            Assert.Equal(0, idle.ProcessedM3);
            Assert.Equal(1, idle.Completeness);
        }
        Assert.Equal(1, year.Plant("lincheng", April).Load);
        Assert.Equal(12_500, year.Plant("lincheng", April).CapacityM3);
        Assert.Equal(1, year.Plant("lincheng", July).Load);
        Assert.Equal(25_000, year.Plant("lincheng", July).CapacityM3);
    }

    [Fact]
    public void A_month_of_lincheng_without_its_network_has_no_load()
    {
        var year = new ReferenceYear();
        PlantMonth Month(int month) => PlantMonth.Compute(
            year.City.Plants[new PlantId("lincheng")], new LocalMonth(2009, month),
            new LocalMonth(2009, month).Days.Select(d => (year.Plant("lincheng", d), DayState.Final)), []);

        var (march, april) = (Month(3), Month(4));

        Assert.Null(march.Load);
        Assert.Null(march.TreatedM3);
        Assert.Equal("not_connected", march.Reason.ToString());
        Assert.Equal(30 * 12_500, april.TreatedM3);
        Assert.Equal(1, april.Load);
    }

    [Fact]
    public void A_plant_without_a_design_capacity_has_no_load_and_says_why()
    {
        var fecal = new ReferenceYear().Plant("xincheng-fecal", July);

        Assert.Null(fecal.Load);
        Assert.Equal("capacity_unknown", fecal.LoadReason.ToString());
        Assert.Equal(60, fecal.TreatedM3);
    }

    [Fact]
    public void Until_April_one_fecal_plant_serves_three_districts_by_its_shares()
    {
        var figures = new ReferenceYear().Figures(March31);

        RateDay Fecal(DistrictId? scope) => Rates.Compute(figures)
            .Single(r => r.Kind == IndicatorKind.FecalHarmlessRate && r.Scope == scope);

        Near(45, Fecal(ReferenceYear.Dinghai).Numerator, "dinghai");
        Near(35, Fecal(ReferenceYear.Putuo).Numerator, "putuo");
        Near(20, Fecal(ReferenceYear.Xincheng).Numerator, "xincheng");
        Assert.Equal(135, Fecal(ReferenceYear.Dinghai).Denominator);
        Assert.Equal(105, Fecal(ReferenceYear.Putuo).Denominator);
        Assert.Equal(60, Fecal(ReferenceYear.Xincheng).Denominator);
        Assert.Null(Fecal(null).Target);
    }

    [Fact]
    public void A_district_without_a_definition_has_no_rate_and_says_why()
    {
        var rate = Rates.Compute(new ReferenceYear().Figures(July))
            .Single(r => r.Kind == IndicatorKind.SewageTreatmentRate && r.Scope == ReferenceYear.Dinghai);

        Assert.Null(rate.Rate);
        Assert.Null(rate.Denominator);
        Assert.Equal(40_000, rate.Numerator);
        Assert.Equal("no_denominator", rate.Reason.ToString());
    }

    [Fact]
    public void Fecal_gates_without_a_truck_are_flagged_where_meters_say_what_was_treated()
    {
        var year = new ReferenceYear();
        var gate = new WeighingRow(
            new("xincheng-fecal"), Material.Fecal, "-", "1", 1, null, null, 400_000, ReferenceYear.Xincheng, null);
        var weighed = WeighedDay.Compute(year.City, July, 0, 2, [gate]);

        var rate = Rates.Compute(year.Figures(July) with { Weighed = weighed })
            .Single(r => r.Kind == IndicatorKind.FecalHarmlessRate && r.Scope is null);

        Assert.Equal(0.75, rate.Rate);
        Assert.Equal(RateFlags.SilentGates, rate.Flags);
        Assert.Equal(1, rate.Completeness);
    }

    [Fact]
    public void The_landfills_garbage_is_counted_in_tonnes_and_the_incinerators_only_as_collected()
    {
        var rate = Rates.Compute(new ReferenceYear().Figures(new(2009, 9, 3)))
            .Single(r => r.Kind == IndicatorKind.GarbageHarmlessRate && r.Scope is null);

        Assert.Equal(QuantityUnit.Tonnes, rate.Unit);
        Assert.Equal(320, rate.Numerator);
        Assert.Equal(400, rate.Denominator);
        Assert.Equal(0.8, rate.Rate);
        Assert.False(rate.TargetMet);
    }

    private static void Near(double expected, double? actual, string where) =>
        Assert.True(actual is { } value && Math.Abs(value - expected) <= 1e-9 * Math.Abs(expected),
            $"{where}: expected {expected}, got {actual}");
}
