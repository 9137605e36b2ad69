using System.Data;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>
/// The report as a workbook: a sheet for what it is, then one a table. Numbers are numbers, a figure that is not known
/// is a dash.
/// </summary>
internal static class XlsxRendering
{
    public static byte[] Render(MonthlyReport report, ReportLanguage language)
    {
        using var sheets = new DataSet();
        sheets.Tables.Add(Head(report, language));
        foreach (var table in ReportTables.Of(report, language)) sheets.Tables.Add(Sheet(table, language));
        using var workbook = new MemoryStream();
        var looks = new OpenXmlConfiguration { AutoFilter = false, FreezeRowCount = 1 };
        workbook.SaveAs(sheets, printHeader: true, configuration: looks);
        return StablePackage.Of(workbook.ToArray());
    }

    private static DataTable Head(MonthlyReport report, ReportLanguage language)
    {
        var sheet = new DataTable(language.Say("title"));
        sheet.Columns.Add(language.Say("item"), typeof(object));
        sheet.Columns.Add(language.Say("value"), typeof(object));
        foreach (var (key, value) in ReportHead.Of(report, language)) sheet.Rows.Add(language.Say(key), value);
        return sheet;
    }

    private static DataTable Sheet(ReportTable table, ReportLanguage language)
    {
        var sheet = new DataTable(language.Say(table.Key));
        foreach (var column in table.Columns)
        {
            var unit = Figures.UnitOf(column.Kind);
            var name = language.Say(column.Key);
            sheet.Columns.Add(unit.Length == 0 ? name : $"{name} ({unit})", typeof(object));
        }
        foreach (var row in table.Rows)
        {
            var values = new object[row.Count];
            for (var i = 0; i < values.Length; i++) values[i] = Value(row[i], table.Columns[i]);
            sheet.Rows.Add(values);
        }
        return sheet;
    }

    private static object Value(Cell cell, Column column)
    {
        if (cell.IsUnknown) return column.Role == ColumnRole.Remark ? "" : Figures.Dash;
        return Figures.Rounded(cell, column.Kind) is { } number ? number : cell.Text!;
    }
}
