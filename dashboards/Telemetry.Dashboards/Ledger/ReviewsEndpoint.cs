using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Daily;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Reviews;

namespace Telemetry.Dashboards.Ledger;

internal static class ReviewsEndpoint
{
    private const int LongestNote = 1_000;

    public static void MapReviews(this IEndpointRouteBuilder app) => app
        .MapPost("/reviews", Add)
        .AddEndpointFilter<ActionRules>()
        .May(Right.ReviewDays)
        .WithName("review")
        .WithTags("Ledger")
        .WithSummary("Somebody looked at a plant's day and stands by it")
        .WithDescription(
            "A day is reviewed once it is closed. A value that changes afterwards has another revision, and is "
            + "unreviewed again. Stands in the ledger with the account or token that sent it.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<ReviewView>, ProblemHttpResult>> Add(
        HttpContext context, ReviewRequest review, DerivedDays days, IOperations operations, IRegistrySource source,
        CancellationToken cancellationToken)
    {
        if (review.Plant is null || review.Day is not { } day)
            return Problems.BadRequest("plant and day are wanted: {\"plant\": \"sewage-1\", \"day\": \"2009-07-01\"}");
        if (review.Note?.Length > LongestNote)
        {
            return Problems.BadRequest(string.Create(
                CultureInfo.InvariantCulture, $"note: {review.Note.Length} characters, at most {LongestNote}"));
        }
        var registry = source.Current;
        if (!registry.Plants.ContainsKey(new PlantId(review.Plant)))
            return Problems.NotFound($"The registry has no plant '{review.Plant}'.");
        var rows = await days.PlantsAsync(registry.City, review.Plant, new DayRange(day, day), cancellationToken);
        if (rows is not [var row] || row.State == StoredState.Provisional)
        {
            return Problems.Conflict(string.Create(
                CultureInfo.InvariantCulture,
                $"{review.Plant} on {day:yyyy-MM-dd} is not closed yet: a provisional day can't be reviewed."));
        }
        if (review.Revision is { } seen && seen != row.Revision)
        {
            return Problems.Conflict(string.Create(
                CultureInfo.InvariantCulture,
                $"{review.Plant} on {day:yyyy-MM-dd} has revision {row.Revision} by now, not {seen}: look again."));
        }
        var kept = await operations.Reviews.ReviewAsync(
            new PlantId(review.Plant), day, (int)row.Revision, review.Note ?? "", RequestActor.Of(context)!,
            cancellationToken);
        return TypedResults.Ok(View(kept, registry.City));
    }

    private static ReviewView View(Review review, City city) => new(
        review.Id, review.Plant.Value, review.Day, review.Revision, review.Actor.ToString(), city.Local(review.At),
        review.Note);
}
