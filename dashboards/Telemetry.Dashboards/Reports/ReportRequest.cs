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
        var headers = request.GetTypedHeaders();
        return new ReportForm(chosen.Value ?? Accepted(headers.Accept), spoken.Value ?? Spoken(headers.AcceptLanguage));
    }

    private static ReportFormat Accepted(IList<MediaTypeHeaderValue> accept)
    {
        foreach (var wanted in accept.OrderByDescending(type => type.Quality ?? 1))
        {
            if (wanted.Quality == 0) continue;
            foreach (var format in Enum.GetValues<ReportFormat>())
            {
                var offered = new MediaTypeHeaderValue(new ReportForm(format, default).MediaType);
                if (!wanted.MatchesAllTypes && offered.IsSubsetOf(WithoutParameters(wanted))) return format;
            }
        }
        return ReportFormat.Json;
    }

    private static MediaTypeHeaderValue WithoutParameters(MediaTypeHeaderValue type) => new(type.MediaType);

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
