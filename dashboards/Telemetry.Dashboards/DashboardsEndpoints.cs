using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Accounts;
using Telemetry.Dashboards.Alarms;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Declared;
using Telemetry.Dashboards.FleetDays;
using Telemetry.Dashboards.Indicators;
using Telemetry.Dashboards.Ledger;
using Telemetry.Dashboards.Live;
using Telemetry.Dashboards.Map;
using Telemetry.Dashboards.Page;
using Telemetry.Dashboards.Places;
using Telemetry.Dashboards.Plants;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Rounds;
using Telemetry.Dashboards.Screens;
using Telemetry.Dashboards.Status;
using Telemetry.Dashboards.Tracks;
using Telemetry.Dashboards.Vehicles;
using Telemetry.Dashboards.Works;

namespace Telemetry.Dashboards;

public static class DashboardsEndpoints
{
    /// <summary>
    /// The console at <c>/</c>, the status page at <c>/status</c>, the API below <c>/api</c>, its description at
    /// <c>/openapi/v1.json</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapTelemetryDashboards(this IEndpointRouteBuilder app)
    {
        app.MapScreens();
        app.MapPage();
        app.MapOpenApi().May(Right.Read);

        var api = app.MapGroup("/api").AddEndpointFilter<RouteGroupBuilder, StoreAnswers>();
        api.MapSession();
        api.MapAccounts();
        api.MapTokens();
        api.MapStatus();
        api.MapPlants();
        api.MapPlantHistory();
        api.MapDaily();
        api.MapToday();
        api.MapIndicators();
        api.MapScopes();
        api.MapReports();
        api.MapLocks();
        api.MapLedger();
        api.MapReviews();
        api.MapRevisions();
        api.MapDeclared();
        api.MapDeclaredForms();
        api.MapAlarms();
        api.MapVehicles();
        api.MapTracks();
        api.MapVehicleDays();
        api.MapFleetBalance();
        api.MapRounds();
        api.MapPlaces();
        api.MapPlaceEditing();
        api.MapMapSources();
        api.MapDeadLetters();
        api.MapWorks();
        api.MapLive();
        api.MapGet("/{**rest}", NothingHere).May(Right.Read).ExcludeFromDescription();
        return app;
    }

    private static ProblemHttpResult NothingHere(string? rest) =>
        Problems.NotFound($"There is no /api/{rest}. What there is stands in /openapi/v1.json.");
}
