using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;

namespace Telemetry.Dashboards.Status;

internal static class StatusEndpoint
{
    public static void MapStatus(this IEndpointRouteBuilder app) => app
        .MapGet("/status", Get)
        .May(Right.Read)
        .WithName("status")
        .WithTags("Host")
        .WithSummary("The host at this moment")
        .WithDescription(
            "Rates in objects a second, ages and lag in seconds, times in UTC. What is not known is absent, never 0. "
            + "`intake` and `stored` are the two balance equations; `difference` is 0 where they balance.");

    private static Ok<StatusSnapshot> Get(IHostStatus status) => TypedResults.Ok(status.Snapshot());
}
