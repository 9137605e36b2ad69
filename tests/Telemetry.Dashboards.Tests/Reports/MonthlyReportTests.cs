using Telemetry.Dashboards.Reports;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>The sums, by plain arithmetic.</summary>
public sealed class MonthlyReportTests
{
    // 30 × 38,000 + 100 × (1 + … + 30), less the 7th, the 15th and the 20th as they would have been, and the 20th as it
    // was.
    private const double TreatedOfJune = 30 * 38_000.0 + 100 * 465 - 38_700 - 39_500 - 40_000 + 44_100;

    [Fact]
    public void A_plants_month_is_the_sum_of_the_days_that_have_a_figure()
    {
        var plant = JuneReport.Build().Plants.Single(plant => plant.Id == "sewage-1");

        Assert.Equal(1_112_400, TreatedOfJune);
        Assert.Equal(TreatedOfJune, plant.TreatedM3);
        Assert.Equal(28, plant.Days.WithFigure);
        Assert.Equal((30, 28, 1, 1), (plant.Days.Total, plant.Days.Final, plant.Days.FinalIncomplete, plant.Days.None));
    }

    [Fact]
    public void Load_is_a_ratio_of_sums_over_the_days_that_have_both()
    {
        var plant = JuneReport.Build().Plants.Single(plant => plant.Id == "sewage-1");

        Assert.Equal(28 * 40_000.0, plant.CapacityM3);
        Assert.Equal(28, plant.LoadDays);
        Assert.Equal(TreatedOfJune / (28 * 40_000.0), plant.Load);
    }

    [Fact]
    public void A_plant_that_is_not_connected_has_no_figure_and_no_zero()
    {
        var plant = JuneReport.Build().Plants.Single(plant => plant.Id == "new-1");

        Assert.Null(plant.TreatedM3);
        Assert.Null(plant.Load);
        Assert.Null(plant.CapacityM3);
        Assert.Equal("not_connected", plant.Reason);
        Assert.Equal(0, plant.Days.WithFigure);
    }

    [Fact]
    public void Days_and_undistributed_volume_together_are_the_meters_month()
    {
        var meter = JuneReport.Build().Plants.Single(plant => plant.Id == "sewage-1").Meters
            .Single(meter => meter.Id == "effluent");

        Assert.Equal(TreatedOfJune, meter.VolumeM3);
        Assert.Equal(39_500, meter.UndistributedM3);
        Assert.Equal(TreatedOfJune + 39_500, meter.TotalM3);
        Assert.Equal(28 / 30.0, meter.Coverage!.Value, 12);
        Assert.False(meter.EarlierGap);
    }

    [Fact]
    public void The_denominator_decides_and_above_one_hundred_per_cent_is_shown_and_marked()
    {
        var rates = JuneReport.Build().Rates;

        var official = rates.Single(rate => rate.Official);
        Assert.Equal("declared", official.Basis);
        Assert.Equal(TreatedOfJune / (28 * 100_000.0), official.Rate);
        Assert.False(official.TargetMet);
        Assert.False(official.AboveWhole);
        Assert.Equal("m³", official.Unit);
        var survey = rates.Single(rate => !rate.Official);
        Assert.Equal(TreatedOfJune / (28 * 30_000.0), survey.Rate);
        Assert.True(survey.AboveWhole);
        Assert.Null(survey.TargetMet);
        Assert.Equal((28, 30), (survey.DaysWithRate, survey.Days));
    }

    [Fact]
    public void A_day_that_nobody_computed_keeps_a_month_provisional()
    {
        Assert.Equal("provisional", JuneReport.Build().State);

        var figures = JuneReport.Figures;
        var whole = figures with
        {
            PlantDays = [.. figures.PlantDays, figures.PlantDays[0] with { Day = new(2009, 6, 7) }],
        };

        // The 15th is closed without its outlet.
        Assert.Equal("final_incomplete", MonthlyReportBuilder.Build(whole).State);
    }

    [Fact]
    public void The_versions_time_is_that_of_the_newest_record_in_it()
    {
        Assert.Equal("2009-07-01T09:30:00.0000000+08:00", JuneReport.Build().VersionAt.ToString("O"));
        var late = JuneReport.Figures with { NewestRecord = null };

        // The review of the 26th is then the newest.
        Assert.Equal("2009-06-26T08:00:00.0000000+08:00", MonthlyReportBuilder.Build(late).VersionAt.ToString("O"));
    }

    [Fact]
    public void Another_figure_is_another_version_and_another_order_is_not()
    {
        var figures = JuneReport.Figures;
        var version = MonthlyReportBuilder.Build(figures).DataVersion;
        var turned = figures with
        {
            PlantDays = [.. figures.PlantDays.Reverse()], MeterDays = [.. figures.MeterDays.Reverse()],
            RateDays = [.. figures.RateDays.Reverse()], Notes = [.. figures.Notes.Reverse()],
        };
        var other = figures with
        {
            PlantDays = [figures.PlantDays[0] with { TreatedM3 = 38_100.5 }, .. figures.PlantDays.Skip(1)],
        };

        Assert.Matches("^[0-9a-f]{12}$", version);
        Assert.Equal(version, MonthlyReportBuilder.Build(turned).DataVersion);
        Assert.NotEqual(version, MonthlyReportBuilder.Build(other).DataVersion);
    }

    [Fact]
    public void A_district_has_the_plants_that_serve_it_and_its_responsible_unit()
    {
        var report = MonthlyReportBuilder.Build(
            JuneReport.Figures with { Scope = Scope.Of(new Domain.Identifiers.DistrictId("north")) });

        Assert.Equal(["sewage-1"], report.Plants.Select(plant => plant.Id));
        Assert.Equal("North District", report.ResponsibleUnit!.En);
        Assert.Equal("district:north", report.Scope);
    }

    [Fact]
    public void A_plants_report_has_a_load_and_no_rate()
    {
        var report = MonthlyReportBuilder.Build(
            JuneReport.Figures with { Scope = Scope.Of(new Domain.Identifiers.PlantId("new-1")) });

        Assert.Equal(["new-1"], report.Plants.Select(plant => plant.Id));
        Assert.Empty(report.Rates);
    }

    [Fact]
    public void What_differs_from_the_published_report_stands_in_the_next_with_both_figures()
    {
        var published = JuneReport.Build();
        var figures = JuneReport.Figures;
        var late = figures with
        {
            Published = published,
            PlantDays =
            [
                .. figures.PlantDays.Select(day => day is { Plant: "sewage-1", Day.Day: 2 }
                    ? day with { TreatedM3 = 38_250 } : day),
            ],
        };

        var revised = MonthlyReportBuilder.Build(late).Revised;

        var day = revised.Single(figure => figure.Day == new DateOnly(2009, 6, 2));
        Assert.Equal((38_200.0, 38_250.0), (day.Before, day.After));
        var month = revised.Single(figure => figure is { Item: "treated", Day: null });
        Assert.Equal((TreatedOfJune, TreatedOfJune + 50), (month.Before, month.After));
        Assert.All(revised, figure => Assert.Equal(published.DataVersion, figure.BeforeVersion));
    }

    [Fact]
    public void A_report_that_equals_the_published_one_has_its_version()
    {
        var published = JuneReport.Build();

        var again = MonthlyReportBuilder.Build(JuneReport.Figures with { Published = published });

        Assert.Empty(again.Revised);
        Assert.Equal(published.DataVersion, again.DataVersion);
    }
}
