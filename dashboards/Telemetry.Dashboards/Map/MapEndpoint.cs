using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Tracks;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Map;

internal static class MapEndpoint
{
    public static void MapMapSources(this IEndpointRouteBuilder app)
    {
        app.MapGet("/map", Get)
            .May(Right.Read)
            .WithName("map")
            .WithTags("Places")
            .WithSummary("What a map of the city is drawn on")
            .WithDescription("The area of the registry's places, the coastline, and the city's own tiles if any.");
        app.MapGet("/map/seas", GetSeas)
            .May(Right.Read)
            .WithName("map-seas")
            .WithTags("Places")
            .WithSummary("The sea and its shore, as GeoJSON")
            .WithDescription(
                "From OpenStreetMap, under the Open Database License; `attribution` has to be shown with it.")
            .Produces<object>(StatusCodes.Status200OK, TrackFormats.GeoJson)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<MapView> Get(MapSources sources, IRegistrySource registry) =>
        TypedResults.Ok(sources.View(registry.Current));

    private static Results<FileContentHttpResult, ProblemHttpResult> GetSeas(MapSources sources, HttpContext context)
    {
        var (seas, error) = sources.Find();
        if (seas is null) return Problems.NotFound($"The coastline {error}");
        context.Response.Headers.CacheControl = "no-cache";
        var tag = Convert.ToHexStringLower(SHA256.HashData(seas.Json.Span).AsSpan(0, 8));
        return TypedResults.File(
            seas.Json.ToArray(), TrackFormats.GeoJson, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }
}
