using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports.Rendering;

public enum ReportFormat
{
    Json,
    Csv,
    Xlsx,
    Html,
}

/// <summary>One form of a report: a format, and a language where it has words.</summary>
/// <param name="Language">Of no matter for JSON, which carries both.</param>
internal readonly record struct ReportForm(ReportFormat Format, ReportLanguage Language)
{
    private const string NoLanguage = "-";

    /// <summary>Every form that is published, once each.</summary>
    public static IReadOnlyList<ReportForm> All { get; } =
    [
        new(ReportFormat.Json, ReportLanguage.Zh),
        new(ReportFormat.Csv, ReportLanguage.Zh), new(ReportFormat.Csv, ReportLanguage.En),
        new(ReportFormat.Xlsx, ReportLanguage.Zh), new(ReportFormat.Xlsx, ReportLanguage.En),
        new(ReportFormat.Html, ReportLanguage.Zh), new(ReportFormat.Html, ReportLanguage.En),
    ];

    /// <summary>As a published copy is named.</summary>
    public string FormatName => WireNames.Of(Format);

    /// <summary>As a published copy is named; <c>-</c> for JSON.</summary>
    public string LanguageName => Format == ReportFormat.Json ? NoLanguage : Language.Tag();

    public string MediaType => Format switch
    {
        ReportFormat.Json => "application/json",
        ReportFormat.Csv => "text/csv",
        ReportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/html",
    };

    public string ContentType => Format is ReportFormat.Csv or ReportFormat.Html
        ? MediaType + "; charset=utf-8"
        : MediaType;

    /// <summary>As a file on a disk: <c>report-2009-07-city.zh-CN.csv</c>.</summary>
    public string FileName(string month, string scope)
    {
        var language = Format == ReportFormat.Json ? "" : "." + LanguageName;
        return $"report-{month}-{scope.Replace(':', '-')}{language}.{FormatName}";
    }

    /// <summary>The same report is the same bytes, always.</summary>
    public byte[] Render(MonthlyReport report) => Format switch
    {
        ReportFormat.Json => JsonRendering.Render(report),
        ReportFormat.Csv => CsvRendering.Render(report, Language),
        ReportFormat.Xlsx => XlsxRendering.Render(report, Language),
        _ => HtmlRendering.Render(report, Language),
    };
}
