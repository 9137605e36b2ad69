using System.Text;
using System.Text.Json;
using MiniExcelLibs;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Domain.Derived;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Readings;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Tests.Reports;

/// <summary>
/// June 2009 of three registered vehicles and one that isn't: v-01 drove 10, 20.5 and 30 km on the first three days and
/// brought 4,200 and 3,800 kg; v-02 drove 5 km on the 2nd with a weighing of unknown weight; v-03 has nothing; v-99,
/// unregistered, drove 7 km on the 2nd.
/// </summary>
public sealed class FleetMonthTests
{
    private static readonly CityRegistry Registry = PlacesRegistry.Read();

    private static readonly VehicleDayView[] Days =
    [
        Day("v-01", 1, 10, 2, 4_200, 1), Day("v-01", 2, 20.5, 3, 3_800, 0.5), Day("v-01", 3, 30, 0, 0, 0.75),
        Day("v-02", 2, 5, 1, null, 1), Day("v-99", 2, 7, 0, 0, 0.25),
        new("v-01", new(2009, 6, 4), null, null, null, null, null, null, null, null),
    ];

    [Fact]
    public void A_vehicles_month_is_the_sum_of_its_days()
    {
        var fleet = Build(Scope.City).Fleet!;

        Assert.Equal(["v-01", "v-02", "v-03", "v-99"], fleet.Vehicles.Select(vehicle => vehicle.Id));
        var truck = fleet.Vehicles[0];
        Assert.Equal((60.5, 5.0, 8.0, 3), (truck.DrivenKm, truck.Loads, truck.NetT, truck.DaysWithFigure));
        // Tenths of the driven km each day.
        Assert.Equal(6.05, truck.WorkingKm!.Value, 9);
        Assert.Equal((9.0, 12.0), (truck.Stops, truck.PointsServed));
        // 2.25 days of 30.
        Assert.Equal(2.25 / 30, truck.Coverage!.Value, 12);
        Assert.Equal((VehicleKind.VacuumTruck, "浙L-10001", "north"), (truck.Kind, truck.Plate, truck.District));
    }

    [Fact]
    public void What_is_not_known_is_absent_and_never_zero()
    {
        var fleet = Build(Scope.City).Fleet!;

        Assert.Equal((5.0, 1.0, null), (fleet.Vehicles[1].DrivenKm, fleet.Vehicles[1].Loads, fleet.Vehicles[1].NetT));
        Assert.Equal(
            (null, null, null, 0),
            (fleet.Vehicles[2].DrivenKm, fleet.Vehicles[2].NetT, fleet.Vehicles[2].Coverage,
            fleet.Vehicles[2].DaysWithFigure));
        Assert.Null(fleet.Vehicles[3].Plate);
    }

    [Fact]
    public void A_day_of_the_fleet_is_the_sum_of_its_vehicles()
    {
        var daily = Build(Scope.City).Fleet!.Daily;

        Assert.Equal(30, daily.Count);
        Assert.Equal((1, 10.0, 4.2), (daily[0].Vehicles, daily[0].DrivenKm, daily[0].NetT));
        Assert.Equal((3, 32.5, null), (daily[1].Vehicles, daily[1].DrivenKm, daily[1].NetT));
        Assert.Equal((0, null), (daily[3].Vehicles, daily[3].DrivenKm));
    }

    [Fact]
    public void A_month_without_a_vehicles_row_has_no_fleet_and_a_report_as_before()
    {
        Assert.Null(JuneReport.Build().Fleet);
        Assert.DoesNotContain("\"fleet\"", Encoding.UTF8.GetString(JsonRendering.Render(JuneReport.Build())));
    }

    [Fact]
    public void The_same_data_version_is_the_same_bytes_in_every_form()
    {
        var (one, other) = (Build(Scope.City), Build(Scope.City, [.. Days.Reverse()]));

        Assert.All(ReportForm.All, form => Assert.Equal(form.Render(one), form.Render(other)));
        Assert.NotEqual(one.DataVersion, Build(Scope.City, [.. Days.Skip(1)]).DataVersion);
        var json = JsonRendering.Render(one);
        Assert.Equal(json, JsonRendering.Render(JsonRendering.Read(json)));
    }

    [Fact]
    public void Csv_has_a_line_a_figure_with_its_unit_and_an_empty_value_where_it_is_not_known()
    {
        var lines = CsvLines.Of(Encoding.UTF8.GetString(
            CsvRendering.Render(Build(Scope.City), ReportLanguage.En).AsSpan(3)));

        string[] Of(string section, string subject, string day, string item) => Assert.Single(
            lines, line => line[0] == section && line[1] == subject && line[4] == day && line[5] == item)[6..8];

        Assert.Equal(["60.5", "km"], Of("Vehicles", "v-01", "", "Driven"));
        Assert.Equal(["8", "t"], Of("Vehicles", "v-01", "", "Weighed"));
        Assert.Equal(["7.5", "%"], Of("Vehicles", "v-01", "", "Coverage"));
        Assert.Equal(["", "t"], Of("Vehicles", "v-02", "", "Weighed"));
        Assert.Equal(["", "km"], Of("Vehicles", "v-03", "", "Driven"));
        Assert.Equal(["32.5", "km"], Of("Fleet by day", "city", "2009-06-02", "Driven"));
        Assert.Contains(lines, line => line[1] == "v-01" && line[2] == "浙L-10001" && line[3] == "vacuum truck");
    }

    [Fact]
    public void Html_and_workbook_have_both_tables_in_either_language()
    {
        var report = Build(Scope.City);

        var page = Encoding.UTF8.GetString(HtmlRendering.Render(report, ReportLanguage.Zh));
        Assert.Contains("<h2>车辆汇总</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<td>吸污车</td><td class=\"n\">60.5</td>", page, StringComparison.Ordinal);
        Assert.Contains("行驶里程 <small>km</small>", page, StringComparison.Ordinal);
        using var workbook = new MemoryStream(XlsxRendering.Render(report, ReportLanguage.En));
        Assert.Contains("Vehicles", workbook.GetSheetNames());
        var rows = workbook.Query(useHeaderRow: true, sheetName: "Vehicles").Cast<IDictionary<string, object?>>();
        Assert.Equal(
            [60.5, 5.0, "–", 7.0], rows.Select(row => row["Driven (km)"]));
    }

    [Fact]
    public void A_revised_report_has_both_figures_of_a_vehicle()
    {
        var published = Build(Scope.City);

        var revised = Assert.Single(MonthlyReportBuilder.Build(Figures(Scope.City, Days[..5]) with
        {
            Published = published, VehicleDays = [.. Days.Skip(1), Day("v-01", 1, 11, 2, 4_200, 1)],
        }).Revised);

        Assert.Equal(
            ("vehicle:v-01", "driven", 60.5, 61.5),
            (revised.Subject, revised.Item, revised.Before!.Value, revised.After!.Value));
        Assert.Empty(MonthlyReportBuilder.Build(Figures(Scope.City, Days) with
        {
            Published = published with { Fleet = null },
        }).Revised);
    }

    [Fact]
    public void Loads_against_the_scales_and_weighed_against_metered_inflow_stand_in_every_form()
    {
        var report = MonthlyReportBuilder.Build(WithLoads(Figures(Scope.City, Days)));

        var load = Assert.Single(report.Fleet!.Loads);
        // Of the loads that were still on at the days' ends the last day's alone was not delivered later.
        Assert.Equal((8L, 1L, 2L, 1L), (load.Delivered, load.NotWeighed, load.Elsewhere, load.Undelivered));
        Assert.Equal((32.5, 31.0, 1.5, 2L, 2), (
            load.CollectedT, load.MatchedT, load.UnmatchedT, load.Unmatched, load.DaysWithFigure));
        var inflow = Assert.Single(report.Fleet.Inflows);
        Assert.Equal((32.5, 40.0, 2, 1), (inflow.WeighedM3, inflow.InfluentM3, inflow.Days, inflow.DaysOff));
        Assert.Equal(7.5 / 40, inflow.Difference!.Value, 12);
        var lines = CsvLines.Of(Encoding.UTF8.GetString(CsvRendering.Render(report, ReportLanguage.En).AsSpan(3)));
        Assert.Equal(["1.5", "t"], Assert.Single(lines, line =>
            line[0] == "Loads and scales" && line[1] == "fecal" && line[5] == "Weighed without a load")[6..8]);
        Assert.Equal("2", Assert.Single(lines, line =>
            line[0] == "Loads and scales" && line[5] == "Let go elsewhere")[6]);
        var page = Encoding.UTF8.GetString(HtmlRendering.Render(report, ReportLanguage.Zh));
        Assert.Contains("<h2>清运与称重</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>称重与进料计量比对</h2>", page, StringComparison.Ordinal);
        var json = JsonRendering.Render(report);
        Assert.Equal(json, JsonRendering.Render(JsonRendering.Read(json)));
    }

    [Fact]
    public void A_weight_that_is_unknown_makes_what_was_collected_unknown_and_no_sum_short()
    {
        var figures = WithLoads(Figures(Scope.City, Days));

        var report = MonthlyReportBuilder.Build(figures with
        {
            LoadDays = [.. figures.LoadDays.Select(day => day with { WeightsUnknown = day.Day.Day == 1 ? 1 : 0 })],
        });

        Assert.Null(report.Fleet!.Loads[0].CollectedT);
    }

    [Fact]
    public void A_revised_report_has_both_figures_of_the_loads_and_the_lock_is_held_against_them()
    {
        var before = WithLoads(Figures(Scope.City, Days));
        var published = MonthlyReportBuilder.Build(before);

        var computed = MonthlyReportBuilder.Build(before with
        {
            Published = published,
            LoadDays = [.. before.LoadDays.Select(day => day.Day.Day == 1 ? day with { Elsewhere = 2 } : day)],
        });

        var revised = Assert.Single(computed.Revised);
        Assert.Equal(
            ("loads:fecal", "elsewhere", 2.0, 3.0),
            (revised.Subject, revised.Item, revised.Before!.Value, revised.After!.Value));
        Assert.NotEqual(
            ReportFigures.Of(published).Text("fleet/loads"), ReportFigures.Of(computed).Text("fleet/loads"));
        Assert.Null(ReportFigures.Of(Build(Scope.City)).Text("fleet/loads"));
    }

    [Fact]
    public async Task Stored_rows_stand_in_the_report_of_the_city_and_of_their_vehicles_district_alone()
    {
        await using var sut = await DashboardsApp.StartAsync();
        sut.Registry.Current = Registry;
        foreach (var day in Days) sut.Store.Put(Row(day));

        async Task<string> VehiclesAsync(string scope)
        {
            var report = await sut.GetAsync($"/api/reports/monthly/2009-06?scope={scope}");
            return report.TryGetProperty("fleet", out var fleet) ? string.Join(' ', fleet.GetProperty("vehicles")
                .EnumerateArray().Select(v => $"{v.GetProperty("id").GetString()}={Km(v)}")) : "none";
        }

        Assert.Equal("v-01=60.5 v-02=5 v-03= v-99=7", await VehiclesAsync("city"));
        Assert.Equal("v-01=60.5 v-02=5", await VehiclesAsync("district:north"));
        Assert.Equal("none", await VehiclesAsync("district:south"));
        Assert.Equal("none", await VehiclesAsync("plant:fecal-1"));
    }

    private static MonthFigures WithLoads(MonthFigures figures) => figures with
    {
        LoadDays =
        [
            new("fecal", new(2009, 6, 2), "final", 3, 1, 1, 1, 12, 11.5, 0.5, 1, 0, null, 0),
            new("fecal", new(2009, 6, 1), "final", 5, 0, 1, 2, 20.5, 19.5, 1, 1, 0, null, 0),
        ],
        InflowDays =
        [
            new("fecal-1", new(2009, 6, 1), "final", 20.5, 22, 1.5 / 22, true, null, 0),
            new("fecal-1", new(2009, 6, 2), "final", 12, 18, 6.0 / 18, false, null, 0),
            new("fecal-1", new(2009, 6, 3), "final", null, 15, null, null, "nothing_weighed", 0),
        ],
    };

    private static string Km(JsonElement vehicle) =>
        vehicle.TryGetProperty("driven_km", out var km) ? km.GetRawText() : "";

    private static MonthlyReport Build(Scope scope, VehicleDayView[]? days = null) =>
        MonthlyReportBuilder.Build(Figures(scope, days ?? Days));

    private static MonthFigures Figures(Scope scope, VehicleDayView[] days) =>
        new(Registry, scope, JuneReport.June, [], [], [], [], [], [], JuneReport.ClosedAt, null) { VehicleDays = days };

    private static VehicleDayView Day(
        string vehicle, int day, double km, int loads, double? netKg, double coverage) =>
        new(vehicle, new(2009, 6, day), km, km / 10, 2, 3, 4, loads, netKg, coverage);

    private static DerivedPoint Row(VehicleDayView day) => new DerivedPoint(
            new Series(DerivedMeasurements.VehicleDaily, day.Vehicle),
            Registry.City.StartOf(day.Day).ToUnixTimeMilliseconds())
        .Set(DerivedMeasurements.DrivenKm, day.DrivenKm).Set(DerivedMeasurements.WorkingKm, day.WorkingKm)
        .Set(DerivedMeasurements.Hours, day.Hours).Set(DerivedMeasurements.Stops, day.Stops)
        .Set(DerivedMeasurements.PointsServed, day.PointsServed).Set(DerivedMeasurements.Loads, day.Loads)
        .Set(DerivedMeasurements.NetKg, day.NetKg).Set(DerivedMeasurements.Coverage, day.Coverage)
        .Set(DerivedMeasurements.Valid, day.DrivenKm is not null);
}
