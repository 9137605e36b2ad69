using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Fleet.Places;
using Telemetry.Domain.Registry.Editing;

namespace Telemetry.Dashboards.Places;

/// <summary>Drawing, changing and taking out places of the registry.</summary>
internal static class PlaceEditingEndpoint
{
    private const string KindHelp =
        "As /api/places has it: depot, facility, collection_point, district, service_area, forbidden.";

    public static void MapPlaceEditing(this IEndpointRouteBuilder app)
    {
        Act(
            app.MapPut("/places/{kind}/{id}", Put).Accepts<PutPlaceRequest>("application/json")
                .Produces<PlaceAnswer>().Produces<PlaceAnswer>(StatusCodes.Status201Created), "put-place",
            "Draws a place, or changes it",
            "The registry's file is written anew with this one entry changed, and takes effect as an edit of the file "
            + "does: what was derived of vehicles by the place as it was becomes dirty. Where the registry would be "
            + "wrong, nothing is done and every problem stands in `errors`.");
        Act(
            app.MapDelete("/places/{kind}/{id}", Delete).Produces<PlaceAnswer>(), "delete-place", "Takes a place out",
            "Refused while something else of the registry, such as a round, names it.");
    }

    private static void Act(RouteHandlerBuilder action, string name, string summary, string words) => action
        .AddEndpointFilter<ActionRules>()
        .May(Right.EditPlaces)
        .WithName(name).WithTags("Places").WithSummary(summary)
        .WithDescription(words + " Stands in the ledger with the account or token that sent it.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Put(
        [Description(KindHelp)] string kind, [Description("Unique within its kind.")] string id, HttpContext context,
        IPlaceBook book, CancellationToken cancellationToken)
    {
        var key = PlaceDrafting.Key(kind, id);
        if (key.IsWrong) return Problems.BadRequest(key.Error);
        var body = await RequestBody.ReadAsync(context.Request, cancellationToken);
        if (body.IsWrong) return Problems.BadRequest(body.Error);
        var request = Parse(body.Value);
        if (request.IsWrong) return Problems.BadRequest(request.Error);
        if (string.IsNullOrWhiteSpace(request.Value.Why)) return Problems.BadRequest(Why.Missing);
        if (request.Value.Place is not { } place) return Problems.BadRequest("place is wanted: a GeoJSON feature");
        var draft = PlaceDrafting.Of(key.Value, place);
        if (draft.IsWrong) return Problems.BadRequest(draft.Error);
        var wish = new PlaceWish(
            key.Value, draft.Value, request.Value.Version, RequestActor.Of(context)!, request.Value.Why);
        return Answer(wish, await book.CarryOutAsync(wish, cancellationToken));
    }

    private static async Task<IResult> Delete(
        [Description(KindHelp)] string kind, [Description("Unique within its kind.")] string id,
        [Description("The reason; it stands in the ledger.")] string? why,
        [Description("Of the registry that was looked at; any where absent.")] string? version,
        HttpContext context, IPlaceBook book, CancellationToken cancellationToken)
    {
        var key = PlaceDrafting.Key(kind, id);
        if (key.IsWrong) return Problems.BadRequest(key.Error);
        if (string.IsNullOrWhiteSpace(why)) return Problems.BadRequest(Why.Missing);
        var wish = new PlaceWish(key.Value, null, version, RequestActor.Of(context)!, why);
        return Answer(wish, await book.CarryOutAsync(wish, cancellationToken));
    }

    private static Parsed<PutPlaceRequest> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<PutPlaceRequest>(body.Span, DashboardsJson.Options) is { } request
                ? request
                : Parsed.Wrong("an object with why and place is wanted");
        }
        catch (JsonException e)
        {
            return Parsed.Wrong($"not JSON of that shape: {e.Message}");
        }
    }

    private static IResult Answer(PlaceWish wish, PlaceReceipt receipt)
    {
        var verdict = receipt.Verdict;
        return verdict.Outcome switch
        {
            PlaceOutcome.Added => TypedResults.Created(
                $"/api/places?kind={wish.Draft!.Key.ToString().Split('/')[0]}", View(wish.Draft!.Key, verdict)),
            PlaceOutcome.Changed or PlaceOutcome.Unchanged => TypedResults.Ok(View(wish.Draft!.Key, verdict)),
            PlaceOutcome.Removed => TypedResults.Ok(new PlaceAnswer(verdict.Registry!.Version, null)),
            PlaceOutcome.Missing => Problems.NotFound($"There is no place {wish.At}. /api/places lists them."),
            PlaceOutcome.OtherKind => Problems.BadRequest(
                $"{wish.At} can't become {wish.Draft!.Key}: take it out, and draw the other"),
            PlaceOutcome.Outdated => Problems.Conflict(
                "Somebody changed the registry since: read /api/places again, and look whether your change still fits"),
            PlaceOutcome.Refused => Wrong(
                StatusCodes.Status400BadRequest, "Nothing was changed, for the registry would be wrong", verdict),
            _ => Wrong(
                StatusCodes.Status409Conflict,
                receipt.Words ?? "The registry's file is wrong as it is: mend it before places are changed", verdict),
        };
    }

    private static PlaceAnswer View(PlaceKey key, PlaceVerdict verdict) => new(
        verdict.Registry!.Version,
        PlaceCatalogue.Of(verdict.Registry).First(place => place.Id == key.ToString()));

    private static ProblemHttpResult Wrong(int status, string words, PlaceVerdict verdict)
    {
        var first = verdict.Problems.Count > 0 ? $": {verdict.Problems[0]}" : "";
        return TypedResults.Problem(
            words + first, statusCode: status,
            extensions: new Dictionary<string, object?> { ["errors"] = verdict.Problems.Select(PlaceProblem.Of) });
    }
}
