using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

/// <summary>Which form of a report is wanted: the query says so, else the headers do.</summary>
internal static class ReportRequest
{
    public const string FormatHelp =
        "One of json, csv, xlsx, html; absent: as `Accept` says, JSON where that is of no matter.";

    public const string LanguageHelp = "zh or en; absent: as `Accept-Language` says, zh where that is of no matter.";

    public static Parsed<ReportForm> Form(string? format, string? language, HttpRequest request)
    {
        var chosen = Choice.Parse<ReportFormat>("format", format);
        if (chosen.IsWrong) return Parsed.Wrong(chosen.Error);
        var spoken = Choice.Parse<ReportLanguage>("lang", language);
        if (spoken.IsWrong) return Parsed.Wrong(spoken.Error);
        var accepted = chosen.Value ?? AcceptHeader.BestOf<ReportFormat>(
            request, static wanted => [new ReportForm(wanted, default).MediaType]);
        return new ReportForm(accepted, spoken.Value ?? Spoken(request.GetTypedHeaders().AcceptLanguage));
    }

    private static ReportLanguage Spoken(IList<StringWithQualityHeaderValue> languages)
    {
        foreach (var language in languages.OrderByDescending(language => language.Quality ?? 1))
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return ReportLanguage.Zh;
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return ReportLanguage.En;
        }
        return ReportLanguage.Zh;
    }
}
