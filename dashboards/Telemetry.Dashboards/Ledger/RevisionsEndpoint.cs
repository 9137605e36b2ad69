using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Locks;

namespace Telemetry.Dashboards.Ledger;

internal static class RevisionsEndpoint
{
    private const string IdHelp = "Of the revision, as listed.";

    public static void MapRevisions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/revisions", List)
            .May(Right.Read)
            .WithName("revisions")
            .WithTags("Ledger")
            .WithSummary("What locked months now come to")
            .WithDescription("Newest first. At most one is open for a scope and month; it waits for a person.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        var decisions = app.MapGroup("/revisions/{id}").AddEndpointFilter<RouteGroupBuilder, ActionRules>()
            .May(Right.LockMonths);
        Describe(
            decisions.MapPost("/accept", Accept), "accept-revision", "Publishes what the month now comes to",
            "The next revision of the published report shows both figures; older ones are kept.");
        Describe(
            decisions.MapPost("/refuse", Refuse), "refuse-revision", "Leaves what was published as it is",
            "The same figures are not asked again.");
    }

    private static void Describe(RouteHandlerBuilder action, string name, string summary, string words) => action
        .WithName(name).WithTags("Ledger").WithSummary(summary)
        .WithDescription(words + " `data_version` is that of the revision that was looked at. Stands in the ledger.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<RevisionList>, ProblemHttpResult>> List(
        [Description("One of open, accepted, refused, withdrawn; absent: all.")] string? state,
        IOperations operations, IRegistrySource registry, CancellationToken cancellationToken)
    {
        var wanted = Choice.Parse<RevisionState>("state", state);
        if (wanted.IsWrong) return Problems.BadRequest(wanted.Error);
        var revisions = await operations.Locks.PendingAsync(wanted.Value, cancellationToken);
        var city = registry.Current.City;
        return TypedResults.Ok(new RevisionList([.. revisions.Select(revision => View(revision, city))]));
    }

    private static async Task<Results<Ok<RevisionView>, ProblemHttpResult>> Accept(
        [Description(IdHelp)] long id, DecisionRequest decision, HttpContext context, MonthlyReports reports,
        IOperations operations, IRegistrySource registry, CancellationToken cancellationToken)
    {
        if (Wrong(decision) is { } wrong) return Problems.BadRequest(wrong);
        if (await FindAsync(operations.Locks, id, cancellationToken) is not { } revision) return NotFound(id);
        if (revision.State == RevisionState.Open)
        {
            // What has come in since the revision was opened belongs in it; then it is no longer what was looked at.
            await reports.ProposeAsync(revision.Scope, revision.Month, revision.Cause, cancellationToken);
        }
        var report = await reports.ComposeAsync(revision.Scope, revision.Month, cancellationToken);
        if (revision.State == RevisionState.Open && report.DataVersion != decision.DataVersion)
            return Changed(report.DataVersion, decision);
        var receipt = await operations.Locks.AcceptAsync(
            id, MonthlyReports.Publish(report), RequestActor.Of(context)!, decision.Why!, cancellationToken);
        return Answer(receipt, id, decision, registry.Current.City);
    }

    private static async Task<Results<Ok<RevisionView>, ProblemHttpResult>> Refuse(
        [Description(IdHelp)] long id, DecisionRequest decision, HttpContext context, IOperations operations,
        IRegistrySource registry, CancellationToken cancellationToken)
    {
        if (Wrong(decision) is { } wrong) return Problems.BadRequest(wrong);
        var receipt = await operations.Locks.RefuseAsync(
            id, decision.DataVersion!, RequestActor.Of(context)!, decision.Why!, cancellationToken);
        return Answer(receipt, id, decision, registry.Current.City);
    }

    private static string? Wrong(DecisionRequest decision)
    {
        if (string.IsNullOrWhiteSpace(decision.DataVersion))
            return "data_version is wanted: of the revision that was looked at, as /api/revisions lists it";
        return string.IsNullOrWhiteSpace(decision.Why) ? Why.Missing : null;
    }

    private static async Task<PendingRevision?> FindAsync(
        IMonthLocks locks, long id, CancellationToken cancellationToken) =>
        (await locks.PendingAsync(state: null, cancellationToken)).FirstOrDefault(revision => revision.Id == id);

    private static Results<Ok<RevisionView>, ProblemHttpResult> Answer(
        DecisionReceipt receipt, long id, DecisionRequest decision, City city) => receipt.Outcome switch
        {
            DecisionOutcome.Done => TypedResults.Ok(View(receipt.Revision!, city)),
            DecisionOutcome.NotFound => NotFound(id),
            DecisionOutcome.NotOpen => Problems.Conflict(string.Create(
                CultureInfo.InvariantCulture,
                $"Revision {id} is {WireNames.Of(receipt.Revision!.State)}: nothing is left to decide.")),
            _ => Changed(receipt.Revision!.DataVersion.Value, decision),
        };

    private static ProblemHttpResult NotFound(long id) => Problems.NotFound(string.Create(
        CultureInfo.InvariantCulture, $"There is no revision {id}. /api/revisions lists them."));

    private static ProblemHttpResult Changed(string now, DecisionRequest decision) => Problems.Conflict(
        $"The revision has data version {now} by now, not {decision.DataVersion}: look at it again.");

    private static RevisionView View(PendingRevision revision, City city) => new(
        revision.Id, revision.Scope.ToString(), revision.Month.ToString(), revision.State, revision.BaseRevision,
        revision.Cause.InWords(), JsonText.Parse(revision.Published.Json), JsonText.Parse(revision.Computed.Json),
        revision.DataVersion.Value, city.Local(revision.OpenedAt), city.Local(revision.UpdatedAt),
        revision.Decision is { } decision
            ? new DecisionView(decision.Actor.ToString(), city.Local(decision.At), decision.Why)
            : null);
}
