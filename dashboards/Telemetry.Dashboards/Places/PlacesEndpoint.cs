using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tracks;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Places;

internal static class PlacesEndpoint
{
    public static void MapPlaces(this IEndpointRouteBuilder app) => app
        .MapGet("/places", Get)
        .May(Right.Read)
        .WithName("places")
        .WithTags("Places")
        .WithSummary("Where vehicles come to, as GeoJSON")
        .WithDescription(
            "Depots, facilities, collection points, districts, service areas and forbidden areas of the registry, "
            + "WGS-84: the area where the registry has one, else a point with the radius within which a vehicle has "
            + "come to it.")
        .Produces<PlaceCollection>(StatusCodes.Status200OK, TrackFormats.GeoJson)
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Results<JsonHttpResult<PlaceCollection>, ProblemHttpResult> Get(
        [Description("depot, facility, collection_point, district, service_area or forbidden; all where absent.")]
        string? kind,
        [Description(Districts.Help)] string? district,
        IRegistrySource source)
    {
        var registry = source.Current;
        var wrong = new Complaints();
        var only = wrong.Take(Choice.Parse<PlaceKind>("kind", kind));
        var within = wrong.Take(Districts.Parse(district, registry));
        if (wrong.Any) return wrong.Answer();
        var places = PlaceCatalogue.Of(registry)
            .Where(place => only is null || place.Properties.Kind == only)
            .Where(place => within is null || place.Properties.District == within.Value.Value);
        return TypedResults.Json(
            new PlaceCollection("FeatureCollection", registry.Version, [.. places]),
            contentType: TrackFormats.GeoJson);
    }
}
