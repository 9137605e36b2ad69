using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tracks;
using Telemetry.Dashboards.Vehicles;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.FleetDays;

internal static class VehicleDayEndpoint
{
    private const double UsualToleranceM = 10;

    private const string ToleranceHelp =
        "Metres, 0 to 10,000: fixes of the track are left out as long as none of them lies farther from the line. "
        + "Absent: 10; 0: none is.";

    public static void MapVehicleDays(this IEndpointRouteBuilder app) => app
        .MapGet("/vehicles/{id}/day/{date}", Get)
        .May(Right.Read)
        .WithName("vehicle-day")
        .WithTags("Vehicles")
        .WithSummary("What a vehicle did on a local day")
        .WithDescription(
            "Distances, trips, stops, speeding, visits at the registry's places, loads, and the track. As derived from "
            + "stored pings: an hour of today is in it once it is over. What goes on over midnight stands in both "
            + "days, whole; what goes on still has `goes_on` and no `end`.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<VehicleDayAnswer>, ProblemHttpResult>> Get(
        [Description("The vehicle, as in topics.")] string id,
        [Description(LocalDate.Help)] string date,
        [Description(ToleranceHelp)] string? tolerance_m,
        VehicleCatalogue vehicles, VehicleDayReading days, IRegistrySource source, CancellationToken cancellationToken)
    {
        var wrong = new Complaints();
        var day = wrong.Take(LocalDate.Parse("date", date));
        var tolerance = wrong.Take(TrackEndpoint.Tolerance(tolerance_m));
        if (wrong.Any) return wrong.Answer();
        if (!Identifier.IsValid(id) || !await vehicles.KnowsAsync(id, cancellationToken))
            return VehicleCatalogue.NotFound(id);
        return TypedResults.Ok(await days.ReadAsync(
            source.Current, new VehicleId(id), day, tolerance ?? UsualToleranceM, cancellationToken));
    }
}
