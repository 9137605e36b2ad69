using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Status;

namespace Telemetry.Dashboards;

public static class DashboardsEndpoints
{
    public static IEndpointRouteBuilder MapTelemetryDashboards(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        app.MapStatus();
        return app;
    }
}
