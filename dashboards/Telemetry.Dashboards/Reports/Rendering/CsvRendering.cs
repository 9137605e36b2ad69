using System.Globalization;
using System.Text;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>
/// The report as CSV (RFC 4180): UTF-8 with a byte order mark, so that a spreadsheet program knows its letters; one
/// header, then one line a figure. A figure that is not known has an empty value.
/// </summary>
internal static class CsvRendering
{
    private static readonly string[] Header =
        ["section", "subject", "name", "part", "day", "item", "value", "unit", "remark"];

    public static byte[] Render(MonthlyReport report, ReportLanguage language)
    {
        var text = new StringBuilder();
        Line(text, [.. Header.Select(key => language.Say(key))]);
        foreach (var (key, value) in ReportHead.Of(report, language))
            Line(text, [language.Say("title"), report.Scope, language.Of(report.ScopeName), "", "", language.Say(key),
                value, "", ""]);
        foreach (var table in ReportTables.Of(report, language)) Lines(text, table, language);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static void Lines(StringBuilder text, ReportTable table, ReportLanguage language)
    {
        foreach (var row in table.Rows)
        {
            string[] line =
            [
                language.Say(table.Key), In(ColumnRole.Subject), In(ColumnRole.Name), In(ColumnRole.Part),
                In(ColumnRole.Day), "", "", "", In(ColumnRole.Remark),
            ];
            for (var i = 0; i < row.Count; i++)
            {
                var column = table.Columns[i];
                if (column.Role != ColumnRole.Value) continue;
                line[5] = language.Say(column.Key);
                line[6] = Figures.Plain(row[i], column.Kind);
                line[7] = column.Kind == CellKind.Amount ? In(ColumnRole.Unit) : Figures.UnitOf(column.Kind);
                Line(text, line);
            }

            string In(ColumnRole role)
            {
                for (var i = 0; i < row.Count; i++)
                {
                    if (table.Columns[i].Role == role) return row[i].Text ?? "";
                }
                return "";
            }
        }
    }

    private static void Line(StringBuilder text, string[] fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0) text.Append(',');
            Field(text, fields[i]);
        }
        text.Append("\r\n");
    }

    private static void Field(StringBuilder text, string field)
    {
        // A spreadsheet program takes a cell that begins so for a formula; an apostrophe says that it is text.
        var isFormula = (field.Length > 0 && field[0] is '=' or '+' or '@' or '\t')
            || (field.StartsWith('-') && !double.TryParse(field, CultureInfo.InvariantCulture, out _));
        if (isFormula) field = "'" + field;
        if (field.AsSpan().IndexOfAny("\",\r\n") < 0)
        {
            text.Append(field);
            return;
        }
        text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
