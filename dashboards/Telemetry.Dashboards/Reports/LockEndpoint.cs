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
    public static void MapLocks(this IEndpointRouteBuilder app) => app
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
