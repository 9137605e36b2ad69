using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Status;

namespace Telemetry.Host.Observing;

/// <param name="State">The worst of the checks.</param>
internal sealed record HealthReport(HealthState State, ImmutableArray<HealthCheck> Checks);

internal static class HealthEndpoints
{
    /// <summary>
    /// <c>/health/live</c>: the process answers. <c>/health/ready</c>: 503 while a check has failed; degraded is still
    /// ready, with its reason.
    /// </summary>
    public static void MapHostHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new HealthReport(HealthState.Ok, [])))
            .ForEveryone().WithTags("Host").WithSummary("Whether the process answers");
        app.MapGet("/health/ready", Ready)
            .May(Right.Read).WithTags("Host")
            .WithSummary("Whether readings are taken, acknowledged and stored, with reasons");
    }

    private static JsonHttpResult<HealthReport> Ready(HostHealth health)
    {
        var checks = health.Check();
        var worst = checks.IsEmpty ? HealthState.Ok : checks.Max(check => check.State);
        return TypedResults.Json(
            new HealthReport(worst, checks),
            statusCode: worst == HealthState.Failed
                ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
