using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.Latest;
using Telemetry.Dashboards.Requests;
using Telemetry.Domain.Identifiers;
using Telemetry.Domain.Indicators;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;

namespace Telemetry.Dashboards.Daily;

internal static class TodayEndpoint
{
    /// <summary>Where the message does not say how long it speaks for the present.</summary>
    private static readonly TimeSpan UsualFreshness = TimeSpan.FromMinutes(5);

    public static void MapToday(this IEndpointRouteBuilder app) => app
        .MapGet("/plants/{id}/today", Get)
        .May(Right.Read)
        .WithName("plant-today")
        .WithTags("Plants")
        .WithSummary("What a plant has treated since its local day began, and where the day may end")
        .WithDescription(
            "Live figures, never stored: what the last four days of the same weekday had by now, and a projection to "
            + "the day's end with its range. What is not known is absent, and `reason` says why.")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static Results<Ok<PlantToday>, ProblemHttpResult> Get(
        [Description("The plant, as in topics.")] string id, LiveBoard board, IRegistrySource source,
        TimeProvider time)
    {
        var registry = source.Current;
        if (!registry.Plants.TryGetValue(new PlantId(id), out var plant))
            return Problems.NotFound($"The registry has no plant '{id}'. /api/plants lists them.");
        var now = time.GetUtcNow();
        var today = registry.City.DayOf(now);
        var capacity = plant.CapacityAt(today)?.InForceM3D;
        if (board.Find(LiveTopic.Today(id)) is not { } message || LatestReading.Of(message) is not { } live)
        {
            return TypedResults.Ok(new PlantToday(
                id, today, null, null, true, null, null, null, null, null, null, capacity, null, null,
                WhyNothing(plant)));
        }
        var age = live.AgeSeconds(now);
        var staleAfter = live.Number("stale_after_s") ?? UsualFreshness.TotalSeconds;
        var projected = live.Number("projected_m3");
        return TypedResults.Ok(new PlantToday(
            id, DayOf(live) ?? today, live.LocalTime(registry.City), age, age > staleAfter,
            live.Number("so_far_m3"), (long?)live.Number("unknown_hours"), live.Number("expected_by_now_m3"), projected,
            live.Number("low_m3"), live.Number("high_m3"), capacity, capacity > 0 ? projected / capacity : null,
            (long?)live.Number("days_compared"), live.Text("reason") is { Length: > 0 } reason ? reason : null));
    }

    /// <summary>No figures are made of a plant that is weighed, however long one waits for them.</summary>
    private static string WhyNothing(Plant plant) => PlantMeters.Required(plant).IsEmpty
        ? new Reason(ReasonCode.NoMeter).ToString() : PlantToday.NotPublished;

    private static DateOnly? DayOf(LatestReading live) => DateOnly.TryParseExact(
        live.Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <param name="Day">The local day that the figures are of.</param>
/// <param name="Time">The figures' own, in the city's time.</param>
/// <param name="AgeSeconds">Since then.</param>
/// <param name="Stale">True where nobody has renewed the figures in time, or nobody publishes any.</param>
/// <param name="SoFarM3">Since the local day began, m³.</param>
/// <param name="UnknownHours">
/// Hours of today, begun or over, whose volume is unknown: so far is that much short.
/// </param>
/// <param name="ExpectedByNowM3">What the like days had on average by now, m³.</param>
/// <param name="ProjectedM3">At the day's end, m³.</param>
/// <param name="LowM3">The least of the projections, one from each like day, m³.</param>
/// <param name="HighM3">The greatest of them, m³.</param>
/// <param name="CapacityM3">In force today, m³ a day.</param>
/// <param name="ProjectedLoad">Projected by capacity, a fraction.</param>
/// <param name="DaysCompared">Like days that were whole and counted.</param>
/// <param name="Reason">
/// Why nothing is expected; <c>no_meter</c> where no meter makes the plant's volume, <c>not_published</c> where no
/// process publishes live figures.
/// </param>
public sealed record PlantToday(
    string Plant, DateOnly Day, DateTimeOffset? Time, double? AgeSeconds, bool Stale, double? SoFarM3,
    long? UnknownHours, double? ExpectedByNowM3, double? ProjectedM3, double? LowM3, double? HighM3, double? CapacityM3,
    double? ProjectedLoad, long? DaysCompared, string? Reason)
{
    internal const string NotPublished = "not_published";
}
