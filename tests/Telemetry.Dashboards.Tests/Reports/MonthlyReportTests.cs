using Telemetry.Dashboards.Reports;
using Telemetry.Domain.Indicators;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>The sums, by plain arithmetic.</summary>
public sealed class MonthlyReportTests
{
    // 30 × 38,000 + 100 × (1 + … + 30), less the 7th, the 15th and the 20th as they would have been, and the 20th as it
    // was.
    private const double DaysOfJune = 30 * 38_000.0 + 100 * 465 - 38_700 - 39_500 - 40_000 + 44_100;

    // And what the outlet measured across the midnight between the 15th and the 16th.
    private const double TreatedOfJune = DaysOfJune + 39_500;

    [Fact]
    public void A_plants_month_is_the_sum_of_its_days_and_of_what_was_measured_across_midnight()
    {
        var plant = JuneReport.Build().Plants.Single(plant => plant.Id == "sewage-1");

        Assert.Equal(1_151_900, TreatedOfJune);
        Assert.Equal(TreatedOfJune, plant.TreatedM3);
        Assert.Equal((39_500, 0), (plant.UndistributedM3, plant.LeftOutM3));
        // Nobody knows under which day's effluent the 39,500 left.
        Assert.Null(plant.CompliantM3);
        Assert.Equal(28, plant.Days.WithFigure);
        Assert.Equal((30, 28, 1, 1), (plant.Days.Total, plant.Days.Final, plant.Days.FinalIncomplete, plant.Days.None));
    }

    [Fact]
    public void Load_is_a_ratio_of_sums_over_the_days_that_have_both_or_that_a_gap_bridges()
    {
        var plant = JuneReport.Build().Plants.Single(plant => plant.Id == "sewage-1");

        Assert.Equal(29 * 40_000.0, plant.CapacityM3);
        Assert.Equal(29, plant.LoadDays);
        Assert.Equal(TreatedOfJune / (29 * 40_000.0), plant.Load);
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

        Assert.Equal(DaysOfJune, meter.VolumeM3);
        Assert.Equal(39_500, meter.UndistributedM3);
        Assert.Equal(DaysOfJune + 39_500, meter.TotalM3);
        Assert.Equal(28 / 30.0, meter.Coverage!.Value, 12);
        Assert.Equal(0, meter.LeftOutM3);
    }

    [Fact]
    public void The_denominator_decides_and_above_one_hundred_per_cent_is_shown_and_marked()
    {
        var rates = JuneReport.Build().Rates;

        var official = rates.Single(rate => rate.Official);
        Assert.Equal("declared", official.Basis);
        Assert.Equal(TreatedOfJune / (29 * 100_000.0), official.Rate);
        Assert.Equal((39_500, 0), (official.Undistributed, official.LeftOut));
        // 1,151,900 of 2,900,000 is under any target, but 28 whole days of 30 are no month.
        Assert.Equal((null, TargetVerdict.NotMetIncomplete), (official.TargetMet, official.TargetVerdict!.Value));
        Assert.False(official.AboveWhole);
        Assert.Equal("m³", official.Unit);
        var survey = rates.Single(rate => !rate.Official);
        Assert.Equal(TreatedOfJune / (29 * 30_000.0), survey.Rate);
        Assert.True(survey.AboveWhole);
        Assert.Equal((null, null), (survey.TargetMet, survey.TargetVerdict));
        Assert.Equal((29, 28, 30), (survey.DaysCounted, survey.DaysWithRate, survey.Days));
    }

    [Fact]
    public void Nine_silent_hours_over_midnight_are_in_the_month_once_whoever_measured_the_denominator()
    {
        // 600 m³/h, silent from the 10th, 19:00, to the 11th, 04:00. The month before and after it: 29 days of 14,400.
        var report = MonthlyReportBuilder.Build(Night("2009-06-10T19:00", 11));

        var plant = report.Plants.Single(plant => plant.Id == "sewage-1");
        Assert.Equal(30 * 14_400, plant.TreatedM3);
        Assert.Equal(5_400, plant.UndistributedM3);
        Assert.Equal(30 * 14_400 / (30 * 40_000.0), plant.Load);
        var declared = report.Rates.Single(rate => rate.Basis == "declared");
        Assert.Equal(30 * 14_400, declared.Numerator);
        Assert.Equal(3_000_000, declared.Denominator);
        Assert.Equal(5_400, declared.Undistributed);
        // The inlet, which measured the denominator, fell silent with it: the night is on both sides.
        var metered = report.Rates.Single(rate => rate.Basis == "metered");
        Assert.Equal((30 * 14_400.0, 30 * 14_400.0), (metered.Numerator, metered.Denominator));
        Assert.Equal((5_400, 5_400), (metered.Undistributed, metered.UndistributedDenominator));
        Assert.Equal(1, metered.Rate);
        Assert.False(metered.AboveWhole);
        var meter = plant.Meters.Single(meter => meter.Id == "effluent");
        Assert.Equal((30 * 14_400 - 5_400, 30 * 14_400), (meter.VolumeM3, meter.TotalM3));
    }

    [Fact]
    public void Nine_silent_hours_over_the_months_border_are_in_neither_month_and_are_said()
    {
        // From 31 May, 19:00, to 1 June, 04:00: of the 1st twenty hours are known.
        var report = MonthlyReportBuilder.Build(Night("2009-05-31T19:00", 1));

        var plant = report.Plants.Single(plant => plant.Id == "sewage-1");
        Assert.Equal(29 * 14_400 + 20 * 600, plant.TreatedM3);
        Assert.Equal((0, 5_400), (plant.UndistributedM3, plant.LeftOutM3));
        var declared = report.Rates.Single(rate => rate.Basis == "declared");
        Assert.Equal(29 * 14_400 + 20 * 600, declared.Numerator);
        Assert.Equal(3_000_000, declared.Denominator);
        Assert.Equal((0, 5_400), (declared.Undistributed, declared.LeftOut));
        var meter = plant.Meters.Single(meter => meter.Id == "effluent");
        Assert.Equal((29 * 14_400 + 20 * 600, 5_400), (meter.TotalM3, meter.LeftOutM3));
    }

    [Fact]
    public void A_basis_that_only_a_declared_figure_brings_has_its_month()
    {
        // Declared for the 11th to the 20th alone, 50,000 m³ a day, under a name that the registry doesn't have.
        var figures = JuneReport.Figures;
        var census = figures.RateDays.Where(day => day.Basis == "declared" && day.Day.Day is > 10 and <= 20)
            .Select(day => day with
            {
                Basis = "census", Denominator = 50_000, Official = false, Source = "census of June", Version = "v2",
                Rate = day.Numerator / 50_000,
            });

        var rate = MonthlyReportBuilder.Build(figures with { RateDays = [.. figures.RateDays, .. census] }).Rates
            .Single(rate => rate.Basis == "census");

        // 38,000 + 100 × d from the 11th to the 19th, without the 15th but with what bridges it, and 44,100.
        Assert.Equal(9 * 38_000 + 100 * (11 + 12 + 13 + 14 + 15 + 16 + 17 + 18 + 19) + 44_100, rate.Numerator);
        Assert.Equal(10 * 50_000, rate.Denominator);
        Assert.Equal((10, 9, 30), (rate.DaysCounted, rate.DaysWithRate, rate.Days));
        Assert.Equal("census of June", rate.Source);
        Assert.False(rate.Official);
        Assert.Null(rate.TargetMet);
    }

    [Fact]
    public void A_volume_declared_inside_a_gap_is_in_the_month_once()
    {
        // The 15th was missing, and somebody declared 39,000 of the 39,500 that the outlet had measured across it.
        var figures = JuneReport.Figures;
        var report = MonthlyReportBuilder.Build(figures with
        {
            PlantDays =
            [
                .. figures.PlantDays.Select(day => day is { Plant: "sewage-1", Day.Day: 15 }
                    ? day with { TreatedM3 = 39_000, ReportedM3 = 39_000, MissingMeters = [], Reason = null } : day),
            ],
            MeterDays =
            [
                .. figures.MeterDays.Select(day => day.Day.Day == 15
                    ? day with { VolumeM3 = 39_000, EstimatedM3 = 39_000, Method = "declared" } : day),
            ],
        });

        var plant = report.Plants.Single(plant => plant.Id == "sewage-1");
        Assert.Equal(TreatedOfJune, plant.TreatedM3);
        Assert.Equal(500, plant.UndistributedM3);
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

    /// <summary>
    /// 600 m³/h all June through inlet and outlet, which are silent for nine hours of a night: the day in which they
    /// fall silent has nineteen hours, the one in which they speak again twenty.
    /// </summary>
    private static MonthFigures Night(string silentFrom, int speaksOn)
    {
        var began = DateTimeOffset.Parse(silentFrom + "+08:00", System.Globalization.CultureInfo.InvariantCulture);
        double Volume(DateOnly day) =>
            600 * (day == DateOnly.FromDateTime(began.DateTime) ? 19
                : day == new DateOnly(2009, 6, speaksOn) ? 20 : 24);
        var figures = JuneReport.Figures;
        var sewage = figures.PlantDays.First(day => day.Plant == "sewage-1");
        var outlet = figures.MeterDays[0];
        var rates = figures.RateDays.First(day => day.Basis == "declared");
        DateOnly[] days = [.. Enumerable.Range(0, 30).Select(i => new DateOnly(2009, 6, 1).AddDays(i))];
        return figures with
        {
            PlantDays =
            [
                .. days.Select(day => sewage with
                {
                    Day = day, TreatedM3 = Volume(day), CompliantM3 = Volume(day), ReportedM3 = Volume(day),
                }),
            ],
            MeterDays =
            [
                .. from day in days
                   from meter in new[] { "effluent", "influent" }
                   select outlet with
                   {
                       Meter = meter, Day = day, VolumeM3 = Volume(day), MeasuredM3 = Volume(day),
                       UndistributedM3 = day.Day == speaksOn ? 5_400 : null,
                       GapFrom = day.Day == speaksOn ? began : null,
                   },
            ],
            RateDays =
            [
                .. days.Select(day => rates with
                {
                    Day = day, Numerator = Volume(day), ReportedNumerator = Volume(day), Rate = Volume(day) / 100_000,
                }),
                .. days.Select(day => rates with
                {
                    Day = day, Basis = "metered", BasisKind = "metered", Official = false, Numerator = Volume(day),
                    Denominator = Volume(day), ReportedNumerator = Volume(day), ReportedDenominator = Volume(day),
                    Rate = 1,
                }),
            ],
        };
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
