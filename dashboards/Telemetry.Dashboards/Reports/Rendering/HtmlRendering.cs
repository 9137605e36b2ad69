using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Telemetry.Dashboards.Reports.Tables;

namespace Telemetry.Dashboards.Reports.Rendering;

/// <summary>The report as one page for reading and for paper (A4): no script, nothing loaded from elsewhere.</summary>
internal static class HtmlRendering
{
    private static readonly string Style = LoadStyle();

    /// <summary>Letters of every script stand as they are.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Allows the page its own style and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{HashOf(Style)}'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    public static byte[] Render(MonthlyReport report, ReportLanguage language)
    {
        var html = new StringBuilder();
        var title = $"{language.Of(report.City)} {language.Say("title")} {report.Month}";
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(language.Tag()).Append("\">\n<head>\n")
            .Append("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
            .Append(Text($"{title} · {language.Of(report.ScopeName)}")).Append("</title>\n<style>").Append(Style)
            .Append("</style>\n</head>\n<body>\n<main>\n<h1>").Append(Text(title)).Append("</h1>\n");
        Head(html, report, language);
        foreach (var table in ReportTables.Of(report, language)) Section(html, table, language);
        html.Append("</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static void Head(StringBuilder html, MonthlyReport report, ReportLanguage language)
    {
        html.Append("<dl>\n");
        foreach (var (key, value) in ReportHead.Of(report, language))
        {
            html.Append("<div><dt>").Append(Text(language.Say(key))).Append("</dt><dd>").Append(Text(value))
                .Append("</dd></div>\n");
        }
        html.Append("</dl>\n<p>").Append(Text(language.Say("reading_note"))).Append("</p>\n");
    }

    private static void Section(StringBuilder html, ReportTable table, ReportLanguage language)
    {
        html.Append("<section>\n<h2>").Append(Text(language.Say(table.Key))).Append("</h2>\n");
        if (table.Rows.Count == 0) html.Append("<p>").Append(Text(language.Say("nothing"))).Append("</p>\n");
        else Table(html, table, language);
        html.Append("</section>\n");
    }

    private static void Table(StringBuilder html, ReportTable table, ReportLanguage language)
    {
        html.Append("<div class=\"wide\"><table>\n<thead><tr>");
        foreach (var column in table.Columns)
        {
            html.Append("<th scope=\"col\"").Append(column.Kind == CellKind.Text ? ">" : " class=\"n\">")
                .Append(Text(language.Say(column.Key)));
            if (Figures.UnitOf(column.Kind) is { Length: > 0 } unit)
                html.Append(" <small>").Append(unit).Append("</small>");
            html.Append("</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++) CellOf(html, table.Columns[i], row[i]);
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table></div>\n");
    }

    private static void CellOf(StringBuilder html, Column column, Cell cell)
    {
        // A remark that is not there is nothing to miss.
        var shown = cell.IsUnknown && column.Role == ColumnRole.Remark ? "" : Figures.OnPaper(cell, column.Kind);
        html.Append(column.Kind == CellKind.Text ? "<td" : "<td class=\"n\"")
            .Append(column.Role == ColumnRole.Day ? " class=\"d\">" : ">").Append(Text(shown)).Append("</td>");
    }

    private static string Text(string text) => Encoder.Encode(text);

    private static string HashOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string LoadStyle()
    {
        using var stream = typeof(HtmlRendering).Assembly.GetManifestResourceStream("reports/report.css")
            ?? throw new InvalidOperationException("report.css is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
