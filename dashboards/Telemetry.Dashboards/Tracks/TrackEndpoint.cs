using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Dashboards.Vehicles;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Tracks;

internal static class TrackEndpoint
{
    public const string ToleranceHelp =
        "Metres, 0 to 10,000: fixes are left out as long as none of them lies farther from the line. Absent or 0: none "
        + "is.";

    private const double MostToleranceM = 10_000;

    private static readonly TimeSpan UsualRange = TimeSpan.FromHours(24);

    public static void MapTracks(this IEndpointRouteBuilder app) => app
        .MapGet("/vehicles/{id}/track", Get)
        .May(Right.Read)
        .WithName("track")
        .WithTags("Vehicles")
        .WithSummary("Where a vehicle went, as a line")
        .WithDescription(
            "WGS-84. The accepted fixes alone: jumps, repetitions and inaccurate ones are passed over, as for "
            + "distances. A silence longer than the vehicle's `trip_gap` (1 h) and a jump are gaps: what follows is a "
            + "segment of its own. GeoJSON has a feature a segment (a point where one fix stands alone) with the times "
            + "and speeds of its positions; GPX a `trkseg`; CSV its number in the first column. The last 24 hours "
            + "where neither `from` nor `to` is given; a range with more than 100,000 stored positions is refused.")
        .Produces<TrackCollection>(StatusCodes.Status200OK, TrackFormats.GeoJson, "application/gpx+xml", "text/csv")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static Parsed<double?> Tolerance(string? text) =>
        Measure.Parse("tolerance_m", text, "metres", 0, MostToleranceM);

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Get(
        [Description("The vehicle, as in topics.")] string id,
        [Description(TimeRange.FromHelp)] string? from,
        [Description(TimeRange.ToHelp)] string? to,
        [Description(TrackFormats.Help)] string? format,
        [Description(ToleranceHelp)] string? tolerance_m,
        HttpContext context, VehicleCatalogue vehicles, TrackReading tracks, IRegistrySource source, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var wrong = new Complaints();
        var range = wrong.Take(TimeRange.Parse(from, to, UsualRange, time.GetUtcNow()));
        var chosen = wrong.Take(Choice.Parse<TrackFormat>("format", format));
        var tolerance = wrong.Take(Tolerance(tolerance_m));
        if (wrong.Any) return wrong.Answer();
        if (!Identifier.IsValid(id) || !await vehicles.KnowsAsync(id, cancellationToken))
            return VehicleCatalogue.NotFound(id);
        var registry = source.Current;
        var read = await tracks.ReadAsync(registry, new VehicleId(id), range, tolerance ?? 0, cancellationToken);
        if (read.IsWrong) return Problems.BadRequest(read.Error);
        var form = chosen ?? AcceptHeader.BestOf<TrackFormat>(context.Request, TrackFormats.MediaTypes);
        context.Response.Headers.Vary = HeaderNames.Accept;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            stream => WriteAsync(read.Value, form, registry.City, stream, context.RequestAborted),
            TrackFormats.ContentType(form),
            form == TrackFormat.Geojson ? null : $"track-{id}.{WireNames.Of(form)}");
    }

    private static Task WriteAsync(
        Track track, TrackFormat form, City city, Stream stream, CancellationToken cancellationToken) => form switch
        {
            TrackFormat.Geojson => TrackGeoJson.WriteAsync(track, city, stream, cancellationToken),
            TrackFormat.Gpx => TrackGpx.WriteAsync(track, stream, cancellationToken),
            _ => TrackCsv.WriteAsync(track, city, stream, cancellationToken),
        };
}
