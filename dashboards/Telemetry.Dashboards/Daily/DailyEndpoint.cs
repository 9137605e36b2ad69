using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Reviews;

namespace Telemetry.Dashboards.Daily;

internal static class DailyEndpoint
{
    internal const int UsualDays = 31;
    internal const int MostDays = 400;

    public static void MapDaily(this IEndpointRouteBuilder app) => app
        .MapGet("/plants/{id}/daily", Get)
        .May(Right.Read)
        .WithName("plant-daily")
        .WithTags("Plants")
        .WithSummary("A plant's days: volumes, load, state")
        .WithDescription(
            "Every local day of the range, one that was never computed too. The last 31 days where neither `from` nor "
            + "`to` is given, at most 400. Loads are fractions and may exceed 1.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PlantDaily>, ProblemHttpResult>> Get(
        [Description("The plant, as in topics.")] string id,
        [Description(DayRange.FromHelp)] string? from,
        [Description(DayRange.ToHelp)] string? to,
        DerivedDays days, IOperations operations, IRegistrySource source, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var registry = source.Current;
        var city = registry.City;
        if (!registry.Plants.TryGetValue(new PlantId(id), out var plant))
            return Problems.NotFound($"The registry has no plant '{id}'. /api/plants lists them.");
        var parsed = DayRange.Parse(from, to, UsualDays, city.DayOf(time.GetUtcNow()), MostDays);
        if (parsed.IsWrong) return Problems.BadRequest(parsed.Error);
        var range = parsed.Value;
        var plantDays = (await days.PlantsAsync(city, id, range, cancellationToken)).ToDictionary(day => day.Day);
        var meterDays = (await days.MetersAsync(city, id, range, cancellationToken)).ToLookup(day => day.Day);
        var reviews = (await operations.Reviews.ListAsync(
            plant.Id, range.From, range.To.AddDays(1), cancellationToken)).ToLookup(review => review.Day);
        return TypedResults.Ok(new PlantDaily(
            id, city.TimeZone.Id, range.From, range.To,
            [
                .. Enumerable.Range(0, range.Length).Select(i => range.From.AddDays(i)).Select(day => Day(
                    plantDays.GetValueOrDefault(day) ?? PlantDayView.Missing(id, day), meterDays[day], reviews[day])),
            ]));
    }

    private static PlantDailyDay Day(PlantDayView day, IEnumerable<MeterDayView> meters, IEnumerable<Review> reviews)
    {
        // A value that changed after somebody looked at it is unreviewed again.
        var review = reviews.LastOrDefault(review => review.Revision == day.Revision);
        return new PlantDailyDay(
            day, [.. meters.OrderBy(meter => meter.Meter, StringComparer.Ordinal)], review is not null,
            review?.Actor.ToString(), review is { Note.Length: > 0 } ? review.Note : null);
    }
}

/// <param name="TimeZone">Whose local days they are.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="Days">In order, none left out.</param>
public sealed record PlantDaily(
    string Plant, string TimeZone, DateOnly From, DateOnly To, IReadOnlyList<PlantDailyDay> Days);

/// <param name="Day">The plant's day.</param>
/// <param name="Meters">Its meters' days; one without a row is left out.</param>
/// <param name="Reviewed">True where somebody stands by this revision of it.</param>
/// <param name="ReviewedBy">Who does.</param>
/// <param name="Note">What was said about it.</param>
public sealed record PlantDailyDay(
    PlantDayView Day, IReadOnlyList<MeterDayView> Meters, bool Reviewed, string? ReviewedBy, string? Note);
