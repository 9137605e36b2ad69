using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Dashboards.Plants;

internal static class PlantsEndpoint
{
    private static readonly TimeSpan UsualRange = TimeSpan.FromDays(1);

    public static void MapPlants(this IEndpointRouteBuilder app)
    {
        app.MapGet("/plants", List)
            .May(Right.Read)
            .WithName("plants")
            .WithTags("Plants")
            .WithSummary("Every plant with its meters and their newest readings")
            .WithDescription(
                "Each reading has its device time and age in seconds; stale after three of the meter's intervals.");
        app.MapGet("/plants/{id}/meters/{meter}/flow", Flow)
            .May(Right.Read)
            .WithName("flow")
            .WithTags("Plants")
            .WithSummary("A meter's history")
            .WithDescription(
                "Buckets with min, mean, max, last and count of flow (m³/h), totaliser (m³) and level (m), or with "
                + "`every=raw` the stored points. The last 24 hours where neither `from` nor `to` is given.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<PlantList>> List(PlantCatalogue plants, CancellationToken cancellationToken) =>
        TypedResults.Ok(await plants.ReadAsync(cancellationToken));

    private static async Task<Results<Ok<FlowHistory>, ProblemHttpResult>> Flow(
        [Description("The plant, as in topics.")] string id,
        [Description("The meter within its plant.")] string meter,
        [Description(TimeRange.FromHelp)] string? from,
        [Description(TimeRange.ToHelp)] string? to,
        [Description(Step.Help)] string? every,
        PlantCatalogue plants, FlowQuestion question, TimeProvider time, IOptions<DashboardsOptions> options,
        CancellationToken cancellationToken)
    {
        var range = TimeRange.Parse(from, to, UsualRange, time.GetUtcNow());
        if (range.IsWrong) return Problems.BadRequest(range.Error);
        var step = Step.Parse(every, range.Value, options.Value.MaxPoints);
        if (step.IsWrong) return Problems.BadRequest(step.Error);
        if (!Identifier.IsValid(id) || !await plants.KnowsAsync(id, null, cancellationToken))
        {
            return Problems.NotFound(
                $"There is no plant '{id}': it is not in the registry and never sent. /api/plants lists them.");
        }
        if (!Identifier.IsValid(meter) || !await plants.KnowsAsync(id, meter, cancellationToken))
            return Problems.NotFound($"Plant '{id}' has no meter '{meter}': it is not in the registry and never sent.");
        var history = await question.AskAsync(id, meter, range.Value, step.Value, cancellationToken);
        return history.IsWrong ? Problems.BadRequest(history.Error) : TypedResults.Ok(history.Value);
    }
}
