using System.IO.Compression;
using System.Text;
using MiniExcelLibs;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Tests.Reports;

public sealed class RenderingTests
{
    public static TheoryData<ReportLanguage> Languages => [ReportLanguage.Zh, ReportLanguage.En];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Csv_is_the_committed_file(ReportLanguage language) => Golden.Equal(
        $"june.{language.Tag()}.csv", CsvRendering.Render(JuneReport.Build(), language));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Html_is_the_committed_page(ReportLanguage language) => Golden.Equal(
        $"june.{language.Tag()}.html", HtmlRendering.Render(JuneReport.Build(), language));

    [Fact]
    public void Csv_begins_with_a_byte_order_mark_and_every_line_has_nine_fields()
    {
        var csv = CsvRendering.Render(JuneReport.Build(), ReportLanguage.En);

        Assert.Equal([0xEF, 0xBB, 0xBF], csv.Take(3));
        var lines = CsvLines.Of(Encoding.UTF8.GetString(csv.AsSpan(3)));
        Assert.All(lines, line => Assert.Equal(9, line.Length));
        Assert.Equal("section", lines[0][0], ignoreCase: true);
    }

    [Fact]
    public void Csv_has_figures_from_plain_arithmetic_and_an_empty_value_where_one_is_not_known()
    {
        var lines = CsvLines.Of(Encoding.UTF8.GetString(
            CsvRendering.Render(JuneReport.Build(), ReportLanguage.En).AsSpan(3)));

        string Value(string section, string subject, string part, string day, string item) => Assert.Single(
            lines, line => line[0] == section && line[1] == subject && line[3] == part && line[4] == day
                && line[5] == item)[6];

        Assert.Equal("1151900", Value("Plants", "sewage-1", "", "", "Treated"));
        Assert.Equal("39500", Value("Plants", "sewage-1", "", "", "Across midnight"));
        // 1,151,900 / 1,160,000 = 0.993017…
        Assert.Equal("99.3", Value("Plants", "sewage-1", "", "", "Load"));
        Assert.Equal("", Value("Plants", "new-1", "", "", "Treated"));
        Assert.Equal("", Value("Plants", "new-1", "", "", "Load"));
        // 1,151,900 / 2,900,000 = 0.397206… and 1,151,900 / 870,000 = 1.324022…
        Assert.Equal("39.72", Value("Rates", "sewage_rate", "declared", "", "Rate"));
        Assert.Equal("132.4", Value("Rates", "sewage_rate", "old_survey", "", "Rate"));
        Assert.Equal("44100", Value("Plants by day", "sewage-1", "", "2009-06-20", "Treated"));
        Assert.Equal("110.25", Value("Plants by day", "sewage-1", "", "2009-06-20", "Load"));
        Assert.Equal("", Value("Plants by day", "sewage-1", "", "2009-06-15", "Treated"));
        Assert.Equal("no data", Value("Plants by day", "sewage-1", "", "2009-06-07", "State"));
    }

    [Fact]
    public void Version_and_completeness_stand_with_each_rate_and_plant()
    {
        var tables = ReportTables.Of(JuneReport.Build(), ReportLanguage.En).ToDictionary(table => table.Key);

        Assert.Equal("v1", Of("rates", 0, "version").Text);
        // 28 whole days of 30: the 7th was never computed, the 15th covered nothing.
        Assert.Equal(28 / 30.0, Of("rates", 0, "completeness").Number!.Value, 12);
        Assert.Equal("v1", Of("rate_days", 0, "version").Text);
        Assert.Equal(1.0, Of("rate_days", 0, "completeness").Number);
        var sewage = tables["plants"].Rows.ToList().FindIndex(row => row[0].Text == "sewage-1");
        Assert.Equal(28 / 30.0, Of("plants", sewage, "completeness").Number!.Value, 12);

        Cell Of(string table, int row, string column) =>
            tables[table].Rows[row][tables[table].Columns.ToList().FindIndex(one => one.Key == column)];
    }

    [Fact]
    public void Csv_marks_above_one_hundred_per_cent_in_words_and_disarms_formulas()
    {
        var text = Encoding.UTF8.GetString(CsvRendering.Render(JuneReport.Build(), ReportLanguage.En));

        Assert.Contains(CsvLines.Of(text), line => line[3] == "old_survey" && line[8].Contains("above 100 %"));
        // A note that begins with an equals sign is text in a spreadsheet too.
        Assert.Contains("\"'=outlet cable, \"\"cut\"\"\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_shows_a_dash_for_a_gap_runs_nothing_and_loads_nothing()
    {
        var html = Encoding.UTF8.GetString(HtmlRendering.Render(JuneReport.Build(), ReportLanguage.Zh));

        Assert.Contains("<html lang=\"zh-CN\">", html, StringComparison.Ordinal);
        Assert.Contains(
            "<td>sewage-1</td><td class=\"d\">2009-06-07</td><td class=\"n\">–</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">44,100</td>", html, StringComparison.Ordinal);
        Assert.Contains("超过100%", html, StringComparison.Ordinal);
        Assert.Contains("@page { size: A4 landscape;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Html_escapes_what_people_write()
    {
        var report = MonthlyReportBuilder.Build(JuneReport.Figures with
        {
            Scope = Storage.Operations.Scope.Of(new Domain.Identifiers.DistrictId("south")),
        });

        var html = Encoding.UTF8.GetString(HtmlRendering.Render(report, ReportLanguage.En));

        Assert.Contains("South &lt;&amp;&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<&>", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Xlsx_opened_again_has_every_cell_of_every_table(ReportLanguage language)
    {
        var report = JuneReport.Build();
        using var workbook = new MemoryStream(XlsxRendering.Render(report, language));

        var tables = ReportTables.Of(report, language);
        Assert.Equal(
            [language.Say("title"), .. tables.Select(table => language.Say(table.Key))], workbook.GetSheetNames());
        foreach (var table in tables)
        {
            var rows = Sheet(workbook, language.Say(table.Key));
            Assert.Equal(table.Rows.Count + 1, rows.Count);
            for (var r = 0; r < table.Rows.Count; r++)
            {
                for (var c = 0; c < table.Columns.Count; c++)
                {
                    var expected = table.Rows[r][c] switch
                    {
                        { IsUnknown: true } => table.Columns[c].Role == ColumnRole.Remark ? null : (object)"–",
                        { Number: not null } cell => Figures.Rounded(cell, table.Columns[c].Kind),
                        { Text: var text } => text,
                    };
                    Assert.Equal(expected, rows[r + 1][c]);
                }
            }
        }
    }

    [Fact]
    public void Xlsx_has_numbers_as_numbers_from_plain_arithmetic()
    {
        using var workbook = new MemoryStream(XlsxRendering.Render(JuneReport.Build(), ReportLanguage.En));

        var plants = Sheet(workbook, "Plants");
        var header = plants[0].ToList();
        var sewage = plants.Single(row => Equals(row[0], "sewage-1"));
        Assert.Equal(1_151_900.0, sewage[header.IndexOf("Treated (m³)")]);
        Assert.Equal(99.30, sewage[header.IndexOf("Load (%)")]);
        Assert.Equal("–", plants.Single(row => Equals(row[0], "new-1"))[header.IndexOf("Load (%)")]);
    }

    [Fact]
    public void The_same_data_version_is_the_same_bytes_in_every_form()
    {
        var figures = JuneReport.Figures;
        var turned = figures with
        {
            PlantDays = [.. figures.PlantDays.Reverse()], MeterDays = [.. figures.MeterDays.Reverse()],
            RateDays = [.. figures.RateDays.Reverse()],
        };
        var (one, other) = (JuneReport.Build(), MonthlyReportBuilder.Build(turned));

        Assert.Equal(7, ReportForm.All.Count);
        Assert.All(ReportForm.All, form => Assert.Equal(form.Render(one), form.Render(other)));
    }

    [Fact]
    public void Xlsx_holds_no_time_of_writing_and_no_drawn_name()
    {
        using var package = new ZipArchive(
            new MemoryStream(XlsxRendering.Render(JuneReport.Build(), ReportLanguage.Zh)), ZipArchiveMode.Read);

        Assert.All(package.Entries, entry =>
        {
            Assert.Equal(1980, entry.LastWriteTime.Year);
            using var reader = new StreamReader(entry.Open());
            Assert.DoesNotMatch("[0-9a-f]{32}", reader.ReadToEnd());
        });
    }

    [Fact]
    public void Json_reads_back_as_the_same_report()
    {
        var report = JuneReport.Build();

        var json = JsonRendering.Render(report);

        Assert.Equal(json, JsonRendering.Render(JsonRendering.Read(json)));
        Assert.Contains("\"treated_m3\": 1151900", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.Contains("污水处理一厂", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    private static List<object?[]> Sheet(MemoryStream workbook, string name)
    {
        workbook.Position = 0;
        return
        [
            .. workbook.Query(useHeaderRow: false, sheetName: name).Cast<IDictionary<string, object?>>()
                .Select(row => row.Values.ToArray()),
        ];
    }
}
