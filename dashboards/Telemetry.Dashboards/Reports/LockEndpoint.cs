using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Dashboards.Reports;

internal static class LockEndpoint
{
    /// <summary>Months in one list, where nothing else is asked for.</summary>
    private const int UsualMonths = 24;

    public static void MapLocks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/reports/locks", List)
            .May(Right.Read)
            .WithName("locked-months")
            .WithTags("Reports")
            .WithSummary("Which months are published")
            .WithDescription("Of every scope. The last 24 months where neither `from` nor `to` is given.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        app.MapLocking();
    }

    private static void MapLocking(this IEndpointRouteBuilder app) => app
        .MapPost("/reports/monthly/{month}/lock", Lock)
        .AddEndpointFilter<ActionRules>()
        .May(Right.LockMonths)
        .WithName("lock-month")
        .WithTags("Reports")
        .WithSummary("Publishes a month and freezes what was published")
        .WithDescription(
            "Every form of the report is kept as it is now and served from then on. The month must be over, and none "
            + "of its days provisional. There is no unlocking: what comes in afterwards makes a revision, which "
            + "somebody accepts or refuses.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<LockList>, ProblemHttpResult>> List(
        [Description("First month, yyyy-MM.")] string? from,
        [Description("Last month, inclusive; this one where absent.")] string? to,
        IOperations operations, IRegistrySource source, TimeProvider time, CancellationToken cancellationToken)
    {
        var city = source.Current.City;
        var last = LedgerMonth.Of(city.DayOf(time.GetUtcNow()));
        if (to is not null && !LedgerMonth.TryParse(to, out last))
            return Problems.BadRequest($"to '{to}' is no month: yyyy-MM");
        var first = LedgerMonth.Of(last.FirstDay.AddMonths(1 - UsualMonths));
        if (from is not null && !LedgerMonth.TryParse(from, out first))
            return Problems.BadRequest($"from '{from}' is no month: yyyy-MM");
        var locks = await operations.Locks.ListAsync(first, last, cancellationToken);
        return TypedResults.Ok(new LockList([.. locks.Select(one => View(new LockReceipt(one, false), city))]));
    }

    private static async Task<Results<Ok<LockView>, ProblemHttpResult>> Lock(
        [Description(ReportEndpoint.MonthHelp)] string month, LockRequest request, HttpContext context,
        MonthlyReports reports, IOperations operations, IRegistrySource source, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var of = WhichReport.Parse(month, request.Scope, registry);
        if (of.IsWrong) return Problems.BadRequest(of.Error);
        if (string.IsNullOrWhiteSpace(request.Why)) return Problems.BadRequest(Why.Missing);
        var (scope, locked) = (of.Value.Scope, of.Value.Month);
        var report = await reports.ComposeAsync(scope, locked, cancellationToken);
        if (await operations.Locks.FindAsync(scope, locked, cancellationToken) is null
            && Obstacle(report, request, time.GetUtcNow()) is { } obstacle)
        {
            return Problems.Conflict(obstacle);
        }
        var receipt = await operations.Locks.LockAsync(
            scope, locked, MonthlyReports.Publish(report), RequestActor.Of(context)!, request.Why, cancellationToken);
        return TypedResults.Ok(View(receipt, registry.City));
    }

    private static string? Obstacle(MonthlyReport report, LockRequest request, DateTimeOffset now)
    {
        if (report.To > now) return $"{report.Month} is not over before {report.To:O}.";
        if (request.DataVersion is { } seen && seen != report.DataVersion)
        {
            return $"The report has data version {report.DataVersion} by now, not {seen}: look at it again.";
        }
        return report.State == StoredState.Provisional
            ? $"Days of {report.Month} are provisional, or were never computed: they close once their readings are in "
                + "or their grace is over."
            : null;
    }

    private static LockView View(LockReceipt receipt, City city)
    {
        var (scope, month, at, by, current) = receipt.Lock;
        return new LockView(
            scope.ToString(), month.ToString(), city.Local(at), by.ToString(), current.Number,
            current.DataVersion.Value, city.Local(current.DataVersion.At), receipt.IsNew,
            [.. current.Copies.Select(copy => new CopyView(copy.Format, copy.Language, copy.Bytes, copy.Sha256))]);
    }
}
