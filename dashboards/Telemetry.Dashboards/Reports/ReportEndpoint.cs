using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Reports.Rendering;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Reports;

internal static class ReportEndpoint
{
    public const string MonthHelp = "Month of local days, yyyy-MM.";

    private const string FiguresHelp =
        "`published` (where absent): the frozen copy of a locked month, else as computed now; `computed`: as computed "
        + "now, also of a locked month.";

    private const string VersionHeader = "Telemetry-Data-Version";
    private const string RevisionHeader = "Telemetry-Published-Revision";
    private const string PendingHeader = "Telemetry-Pending-Revision";

    public static void MapReports(this IEndpointRouteBuilder app) => app
        .MapGet("/reports/monthly/{month}", Get)
        .May(Right.Read)
        .WithName("monthly-report")
        .WithTags("Reports")
        .WithSummary("The monthly report of the city, a district or a plant")
        .WithDescription(
            "The same data version is the same bytes. A locked month is served as it was published: the header "
            + $"`{RevisionHeader}` says which revision, and `{PendingHeader}` that another waits for a person "
            + "(`/api/revisions`); the page says so in words.")
        .Produces<MonthlyReport>(StatusCodes.Status200OK, "application/json", "text/csv", "text/html",
            new ReportForm(ReportFormat.Xlsx, default).MediaType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Get(
        [Description(MonthHelp)] string month,
        [Description(Scopes.Help)] string? scope,
        [Description(ReportRequest.FormatHelp)] string? format,
        [Description(ReportRequest.LanguageHelp)] string? lang,
        [Description(FiguresHelp)] string? figures,
        HttpContext context, MonthlyReports reports, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var of = WhichReport.Parse(month, scope, registry.Current);
        if (of.IsWrong) return Problems.BadRequest(of.Error);
        var form = ReportRequest.Form(format, lang, context.Request);
        if (form.IsWrong) return Problems.BadRequest(form.Error);
        if (figures is not (null or "published" or "computed"))
            return Problems.BadRequest($"figures '{figures}': published or computed");
        var file = await reports.FileAsync(
            of.Value.Scope, of.Value.Month, form.Value.Format, form.Value.Language, figures == "computed",
            cancellationToken);
        return Answer(context.Response.Headers, form.Value, file);
    }

    private static FileContentHttpResult Answer(IHeaderDictionary headers, ReportForm form, ReportFile file)
    {
        var edition = $"{file.DataVersion}-{form.FormatName}-{form.LanguageName}";
        headers[VersionHeader] = file.DataVersion;
        headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.AcceptLanguage}";
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (form.Format == ReportFormat.Html) headers.ContentSecurityPolicy = HtmlRendering.ContentSecurityPolicy;
        var content = file.Content.ToArray();
        if (file.PublishedRevision is { } revision)
        {
            headers[RevisionHeader] = revision.ToString(CultureInfo.InvariantCulture);
            edition = string.Create(CultureInfo.InvariantCulture, $"{edition}-{revision}-{file.PendingRevision}");
        }
        if (file.PendingRevision is { } pending)
        {
            headers[PendingHeader] = pending.ToString(CultureInfo.InvariantCulture);
            if (form.Format == ReportFormat.Html) content = PendingNote.Above(content, form.Language, pending);
        }
        var download = form.Format is ReportFormat.Csv or ReportFormat.Xlsx ? file.Name : null;
        return TypedResults.File(
            content, file.ContentType, download, entityTag: new EntityTagHeaderValue($"\"{edition}\""));
    }
}
