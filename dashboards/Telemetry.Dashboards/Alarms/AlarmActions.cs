using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;

namespace Telemetry.Dashboards.Alarms;

/// <summary>What people do to an alarm; each stands in the ledger with the account or token that sent it.</summary>
internal static class AlarmActions
{
    private const string IdHelp = "Of the alarm, as listed.";

    public static void MapAlarmActions(this IEndpointRouteBuilder app)
    {
        var actions = app.MapGroup("/alarms/{id}").AddEndpointFilter<RouteGroupBuilder, ActionRules>()
            .May(Right.HandleFleetAlarms, Right.HandlePlantAlarms, Right.Work);
        Describe(
            actions.MapPost("/acknowledge", Acknowledge), "acknowledge-alarm", "Somebody knows, and takes care of it",
            "It stays in the list while its condition is there; what is gone becomes history. Once more changes "
            + "nothing.");
        Describe(
            actions.MapPost("/shelve", Shelve), "shelve-alarm", "Puts an alarm aside, with a reason and for a time",
            "Whatever its condition does, nobody is told until then; 31 days at most. Shelving again replaces the "
            + "reason and the end.");
        Describe(
            actions.MapPost("/unshelve", Unshelve), "unshelve-alarm", "Takes an alarm off its shelf",
            "It stands in the list again as if it had never been put aside.");
    }

    private static void Describe(RouteHandlerBuilder action, string name, string summary, string words) => action
        .WithName(name).WithTags("Alarms").WithSummary(summary)
        .WithDescription(words + " Stands in the ledger.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<AlarmView>, ProblemHttpResult>> Acknowledge(
        [Description(IdHelp)] string id, AcknowledgeRequest? request, HttpContext context, IOperations operations,
        IRegistrySource registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var note = request?.Note ?? "";
        if (TooLong("note", note) is { } wrong) return Problems.BadRequest(wrong);
        return await DoAsync(
            id, new Acknowledge(time.GetUtcNow(), By(context), note), context, operations, registry,
            cancellationToken);
    }

    private static async Task<Results<Ok<AlarmView>, ProblemHttpResult>> Shelve(
        [Description(IdHelp)] string id, ShelveRequest request, HttpContext context, IOperations operations,
        IRegistrySource registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (string.IsNullOrWhiteSpace(request.Reason))
            return Problems.BadRequest("reason is wanted: why it is put aside, in words; it stands in the ledger");
        if (TooLong("reason", request.Reason) is { } wrong) return Problems.BadRequest(wrong);
        if (request.Until is null == request.Minutes is null)
            return Problems.BadRequest("until (an instant) or minutes (from now) is wanted, and not both");
        if (request.Minutes is { } minutes && (minutes < 1 || minutes > AlarmLife.LongestShelf.TotalMinutes))
        {
            return Problems.BadRequest(string.Create(
                CultureInfo.InvariantCulture,
                $"minutes {minutes}: from 1 to {AlarmLife.LongestShelf.TotalMinutes:0} (31 days)"));
        }
        var until = request.Until ?? now.AddMinutes(request.Minutes!.Value);
        return await DoAsync(
            id, new PutOnShelf(now, By(context), request.Reason, until.ToUniversalTime()), context, operations,
            registry,
            cancellationToken);
    }

    private static async Task<Results<Ok<AlarmView>, ProblemHttpResult>> Unshelve(
        [Description(IdHelp)] string id, HttpContext context, IOperations operations, IRegistrySource registry,
        TimeProvider time, CancellationToken cancellationToken) =>
        await DoAsync(
            id, new TakeOffShelf(time.GetUtcNow(), By(context)), context, operations, registry, cancellationToken);

    private static async Task<Results<Ok<AlarmView>, ProblemHttpResult>> DoAsync(
        string id, LifeAction action, HttpContext context, IOperations operations, IRegistrySource registry,
        CancellationToken cancellationToken)
    {
        if (await operations.Alarms.FindAsync(new AlarmId(id), cancellationToken) is not { } alarm)
            return AlarmsEndpoint.NotFound(id);
        var needed = RightFor(alarm.Asset);
        if (!context.User.Has(needed))
            return Problems.Forbidden($"An alarm of {alarm.Asset} needs the right {WireNames.Of(needed)}.");
        if (await operations.Alarms.ActAsync(new AlarmId(id), action, cancellationToken) is not { } step)
            return AlarmsEndpoint.NotFound(id);
        return step.Refusal switch
        {
            null => TypedResults.Ok(AlarmsEndpoint.View(step.Alarm, registry.Current.City)),
            LifeRefusal.UntilOutOfRange => Problems.BadRequest(
                "until has to lie after now and within 31 days: what is put aside for longer wants its rule changed"),
            LifeRefusal.NotShelved => Problems.Conflict($"The alarm {id} is on no shelf."),
            LifeRefusal.NoReason => Problems.BadRequest("reason is wanted"),
            _ => Problems.Conflict($"The alarm {id} is history: nothing of it can be changed."),
        };
    }

    private static Right RightFor(AlarmAsset asset) => asset.Subject switch
    {
        AlarmSubject.Vehicle => Right.HandleFleetAlarms,
        AlarmSubject.Host => Right.Work,
        _ => Right.HandlePlantAlarms,
    };

    // ActionRules has let nobody through who has no name.
    private static string By(HttpContext context) => RequestActor.Of(context)!.ToString();

    private static string? TooLong(string name, string text) => text.Length <= AlarmLife.LongestWords
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"{name}: {text.Length} characters, at most {AlarmLife.LongestWords}");
}
